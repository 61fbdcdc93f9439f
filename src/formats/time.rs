//! Times as people and programs write them: a date, a time of day, maybe a fraction, maybe an offset.

use jiff::{civil, tz};

use super::json::{Cursor, Fault};

/// The time under `key`, if there is one. `example` shows how the source writes times.
pub(in crate::formats) fn time(
    at: &Cursor<'_, '_>,
    key: &str,
    example: &'static str,
) -> Result<Option<i64>, Fault> {
    let Some(text) = at.text(key)? else { return Ok(None) };
    let instant = instant(text).map(Some);
    instant.ok_or_else(|| at.fault(key, format!("`{key}` is not a time"), example))
}

/// Milliseconds since 1970 in UTC of a time such as `2024-01-08 10:35:18 +0200` or
/// `2024-06-10T08:38:08.827000Z`. One without an offset is taken as UTC. `None` if it is no time.
pub(in crate::formats) fn instant(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.len() > 64 || !text.is_ascii() {
        return None;
    }
    let (date, rest) = text.split_at_checked(10)?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let end = rest.find(|sign: char| !(sign.is_ascii_digit() || sign == ':' || sign == '.'));
    let (clock, zone) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
    let date: civil::Date = date.parse().ok()?;
    let time: civil::Time = clock.parse().ok()?;
    let seconds = offset(zone)?;
    let offset = tz::Offset::from_seconds(seconds).ok()?;
    offset.to_timestamp(date.to_datetime(time)).ok().map(jiff::Timestamp::as_millisecond)
}

/// The seconds east of UTC that `+02:00`, `+0200`, `+02`, `Z`, `UTC` or nothing means.
#[must_use]
pub fn offset(text: &str) -> Option<i32> {
    let text = text.trim();
    if text.is_empty() || ["Z", "UTC", "GMT"].iter().any(|zero| text.eq_ignore_ascii_case(zero)) {
        return Some(0);
    }
    let text = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(text);
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "0"),
    };
    let part = |text: &str, most: i32| {
        let whole = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<i32>().ok().filter(|value| whole && *value <= most)
    };
    Some(sign * (part(hours, 18)? * 3600 + part(minutes, 59)? * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_and_without_an_offset() {
        let noon = 1_704_708_000_000;
        for text in [
            "2024-01-08 12:00:00 +0200",
            "2024-01-08T12:00:00+02:00",
            "2024-01-08T10:00:00Z",
            "2024-01-08T10:00:00.000000",
            " 2024-01-08 10:00:00 ",
            "2024-01-08 10:00",
        ] {
            assert_eq!(instant(text), Some(noon), "{text}");
        }
        assert_eq!(instant("2024-01-08T10:00:00.837610"), Some(noon + 837));
        for bad in [
            "",
            "soon",
            "2024-01-08",
            "2024-13-01 10:00:00",
            "2024-01-08 25:00:00",
            "2024-01-08 10:00:00 CEST",
            "2024-01-08\u{2003}10:00:00",
        ] {
            assert_eq!(instant(bad), None, "{bad}");
        }
    }

    #[test]
    fn offsets_in_every_dress() {
        for (text, seconds) in [
            ("", 0),
            ("Z", 0),
            ("utc", 0),
            ("+02", 7200),
            ("+0530", 19800),
            ("-03:30", -12600),
            ("UTC+1", 3600),
        ] {
            assert_eq!(offset(text), Some(seconds), "{text}");
        }
        for bad in ["2", "+", "+2:60", "+99", "Europe/Berlin", "+1:2:3", "++1"] {
            assert_eq!(offset(bad), None, "{bad}");
        }
    }
}
