//! What is counted of chats and messages, and how: when a customer waits for an answer, how far a
//! campaign's message came, and which of many waits is the median.

/// A day in milliseconds. Days are those of UTC.
pub const DAY: i64 = 24 * 60 * 60 * 1000;

/// A span of time in milliseconds since 1970: from `since` on, up to but without `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its beginning.
    pub since: i64,
    /// Its end.
    pub until: i64,
}

impl Span {
    /// From the one to the other; what is `None` is open.
    #[must_use]
    pub fn new(since: Option<i64>, until: Option<i64>) -> Self {
        Self { since: since.unwrap_or(i64::MIN), until: until.unwrap_or(i64::MAX) }
    }

    /// Whether a time lies in it.
    #[must_use]
    pub const fn holds(self, at: i64) -> bool {
        self.since <= at && at < self.until
    }
}

/// How far a campaign's message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It waits to be handed to WhatsApp.
    Queued,
    /// WhatsApp has it.
    Sent,
    /// The customer's phone has it.
    Delivered,
    /// The customer has seen it.
    Read,
    /// It came to nobody.
    Failed,
}

impl Fate {
    /// What a message's status tells. One that isn't known tells that it went out, no more.
    #[must_use]
    pub fn of(status: Option<&[u8]>) -> Self {
        let Some(status) = status else { return Self::Queued };
        let is = |word: &[u8]| status.eq_ignore_ascii_case(word);
        if is(b"queued") || is(b"pending") {
            Self::Queued
        } else if is(b"delivered") {
            Self::Delivered
        } else if is(b"read") || is(b"played") {
            Self::Read
        } else if is(b"failed") || is(b"error") {
            Self::Failed
        } else {
            Self::Sent
        }
    }
}

/// Whether the customer of a chat waits, and since when.
///
/// They begin to wait with a message that follows none or one of ours, and stop with the next of
/// ours. A campaign's message is no answer, and no end of a talk: it changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting(i64);

impl Waiting {
    /// Nobody waits.
    pub const NOBODY: Self = Self(i64::MIN);

    /// Since that time, in milliseconds since 1970.
    #[must_use]
    pub const fn since(at: i64) -> Self {
        Self(at)
    }

    /// Whether somebody waits.
    #[must_use]
    pub fn is_on(self) -> bool {
        self != Self::NOBODY
    }

    /// Takes the chat's next message; gives since when the customer waited whom it answers.
    #[inline]
    pub fn take(&mut self, at: i64, is_incoming: bool, is_campaigns: bool) -> Option<i64> {
        if is_incoming {
            if !self.is_on() {
                self.0 = at;
            }
            return None;
        }
        if is_campaigns || !self.is_on() {
            return None;
        }
        Some(std::mem::replace(self, Self::NOBODY).0)
    }
}

/// The value that so many percent of all are no greater than: the nearest rank, which is always one
/// of the values. `None` where there are none. The values lose their order.
#[must_use]
pub fn nearest_rank(values: &mut [u32], percent: usize) -> Option<u32> {
    let rank = (values.len() * percent).div_ceil(100).max(1);
    if values.is_empty() {
        return None;
    }
    let (_, value, _) = values.select_nth_unstable(rank.min(values.len()) - 1);
    Some(*value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_is_one_of_the_values() {
        assert_eq!(nearest_rank(&mut [], 50), None);
        assert_eq!(nearest_rank(&mut [7], 50), Some(7));
        assert_eq!(nearest_rank(&mut [7], 90), Some(7));
        assert_eq!(nearest_rank(&mut [4, 1, 3, 2], 50), Some(2));
        assert_eq!(nearest_rank(&mut [5, 4, 3, 2, 1], 50), Some(3));
        let mut ten: Vec<u32> = (1..=10).rev().collect();
        assert_eq!(nearest_rank(&mut ten, 90), Some(9));
        assert_eq!(nearest_rank(&mut ten, 100), Some(10));
    }

    #[test]
    fn the_first_answer_ends_the_wait_and_a_campaign_does_not() {
        let mut waiting = Waiting::NOBODY;
        assert_eq!(waiting.take(1, false, false), None);
        assert_eq!(waiting.take(2, true, false), None);
        assert_eq!(waiting.take(3, true, false), None);
        assert_eq!(waiting.take(4, false, true), None);
        assert_eq!(waiting.take(5, false, false), Some(2));
        assert_eq!(waiting.take(6, false, false), None);
        assert_eq!(waiting.take(7, true, false), None);
        assert!(waiting.is_on());
    }

    #[test]
    fn a_status_tells_how_far_a_message_came() {
        for (status, fate) in [
            (None, Fate::Queued),
            (Some("queued"), Fate::Queued),
            (Some("sent"), Fate::Sent),
            (Some("warm"), Fate::Sent),
            (Some("DELIVERED"), Fate::Delivered),
            (Some("read"), Fate::Read),
            (Some("played"), Fate::Read),
            (Some("failed"), Fate::Failed),
        ] {
            assert_eq!(Fate::of(status.map(str::as_bytes)), fate, "{status:?}");
        }
    }

    #[test]
    fn a_span_holds_its_beginning_and_not_its_end() {
        let span = Span::new(Some(10), Some(20));
        assert!(span.holds(10) && span.holds(19) && !span.holds(9) && !span.holds(20));
        assert!(Span::new(None, None).holds(i64::MIN));
    }
}
