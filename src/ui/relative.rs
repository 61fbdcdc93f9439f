//! Times as people say them: how long ago, or how long until then.

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

/// A moment, told from another: `4 min`, `3 h`, `69 d` ago, or `in 6 d`. Both are in milliseconds
/// since 1970.
#[must_use]
pub fn relative(at: i64, now: i64) -> String {
    let seconds = at.saturating_sub(now) / 1000;
    let length = match seconds.saturating_abs() {
        0..MINUTE => return "now".to_owned(),
        length @ MINUTE..HOUR => format!("{} min", length / MINUTE),
        length @ HOUR..DAY => format!("{} h", length / HOUR),
        length if length < 3 * YEAR => format!("{} d", length / DAY),
        length => format!("{} y", length / YEAR),
    };
    if seconds > 0 { format!("in {length}") } else { length }
}

/// The same in a sentence: `4 min ago`, `in 6 d`.
pub(super) fn ago(at: i64, now: i64) -> String {
    match relative(at, now) {
        time if time == "now" => "just now".to_owned(),
        time if at > now => time,
        time => format!("{time} ago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_sentence_the_past_is_ago() {
        let now = 1_800_000_000_000;
        for (seconds, said) in [(0, "just now"), (-3 * DAY, "3 d ago"), (6 * DAY, "in 6 d")] {
            assert_eq!(ago(now + seconds * 1000, now), said);
        }
    }

    #[test]
    fn one_unit_is_enough() {
        let now = 1_800_000_000_000;
        for (seconds, said) in [
            (0, "now"),
            (-59, "now"),
            (-60, "1 min"),
            (-3599, "59 min"),
            (-3600, "1 h"),
            (-86_399, "23 h"),
            (-69 * DAY, "69 d"),
            (-4 * YEAR, "4 y"),
            (6 * DAY + 5, "in 6 d"),
            (90, "in 1 min"),
        ] {
            assert_eq!(relative(now + seconds * 1000, now), said);
        }
        assert_eq!(relative(i64::MIN, i64::MAX), "292471208 y");
    }
}
