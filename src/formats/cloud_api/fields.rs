//! Single values: ids, numbers, user names and times, and what is wrong with them.

use crate::formats::json::Leaf;
pub(super) use crate::formats::json::{Fault, list, object, optional, owned, required};
pub(super) use crate::formats::number::{digits, number};

/// The last second that can be written in every zone: 26 hours before the year 9999 ends in UTC.
const LAST_SECOND: i64 = 253_402_207_200;

/// The hint where only the file can be at fault.
pub(super) const AS_RECEIVED: &str = "give the webhook payloads as they were received";

/// Whole seconds since 1970, as text or number, in milliseconds.
pub(super) fn time(leaf: &Leaf<'_>, key: &str) -> Result<i64, Fault> {
    let below = format!("/{key}");
    let text = required(leaf, key)?.trim();
    let whole = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse::<i64>() {
        Ok(seconds) if whole && seconds <= LAST_SECOND => Ok(seconds * 1000),
        _ if whole => Err(Fault::new(
            &below,
            format!("`{key}` lies after the year 9999"),
            "times are whole seconds since 1970, not milliseconds",
        )),
        _ => Err(Fault::new(
            &below,
            format!("`{key}` is not a time"),
            "times are whole seconds since 1970",
        )),
    }
}

/// Whether an id that may be a number or a user id is the latter: `US.134…`.
pub(super) fn is_user_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes, [first, second, b'.', _, ..]
        if first.is_ascii_uppercase() && second.is_ascii_uppercase())
}

pub(super) fn username(leaf: &Leaf<'_>) -> Option<String> {
    leaf.text()
        .map(|name| name.trim().trim_start_matches('@').to_owned())
        .filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::borrow::Cow;

    use super::*;

    fn leaf(text: &str) -> Leaf<'_> {
        Leaf::Text(Cow::Borrowed(text))
    }

    #[test]
    fn times_are_whole_seconds() {
        assert_eq!(time(&leaf("1697043223"), "t").ok(), Some(1_697_043_223_000));
        assert_eq!(time(&leaf("0"), "t").ok(), Some(0));
        for bad in [
            "",
            "-1",
            "+1",
            "1.5",
            "1e9",
            "soon",
            "1697043223000",
            "99999999999999999999",
            "\u{0661}",
        ] {
            assert!(time(&leaf(bad), "t").is_err(), "{bad}");
        }
        assert!(time(&Leaf::Absent, "t").is_err());
        assert!(time(&Leaf::Odd, "t").is_err());
    }

    #[test]
    fn user_ids_begin_with_a_country() {
        assert!(is_user_id("IN.9f3"));
        assert!(!is_user_id("919876543210"));
        assert!(!is_user_id("IN."));
    }
}
