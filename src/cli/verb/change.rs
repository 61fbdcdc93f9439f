//! Changes: one way to plan, to ask, to apply and to report.

use super::Run;
use crate::{
    cli::{
        context::Context,
        error::{Error, Result},
    },
    ops::{self, Outcome, Session},
    store::Mode,
    ui::Value,
};

/// A command that changes something.
pub trait ChangeVerb: clap::Args {
    /// Completes the arguments before the workspace is opened: from standard input, or by asking.
    fn prepare(&mut self, _context: &mut Context) -> std::result::Result<(), Error> {
        Ok(())
    }

    /// The question that must be answered with yes first, given what would happen; `None` for none.
    /// Where nobody can be asked, `--yes` must say it.
    fn question(&self, _planned: &Outcome) -> Option<String> {
        None
    }

    /// Makes the change, or only tries it: the session's mode says which.
    fn apply(&self, session: &mut Session) -> ops::Result<Done>;

    /// Whether [`question`](Self::question) may have one: only then the change is tried first.
    const ASKS: bool = false;
}

/// What a change did.
pub struct Done {
    /// The record of it.
    pub outcome: Outcome,
    /// More rows, of the same columns, after those of the record.
    pub rows: Vec<[Value; 6]>,
}

impl From<Outcome> for Done {
    fn from(outcome: Outcome) -> Self {
        Self { outcome, rows: Vec::new() }
    }
}

/// Runs a [`ChangeVerb`].
#[derive(clap::Args)]
pub struct Change<V: clap::Args> {
    #[command(flatten)]
    verb: V,
    /// Print what would change, without changing anything
    #[arg(long)]
    dry_run: bool,
}

impl<V: ChangeVerb> Run for Change<V> {
    fn run(mut self: Box<Self>, context: &mut Context) -> Result {
        let mode = if self.dry_run { Mode::DryRun } else { Mode::Apply };
        self.verb.prepare(context)?;
        if V::ASKS && mode == Mode::Apply {
            // Tried before it is asked about: a refusal needs no yes.
            let planned = self.verb.apply(&mut context.session_in(Mode::DryRun)?)?;
            if let Some(question) = self.verb.question(&planned.outcome) {
                context.confirm(&question)?;
            }
        }
        let done = self.verb.apply(&mut context.session_in(mode)?)?;
        context.end(done, mode)
    }
}
