//! `undo`: take one change back.

use super::verb::{ChangeVerb, Done};
use crate::ops::{self, Session, undo::undo};

#[derive(clap::Args)]
pub struct Args {
    /// Entry of the audit to take back [default: your newest]
    #[arg(value_name = "ENTRY")]
    entry: Option<i64>,
}

impl ChangeVerb for Args {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let undone = undo(session, self.entry)?;
        Ok(Done { head: Some(undone.words().to_string()), ..undone.outcome.into() })
    }
}
