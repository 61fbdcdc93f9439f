//! Single values: numbers, user names and times, and what is wrong with them.

use crate::formats::json::{Cursor, Fault};

/// The last second that can be written in every zone: 26 hours before the year 9999 ends in UTC.
const LAST_SECOND: i64 = 253_402_207_200;

/// The hint where only the file can be at fault.
pub(super) const AS_RECEIVED: &str = "give the webhook payloads as they were received";

/// Whole seconds since 1970 under `key`, as text or number, in milliseconds.
pub(super) fn time(at: &Cursor<'_, '_>, key: &str) -> Result<i64, Fault> {
    let text = at.required(key)?.trim();
    let whole = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse::<i64>() {
        Ok(seconds) if whole && seconds <= LAST_SECOND => Ok(seconds * 1000),
        _ if whole => Err(at.fault(
            key,
            format!("`{key}` lies after the year 9999"),
            "times are whole seconds since 1970, not milliseconds",
        )),
        _ => Err(at.fault(
            key,
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

/// The user name, without the `@` that some write before it.
pub(super) fn username(at: &Cursor<'_, '_>) -> Option<String> {
    at.say("username")
        .map(|name| name.trim().trim_start_matches('@').to_owned())
        .filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::formats::json::{Node, read as node_of};

    #[test]
    fn times_are_whole_seconds() {
        let read = |json: &str| {
            let node: Node<'_> = node_of(json.as_bytes()).unwrap();
            time(&Cursor::new(&node, None), "t").ok()
        };
        assert_eq!(read(r#"{"t":"1697043223"}"#), Some(1_697_043_223_000));
        assert_eq!(read(r#"{"t":1697043223}"#), Some(1_697_043_223_000));
        assert_eq!(read(r#"{"t":0}"#), Some(0));
        for bad in [
            "{}",
            r#"{"t":""}"#,
            r#"{"t":"-1"}"#,
            r#"{"t":"+1"}"#,
            r#"{"t":1.5}"#,
            r#"{"t":"1e9"}"#,
            r#"{"t":"soon"}"#,
            r#"{"t":1697043223000}"#,
            r#"{"t":"99999999999999999999"}"#,
            "{\"t\":\"\u{0661}\"}",
            r#"{"t":null}"#,
            r#"{"t":true}"#,
            r#"{"t":[1]}"#,
        ] {
            assert!(read(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn user_ids_begin_with_a_country() {
        assert!(is_user_id("IN.9f3"));
        assert!(!is_user_id("919876543210"));
        assert!(!is_user_id("IN."));
    }
}
