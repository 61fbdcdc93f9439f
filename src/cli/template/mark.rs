//! `template mark`.

use clap::ValueEnum;

use crate::{
    cli::{
        candidates,
        verb::{ChangeVerb, Done},
    },
    ops::{
        self, Session,
        template::{Verdict, mark},
    },
};

#[derive(clap::Args)]
pub struct Mark {
    /// The template
    #[arg(add = candidates::templates())]
    name: String,
    /// Result of the review
    verdict: VerdictName,
    /// Why it was rejected or paused
    #[arg(long, value_name = "TEXT", required_if_eq("verdict", "rejected"))]
    reason: Option<String>,
    /// Language, such as `en_US`, of a template in several
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
}

/// The result, as it is named on the command line.
#[derive(Clone, Copy, ValueEnum)]
enum VerdictName {
    /// It can be sent; also after a pause
    Approved,
    /// It was turned down
    Rejected,
    /// It can't be sent for now
    Paused,
}

impl ChangeVerb for Mark {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let verdict = match self.verdict {
            VerdictName::Approved => Verdict::Approved,
            VerdictName::Rejected => Verdict::Rejected,
            VerdictName::Paused => Verdict::Paused,
        };
        let (language, reason) = (self.language.as_deref(), self.reason.as_deref());
        Ok(mark(session, &self.name, language, verdict, reason)?.into())
    }
}
