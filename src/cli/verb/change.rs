//! Changes: one way to plan, to ask, to apply and to report.

use super::{Run, risk::risks};
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

impl<V: ChangeVerb> Change<V> {
    /// Asks before what should not happen by a slip. It is tried first: a refusal needs no yes.
    fn ask(&self, context: &mut Context) -> std::result::Result<(), Error> {
        if V::ASKS {
            let planned = self.verb.apply(&mut context.session_in(Mode::DryRun)?)?;
            if let Some(question) = self.verb.question(&planned.outcome) {
                context.confirm(&question)?;
            }
        } else if context.asks() {
            // An error is for the change itself to meet, which may have to count it.
            if let Ok(planned) = self.verb.apply(&mut context.session_in(Mode::DryRun)?) {
                context.confirm_risks(&planned.outcome)?;
            }
        }
        Ok(())
    }
}

impl Context {
    /// Goes on only if the person who [is asked](Self::asks) agrees to what is dangerous in a plan.
    pub fn confirm_risks(&mut self, planned: &Outcome) -> std::result::Result<(), Error> {
        let risks = risks(planned);
        if risks.is_empty() {
            return Ok(());
        }
        self.output.say("Plan")?;
        for risk in &risks {
            self.output.say(&format!("  {}", risk.line))?;
        }
        match risks.iter().find_map(|risk| risk.typed.as_deref()) {
            Some(name) => self.confirm_by_name(name),
            None => self.confirm("Go on?"),
        }
    }
}

impl<V: ChangeVerb> Run for Change<V> {
    fn run(mut self: Box<Self>, context: &mut Context) -> Result {
        let mode = if self.dry_run { Mode::DryRun } else { Mode::Apply };
        self.verb.prepare(context)?;
        if mode == Mode::Apply {
            self.ask(context)?;
        }
        let done = self.verb.apply(&mut context.session_in(mode)?)?;
        context.end(done, mode)
    }
}

/// Describes a change that one operation makes.
///
/// ```text
/// change!(Add, |it, session| team::add(session, &it.name));
/// ```
macro_rules! change {
    ($verb:ty, |$it:ident, $session:ident| $made:expr) => {
        impl $crate::cli::verb::ChangeVerb for $verb {
            fn apply(
                &self,
                $session: &mut $crate::ops::Session,
            ) -> $crate::ops::Result<$crate::cli::verb::Done> {
                let $it = self;
                Ok($made?.into())
            }
        }
    };
}
pub(crate) use change;
