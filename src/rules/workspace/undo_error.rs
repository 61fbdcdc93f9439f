//! Why a change can't be taken back.

use crate::rules::error::{Class, Explain};

/// Why a change can't be taken back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UndoError {
    /// It is of a kind that nothing takes back, or something left the workspace.
    #[error("entry {entry} can't be undone: {reason}")]
    NotUndone {
        /// Its entry in the audit.
        entry: i64,
        /// Why not.
        reason: &'static str,
    },
    /// It isn't what was written.
    #[error("entry {entry} can't be undone: another program changed it, or what is kept of it")]
    Altered {
        /// Its entry in the audit.
        entry: i64,
    },
    /// It was taken back.
    #[error("entry {entry} was undone already{}", by.map(|by| format!(", by entry {by}")).unwrap_or_default())]
    Undone {
        /// Its entry in the audit.
        entry: i64,
        /// Of what undid it; `None` where that isn't the actor's to read.
        by: Option<i64>,
    },
    /// A later change is about the same thing.
    #[error(
        "entry {entry} can't be undone: {} changed the same thing since",
        later.map_or_else(|| "somebody else".to_owned(), |later| format!("entry {later}"))
    )]
    BuiltOn {
        /// Its entry in the audit.
        entry: i64,
        /// The later one's; `None` where that isn't the actor's to read.
        later: Option<i64>,
        /// Whether the later one can't be taken back.
        is_final: bool,
    },
}

impl Explain for UndoError {
    fn class(&self) -> Class {
        Class::Conflict
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NotUndone { .. } => "see what it did with `rolecall audit list`".to_owned(),
            Self::Altered { .. } => {
                "`rolecall audit verify` tells what was changed; restore a backup from before"
                    .to_owned()
            }
            Self::Undone { by: Some(by), .. } => {
                format!("if it can be made again, `rolecall undo {by}` does it")
            }
            Self::Undone { by: None, .. } | Self::BuiltOn { later: None, .. } => {
                "ask an owner, who can read the whole audit".to_owned()
            }
            Self::BuiltOn { later: Some(later), is_final: true, .. } => {
                format!(
                    "that one stays: make a new change instead; `rolecall audit show {later}` shows it"
                )
            }
            Self::BuiltOn { later: Some(later), .. } => {
                format!("undo that one first with `rolecall undo {later}`")
            }
        })
    }
}
