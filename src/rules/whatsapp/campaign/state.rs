//! Where a campaign stands, and what may be done with it there.

use std::fmt;

/// Where a campaign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// It was made and not yet set going.
    Draft,
    /// It waits until it is due.
    Scheduled,
    /// An occurrence is under way; an ongoing one that waits for a tag always is.
    Running,
    /// Somebody stopped it; what is under way stays where it is.
    Paused,
    /// It has written to everybody, and is never due again.
    Done,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::Scheduled, Self::Running, Self::Paused, Self::Done];

    /// Its name in the store, in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Done => "done",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Whether it writes when it is due.
    #[must_use]
    pub const fn is_going(self) -> bool {
        matches!(self, Self::Scheduled | Self::Running)
    }

    /// What pausing makes of it; `None` where there is nothing to pause.
    #[must_use]
    pub const fn paused(self) -> Option<Self> {
        match self {
            Self::Scheduled | Self::Running | Self::Paused => Some(Self::Paused),
            Self::Draft | Self::Done => None,
        }
    }

    /// What setting it going makes of it, with an occurrence `under_way` or not; `None` where it is
    /// over.
    #[must_use]
    pub const fn resumed(self, under_way: bool) -> Option<Self> {
        match self {
            Self::Draft | Self::Paused if under_way => Some(Self::Running),
            Self::Draft | Self::Paused => Some(Self::Scheduled),
            Self::Scheduled | Self::Running => Some(self),
            Self::Done => None,
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.key())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::State;

    #[test]
    fn what_is_done_stays_done_and_what_is_paused_goes_on_where_it_was() {
        for state in State::ALL {
            assert_eq!(State::from_key(state.key()), Some(state));
            assert_eq!(state.paused().is_some(), state.is_going() || state == State::Paused);
            for under_way in [false, true] {
                let resumed = state.resumed(under_way);
                assert_eq!(resumed.is_none(), state == State::Done);
                assert!(resumed.is_none_or(State::is_going));
            }
        }
        assert_eq!(State::Paused.resumed(true), Some(State::Running));
        assert_eq!(State::Paused.resumed(false), Some(State::Scheduled));
    }
}
