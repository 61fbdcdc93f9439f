//! Changes: one way to plan, to ask, to apply and to report.

use super::{
    Run,
    line::{Ask, Line},
    plan::plan,
};
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

    /// The question that must be answered first, given what would happen; `None` for none. Where nobody
    /// can be asked, `--yes` must say it.
    fn question(&self, _planned: &Outcome) -> Option<Question> {
        None
    }

    /// Makes the change, or only tries it: the session's mode says which.
    fn apply(&self, session: &mut Session) -> ops::Result<Done>;

    /// Whether [`question`](Self::question) may have one: only then the change is tried first.
    const ASKS: bool = false;
}

/// A question before a change.
pub struct Question {
    /// The question itself.
    pub text: String,
    /// What must be typed to go on, where a yes would be too quick.
    pub typed: Option<String>,
}

impl Question {
    /// A question that a yes answers.
    pub const fn yes(text: String) -> Self {
        Self { text, typed: None }
    }
}

/// What a change did.
pub struct Done {
    /// The record of it.
    pub outcome: Outcome,
    /// More rows, of the same columns, after those of the record.
    pub rows: Vec<[Value; 6]>,
    /// What it is as a whole, where the record doesn't say so.
    pub head: Option<String>,
}

impl From<Outcome> for Done {
    fn from(outcome: Outcome) -> Self {
        Self { outcome, rows: Vec::new(), head: None }
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
                if let Some(head) = planned.head.filter(|_| context.asks()) {
                    context.output.show(&head)?;
                }
                context.confirm_change(&question)?;
            }
        } else if context.asks() {
            // An error is for the change itself to meet, which may have to count it.
            if let Ok(planned) = self.verb.apply(&mut context.session_in(Mode::DryRun)?) {
                let mut lines = plan(&planned.outcome);
                lines.splice(..0, planned.head.map(Line::told));
                context.confirm_plan(&lines)?;
            }
        }
        Ok(())
    }
}

impl Context {
    fn confirm_change(&mut self, question: &Question) -> std::result::Result<(), Error> {
        match &question.typed {
            Some(word) if self.asks() => {
                self.output.show(&question.text)?;
                self.confirm_by_name(word)
            }
            _ => self.confirm(&question.text),
        }
    }

    /// Goes on only if the person who [is asked](Self::asks) agrees to what is dangerous in a plan.
    pub fn confirm_plan(&mut self, lines: &[Line]) -> std::result::Result<(), Error> {
        if lines.iter().all(|line| line.ask == Ask::No) {
            return Ok(());
        }
        self.show_plan(lines)?;
        let typed = lines.iter().find_map(|line| match &line.ask {
            Ask::Typed(word) => Some(word),
            _ => None,
        });
        match typed {
            Some(word) => self.confirm_by_name(word),
            None => self.confirm("Go on?"),
        }
    }

    /// Shows what would happen.
    pub fn show_plan(&mut self, lines: &[Line]) -> std::io::Result<()> {
        self.output.show("Plan")?;
        lines.iter().try_for_each(|line| self.output.show(&format!("  {}", line.text)))
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
