//! How long something is valid, as a person writes it: `7d`, `48h`, `90 minutes`.

use jiff::{Span, SpanRelativeTo};

/// The longest that can be asked for, in days: an invitation for ever is a password.
const MOST_DAYS: i64 = 366;

/// Reads one, in milliseconds. For clap, which puts the argument's name before the error.
pub fn parse(text: &str) -> Result<i64, String> {
    let span: Span = text.parse().map_err(|_| "write it as `7d` or `48h`".to_owned())?;
    let length = span
        .to_duration(SpanRelativeTo::days_are_24_hours())
        .map_err(|_| "write it in weeks, days, hours or minutes".to_owned())?;
    let length = i64::try_from(length.as_millis()).unwrap_or(i64::MAX);
    if length <= 0 || length > MOST_DAYS * 24 * 60 * 60 * 1000 {
        return Err(format!("it is more than nothing and at most {MOST_DAYS} days"));
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_length_of_time_is_read_and_kept_in_bounds() {
        assert_eq!(parse("7d"), Ok(7 * 86_400_000));
        assert_eq!(parse("48h"), Ok(2 * 86_400_000));
        assert_eq!(parse("90 minutes"), Ok(5_400_000));
        for wrong in ["", "soon", "0s", "-1d", "2y", "1mo", "400d", "999999999999w"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
