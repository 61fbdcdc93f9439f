//! How long to wait before a mail that didn't leave is tried again.

/// The pauses after the first trial, the second and so on, in minutes; the last one stays. The
/// first is longer than a slow server may take, so that two deliveries don't take up one mail.
const PAUSES: [i64; 6] = [5, 15, 60, 4 * 60, 12 * 60, 24 * 60];

/// The longest pause, in milliseconds. Who is to wait longer was told so by a clock that had jumped ahead.
pub const LONGEST_PAUSE: i64 = PAUSES[PAUSES.len() - 1] * 60 * 1000;

/// The pause after so many trials, in milliseconds.
#[must_use]
pub fn pause_after(trials: u32) -> i64 {
    let index = usize::try_from(trials.saturating_sub(1)).unwrap_or(usize::MAX);
    PAUSES[index.min(PAUSES.len() - 1)] * 60 * 1000
}

#[cfg(test)]
mod tests {
    use super::pause_after;

    #[test]
    fn pauses_grow_up_to_a_day() {
        let pauses: Vec<_> = (1..=8).map(pause_after).collect();
        assert!(pauses.is_sorted());
        assert_eq!(pauses[0], 300_000);
        assert_eq!(pauses[7], 86_400_000);
        assert_eq!(pause_after(u32::MAX), 86_400_000);
    }
}
