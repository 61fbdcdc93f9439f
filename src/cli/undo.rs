//! `undo`: take one change back.

use super::verb::{ChangeVerb, Done};
use crate::ops::{self, Session, undo::undo};

#[derive(clap::Args)]
pub struct Args {
    /// Entry of the audit to take back [default: your newest]
    #[arg(value_name = "ENTRY", value_parser = entry)]
    entry: Option<i64>,
}

fn entry(text: &str) -> Result<i64, &'static str> {
    text.parse().map_err(|_| {
        "not the number of an entry: `rolecall audit list` shows them, and `rolecall undo` alone takes \
         your newest change back"
    })
}

impl ChangeVerb for Args {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let undone = undo(session, self.entry)?;
        Ok(Done { head: Some(undone.words().to_string()), ..undone.outcome.into() })
    }
}
