//! How far a message got. Which of two statuses is the later one is told by their names too: webhooks come in any
//! order, and their times are whole seconds.

use super::objects::together;
use crate::rules::privacy::text::CustomerText;

/// How far a message got.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MessageStatus {
    /// Sent, delivered, read, … as WhatsApp names it.
    pub status: Option<String>,
    /// Since when, in milliseconds since 1970.
    pub at: Option<i64>,
    /// What was said with it, as a JSON object.
    pub details: Option<String>,
}

impl MessageStatus {
    /// Takes a status with its time, in milliseconds since 1970, and what was said with it. What was said before
    /// stays, as far as nothing else is said of the same; with an earlier status it is the other way round. Says whether
    /// anything is another now.
    pub fn take(&mut self, (status, at): (&str, i64), details: Option<&CustomerText>) -> bool {
        let details = details.map(CustomerText::raw_for_storage);
        if supersedes((status, at), (self.status.as_deref(), self.at)) {
            let details = together(self.details.as_deref(), details);
            *self = Self { status: Some(status.to_owned()), at: Some(at), details };
            return true;
        }
        let Some(details) = details else { return false };
        let details = together(Some(details), self.details.as_deref());
        let is_news = details != self.details;
        self.details = details;
        is_news
    }

    /// Takes a status that is as of now, without a time. Says whether the message got further.
    pub fn bring_up(&mut self, status: &str) -> bool {
        let old = self.status.as_deref();
        let gets_further = old.is_none_or(|old| rank(status) > rank(old));
        if gets_further {
            (self.status, self.at) = (Some(status.to_owned()), None);
        }
        gets_further
    }
}

/// Whether a status takes the place of another. Times are in milliseconds since 1970.
fn supersedes(new: (&str, i64), old: (Option<&str>, Option<i64>)) -> bool {
    let (Some(old_status), old_at) = old else { return true };
    // One without a time, as a history has them, is older than any with one. The name decides what
    // is left, so that the order of arrival never does.
    (rank(new.0), Some(new.1), new.0) > (rank(old_status), old_at, old_status)
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
