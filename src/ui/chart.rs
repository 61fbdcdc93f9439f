//! Bars and sparklines for a terminal: figures that are seen at a glance beside those that are read.

const EIGHTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A bar as long as its value is of the greatest, at most that many columns; `#` stands for what an
/// ASCII terminal can't show. Whatever isn't nothing is seen.
#[must_use]
pub fn bar(value: u64, greatest: u64, columns: u64, is_utf8: bool) -> String {
    if value == 0 || greatest == 0 {
        return String::new();
    }
    if !is_utf8 {
        let length = scale(value.min(greatest), greatest, columns).max(1);
        return "#".repeat(usize::try_from(length).unwrap_or(0));
    }
    let eighths = scale(value.min(greatest), greatest, columns * 8).max(1);
    let mut bar = "█".repeat(usize::try_from(eighths / 8).unwrap_or(0));
    if let Some(rest) = usize::try_from(eighths % 8).ok().filter(|rest| *rest > 0) {
        bar.push(EIGHTHS[rest - 1]);
    }
    bar
}

/// The values as a line of bars, in at most so many columns: neighbours are added up where there are
/// more.
#[must_use]
pub fn sparkline(values: &[u64], columns: usize) -> String {
    let each = values.len().div_ceil(columns.max(1)).max(1);
    let sums: Vec<u64> = values.chunks(each).map(|some| some.iter().sum()).collect();
    let greatest = sums.iter().copied().max().unwrap_or(0);
    let step = |sum: &u64| {
        let step = if greatest == 0 { 0 } else { scale(*sum, greatest, 7) };
        STEPS[usize::try_from(step).unwrap_or(0).min(7)]
    };
    sums.iter().map(step).collect()
}

/// `value` of `greatest`, as so many of `whole`, rounded up.
fn scale(value: u64, greatest: u64, whole: u64) -> u64 {
    let scaled = (u128::from(value) * u128::from(whole)).div_ceil(u128::from(greatest));
    u64::try_from(scaled).unwrap_or(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_part() {
        assert_eq!(bar(0, 100, 10, true), "");
        assert_eq!(bar(100, 100, 10, true), "██████████");
        assert_eq!(bar(50, 100, 10, true), "█████");
        assert_eq!(bar(1, 1_000_000, 10, true), "▏");
        assert_eq!(bar(55, 100, 10, true), "█████▌");
        assert_eq!(bar(1, 0, 10, true), "");
        assert_eq!(bar(u64::MAX, u64::MAX, 2, true), "██");
        assert_eq!(bar(55, 100, 10, false), "######");
    }

    #[test]
    fn a_sparkline_fits() {
        assert_eq!(sparkline(&[], 10), "");
        assert_eq!(sparkline(&[0, 0], 10), "▁▁");
        assert_eq!(sparkline(&[0, 1, 7], 10), "▁▂█");
        assert_eq!(sparkline(&[1, 0, 1, 1], 2), "▅█");
        assert_eq!(sparkline(&vec![3; 1000], 40).chars().count(), 40);
    }
}
