//! Single values: ids, numbers, user names and times, and what is wrong with them.

use super::tolerant::{Leaf, List, Part};

/// The last second that can be written in every zone: 26 hours before the year 9999 ends in UTC.
const LAST_SECOND: i64 = 253_402_207_200;

/// The hint where only the file can be at fault.
pub(super) const AS_RECEIVED: &str = "give the webhook payloads as they were received";

/// What is wrong with one key; the place is added by whoever knows it.
pub(super) struct Fault {
    /// What to add to the pointer of the thing that was read, such as `/timestamp`.
    pub below: String,
    pub problem: String,
    pub hint: &'static str,
}

impl Fault {
    pub(super) fn new(below: &str, problem: impl Into<String>, hint: &'static str) -> Self {
        Self { below: below.to_owned(), problem: problem.into(), hint }
    }

    fn wrong_kind(key: &str, wanted: &str) -> Self {
        Self::new(&format!("/{key}"), format!("`{key}` is not {wanted}"), AS_RECEIVED)
    }

    /// The same fault seen from one level up.
    pub(super) fn under(mut self, key: &str) -> Self {
        self.below = format!("/{key}{}", self.below);
        self
    }
}

/// The text under `key`, if there is any.
pub(super) fn optional<'l>(leaf: &'l Leaf<'_>, key: &str) -> Result<Option<&'l str>, Fault> {
    if leaf.is_odd() {
        return Err(Fault::wrong_kind(key, "text"));
    }
    Ok(leaf.text())
}

/// The text under `key`, which must be there.
pub(super) fn required<'l>(leaf: &'l Leaf<'_>, key: &str) -> Result<&'l str, Fault> {
    optional(leaf, key)?.ok_or_else(|| Fault::new("", format!("`{key}` is missing"), AS_RECEIVED))
}

/// The object under `key`, if there is one.
pub(super) fn object<'p, T>(part: &'p Part<T>, key: &str) -> Result<Option<&'p T>, Fault> {
    if part.is_odd() {
        return Err(Fault::wrong_kind(key, "an object"));
    }
    Ok(part.get())
}

/// The elements under `key`; none if it is not there.
pub(super) fn list<'l, T>(list: &'l List<T>, key: &str) -> Result<&'l [Part<T>], Fault> {
    if list.is_odd() {
        return Err(Fault::wrong_kind(key, "a list"));
    }
    Ok(list.items())
}

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

pub(super) fn owned(leaf: &Leaf<'_>) -> Option<String> {
    leaf.text().map(str::to_owned)
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
