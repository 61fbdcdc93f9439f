//! What time it is, and how lengths of time are told.

use super::error::Error;

/// A length of time in its largest unit.
pub fn rough(milliseconds: i64) -> String {
    let units = [(86_400_000, "days"), (3_600_000, "hours"), (60_000, "minutes")];
    let fitting = units.into_iter().find(|(unit, _)| milliseconds >= 2 * unit);
    let (unit, name) = fitting.unwrap_or((1000, "seconds"));
    format!("{} {name}", milliseconds / unit)
}

/// Whether the clock is set by hand.
pub fn clock_is_set() -> bool {
    std::env::var_os("ROLECALL_NOW").is_some()
}

/// What time it is, in milliseconds since 1970: by `ROLECALL_NOW`, which is for tests, or the clock.
pub fn now() -> std::result::Result<i64, Error> {
    match std::env::var("ROLECALL_NOW") {
        Ok(text) => text.parse().map(|now: jiff::Timestamp| now.as_millisecond()).map_err(|_| {
            Error::usage(
                format!("`ROLECALL_NOW` is `{text}`, which is no time"),
                "write it as `2026-01-31T12:00:00Z`",
            )
        }),
        Err(_) => Ok(jiff::Timestamp::now().as_millisecond()),
    }
}
