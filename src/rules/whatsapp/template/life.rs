//! The life of a template. At most one of its versions is live, which is the one that `WhatsApp` approved;
//! at most one is next, which is being written or reviewed. So an approved template can be edited
//! and goes on being sent as it was until what is next is approved.
//!
//! ```text
//! draft ─▶ submitted ─▶ approved ◀─▶ paused
//!   ▲          └─▶ rejected             │ replaced, when what is next is approved
//!   └───── edit ──────┘                 ▼
//! ```

#[cfg(test)]
mod tests;

use std::fmt;

/// How a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Is being written.
    Draft,
    /// Is with `WhatsApp`'s reviewers.
    Submitted,
    /// Can be sent.
    Approved,
    /// Was turned down.
    Rejected,
    /// Was approved, and can't be sent for now.
    Paused,
    /// Was approved, until a newer version was.
    Replaced,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 6] = [
        Self::Draft,
        Self::Submitted,
        Self::Approved,
        Self::Rejected,
        Self::Paused,
        Self::Replaced,
    ];

    /// Its name in the store, in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Paused => "paused",
            Self::Replaced => "replaced",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// As that of the version that is live; `None` for what is not.
    #[must_use]
    pub const fn live(self) -> Option<Live> {
        match self {
            Self::Approved => Some(Live::Approved),
            Self::Paused => Some(Live::Paused),
            Self::Draft | Self::Submitted | Self::Rejected | Self::Replaced => None,
        }
    }

    /// As that of the version that is next; `None` for what is not.
    #[must_use]
    pub const fn next(self) -> Option<Next> {
        match self {
            Self::Draft => Some(Next::Draft),
            Self::Submitted => Some(Next::Submitted),
            Self::Rejected => Some(Next::Rejected),
            Self::Approved | Self::Paused | Self::Replaced => None,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.key())
    }
}

/// How the live version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Live {
    /// Can be sent.
    Approved,
    /// Can't be sent for now.
    Paused,
}

/// How the next version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Is being written.
    Draft,
    /// Is being reviewed.
    Submitted,
    /// Was turned down.
    Rejected,
}

/// How a template stands: by its live version and its next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The version that `WhatsApp` approved last.
    pub live: Option<Live>,
    /// The newest version, where it isn't the live one.
    pub next: Option<Next>,
}

/// Something that is done to a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Somebody rewrites it.
    Edit,
    /// Somebody hands it in.
    Submit,
    /// `WhatsApp` approves it, or takes a pause back.
    Approve,
    /// `WhatsApp` turns it down.
    Reject,
    /// `WhatsApp` pauses it.
    Pause,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 5] = [Self::Edit, Self::Submit, Self::Approve, Self::Reject, Self::Pause];
}

/// What a step does to a template's versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Nothing: it is so already.
    Stays,
    /// A version is added, as a draft.
    AddsNext,
    /// The next version is rewritten, and is a draft.
    RewritesNext,
    /// The next version takes that status.
    Next(Status),
    /// The live version takes that status.
    Live(Status),
    /// The next version is approved, and what was live is replaced.
    GoesLive,
}

/// Why a step can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is being reviewed, and can't be rewritten meanwhile.
    UnderReview,
    /// Nothing has been written since it was approved.
    NothingToSubmit,
    /// It was turned down, and is to be rewritten first.
    TurnedDown,
    /// It was never submitted.
    NotSubmitted,
    /// It was never approved.
    NotApproved,
}

impl Standing {
    /// Every way a template can stand.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let lives = [None, Some(Live::Approved), Some(Live::Paused)];
        let nexts = [None, Some(Next::Draft), Some(Next::Submitted), Some(Next::Rejected)];
        lives
            .into_iter()
            .flat_map(|live| nexts.map(|next| Self { live, next }))
            .filter(|standing| standing.live.is_some() || standing.next.is_some())
            .collect()
    }

    /// Whether it can be sent.
    #[must_use]
    pub fn is_usable(self) -> bool {
        self.live == Some(Live::Approved)
    }

    /// What a step does to it.
    ///
    /// # Errors
    /// [`Unfit`] where it can't be taken.
    pub const fn take(self, step: Step) -> Result<Move, Unfit> {
        match step {
            Step::Edit => match self.next {
                Some(Next::Submitted) => Err(Unfit::UnderReview),
                Some(Next::Draft | Next::Rejected) => Ok(Move::RewritesNext),
                None => Ok(Move::AddsNext),
            },
            Step::Submit => match self.next {
                Some(Next::Draft) => Ok(Move::Next(Status::Submitted)),
                Some(Next::Submitted) => Ok(Move::Stays),
                Some(Next::Rejected) => Err(Unfit::TurnedDown),
                None => Err(Unfit::NothingToSubmit),
            },
            Step::Approve => match (self.next, self.live) {
                // One that was turned down before any was live: an appeal was granted.
                (Some(Next::Submitted), _) | (Some(Next::Rejected), None) => Ok(Move::GoesLive),
                (_, Some(Live::Paused)) => Ok(Move::Live(Status::Approved)),
                (_, Some(Live::Approved)) => Ok(Move::Stays),
                (Some(Next::Draft) | None, None) => Err(Unfit::NotSubmitted),
            },
            Step::Reject => match (self.next, self.live) {
                (Some(Next::Submitted), _) => Ok(Move::Next(Status::Rejected)),
                (Some(Next::Rejected), _) => Ok(Move::Stays),
                // Taken back after it was approved.
                (_, Some(_)) => Ok(Move::Live(Status::Rejected)),
                (_, None) => Err(Unfit::NotSubmitted),
            },
            Step::Pause => match self.live {
                Some(Live::Approved) => Ok(Move::Live(Status::Paused)),
                Some(Live::Paused) => Ok(Move::Stays),
                None => Err(Unfit::NotApproved),
            },
        }
    }
}
