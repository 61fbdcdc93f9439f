//! Single values: ids, numbers, user names and times, and what is wrong with them.

use crate::formats::json::Leaf;
pub(super) use crate::formats::json::{Fault, list, object, optional, owned, required};

/// The last second of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

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

/// A number reduced to its digits if it is written like one, alone or as a JID; anything else as it
/// stands.
pub(super) fn number(text: &str) -> String {
    let text = text.trim();
    let user =
        text.strip_suffix("@s.whatsapp.net").or_else(|| text.strip_suffix("@c.us")).unwrap_or(text);
    if user.bytes().all(|byte| byte.is_ascii_digit()) {
        return user.to_owned();
    }
    match digits(user) {
        Some(digits) if user.bytes().all(|b| b"0123456789+-.() ".contains(&b)) => digits,
        _ => text.to_owned(),
    }
}

/// The ASCII digits of a text, if it has any.
pub(super) fn digits(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
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
    fn numbers_lose_their_dress() {
        for dressed in
            ["919876543210", "+91 98765 43210", " (91) 98765-43210", "919876543210@s.whatsapp.net"]
        {
            assert_eq!(number(dressed), "919876543210");
        }
        assert_eq!(number("US.123"), "US.123");
        assert_eq!(number("+"), "+");
    }

    #[test]
    fn user_ids_begin_with_a_country() {
        assert!(is_user_id("IN.9f3"));
        assert!(!is_user_id("919876543210"));
        assert!(!is_user_id("IN."));
    }
}
