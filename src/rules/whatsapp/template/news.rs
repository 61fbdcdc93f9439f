//! What `WhatsApp` says of a template, by webhook or in a list: which step that is, and whether it is
//! news at all, since webhooks come late, twice and in any order.

use super::life::{Status, Step};

/// What an event of `message_template_status_update` does; `None` for one after which a template can
/// be sent as before, such as `FLAGGED`.
#[must_use]
pub fn step_of_event(event: &str) -> Option<Step> {
    match event.to_ascii_uppercase().as_str() {
        "APPROVED" | "REINSTATED" | "UNARCHIVED" | "UNPAUSED" => Some(Step::Approve),
        "REJECTED" => Some(Step::Reject),
        "PAUSED" | "DISABLED" | "ARCHIVED" | "DELETED" | "PENDING_DELETION" => Some(Step::Pause),
        _ => None,
    }
}

/// How a template stands whose `status` is given in a list of them; `None` for one that isn't known.
#[must_use]
pub fn status_of_list(status: &str) -> Option<Status> {
    match status.to_ascii_uppercase().as_str() {
        "APPROVED" => Some(Status::Approved),
        "PENDING" | "IN_APPEAL" => Some(Status::Submitted),
        "REJECTED" => Some(Status::Rejected),
        "PAUSED" | "DISABLED" | "ARCHIVED" | "DELETED" | "PENDING_DELETION" | "LIMIT_EXCEEDED" => {
            Some(Status::Paused)
        }
        "DRAFT" => Some(Status::Draft),
        _ => None,
    }
}

/// What a piece of news is measured by. Times are in milliseconds since 1970.
#[derive(Debug, Clone, Copy)]
pub struct Heard {
    /// When the last news came about.
    pub last_at: Option<i64>,
    /// When the version that is under review was handed in, if it isn't the first one: what is
    /// older speaks of an earlier version.
    pub submitted_at: Option<i64>,
}

impl Heard {
    /// Whether what came about then is news. Times of webhooks are whole seconds, so one that came
    /// about in the second of a submission may speak of it.
    #[must_use]
    pub fn is_news(self, at: i64) -> bool {
        let second = |at: i64| at.div_euclid(1000);
        self.last_at.is_none_or(|last| at > last)
            && self.submitted_at.is_none_or(|submitted| second(at) >= second(submitted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_is_newer_than_what_is_known() {
        let never = Heard { last_at: None, submitted_at: None };
        assert!(never.is_news(0));
        let heard = Heard { last_at: Some(5000), submitted_at: None };
        assert!(heard.is_news(6000) && !heard.is_news(5000) && !heard.is_news(4000));
        let again = Heard { last_at: Some(5000), submitted_at: Some(9700) };
        assert!(!again.is_news(8000) && again.is_news(9000) && again.is_news(10_000));
    }

    #[test]
    fn what_can_no_longer_be_sent_is_paused() {
        assert_eq!(step_of_event("approved"), Some(Step::Approve));
        assert_eq!(step_of_event("PENDING_DELETION"), Some(Step::Pause));
        assert_eq!(step_of_event("FLAGGED"), None);
        assert_eq!(status_of_list("Pending"), Some(Status::Submitted));
        assert_eq!(status_of_list("NEW_THING"), None);
    }
}
