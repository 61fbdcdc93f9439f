//! Which of two statuses of a message is the later one: webhooks come in any order, and their
//! times are whole seconds.

/// Whether a status takes the place of another. Times are in milliseconds since 1970.
pub(super) fn supersedes(new: (&str, i64), old: (Option<&str>, Option<i64>)) -> bool {
    let (Some(old_status), old_at) = old else { return true };
    // One without a time, as a history has them, is older than any with one. The name decides what
    // is left, so that the order of arrival never does.
    (rank(new.0), Some(new.1), new.0) > (rank(old_status), old_at, old_status)
}

/// The same of statuses without times.
pub(super) fn gets_further(new: &str, old: Option<&str>) -> bool {
    old.is_none_or(|old| rank(new) > rank(old))
}

/// A message is sent, then delivered, then read, then played; it may fail at any point.
fn rank(status: &str) -> u8 {
    // A history shouts what a webhook says.
    match status.to_ascii_lowercase().as_str() {
        "queued" | "pending" => 0,
        "delivered" => 2,
        "read" => 3,
        "played" => 4,
        "failed" | "error" => 5,
        // A status that this program doesn't know says no more than that it went out.
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::supersedes;

    #[test]
    fn a_message_only_gets_further() {
        assert!(supersedes(("sent", 1), (None, None)));
        assert!(supersedes(("sent", 1), (Some("queued"), None)));
        assert!(supersedes(("delivered", 1), (Some("sent"), Some(1))));
        assert!(!supersedes(("sent", 9), (Some("read"), Some(1))));
        assert!(!supersedes(("read", 1), (Some("read"), Some(1))));
        assert!(supersedes(("read", 2), (Some("read"), Some(1))));
        assert!(!supersedes(("sent", 9), (Some("READ"), None)));
        assert!(supersedes(("read", 9), (Some("READ"), None)));
        assert!(supersedes(("warm", 1), (Some("sent"), Some(1))));
        assert!(!supersedes(("sent", 1), (Some("warm"), Some(1))));
    }
}
