//! `member remove`: a member goes. On a terminal, a dry run shows everything that hangs on them first.

use crate::{
    cli::{
        candidates,
        context::Context,
        error::Result,
        verb::{CHANGE_FIELDS, Done, Run, plan},
    },
    ops::{
        self, Outcome, Session,
        member::{self, Handover, Holdings},
    },
    rules::privacy::safe_text::SafeText,
    store::Mode,
    ui::{Cell, Output, Tone, Value},
};

#[derive(clap::Args)]
pub struct Remove {
    /// The member
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: String,
    /// Member who gets their accounts and chats, and must be able to see and answer them
    #[arg(long, value_name = "EMAIL", conflicts_with = "release", add = candidates::members())]
    reassign_to: Option<String>,
    /// Leave their accounts without a connector and their chats unassigned
    #[arg(long)]
    release: bool,
    /// Print what hangs on them and what would change, without changing anything
    #[arg(long)]
    dry_run: bool,
}

impl Run for Remove {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let planned = match self.apply(&mut context.session_in(Mode::DryRun)?) {
            Err(error) if !self.dry_run => return Err(error.into()),
            planned => planned,
        };
        let card = member::holdings(&mut context.session()?, &self.member)?;
        let is_screen = context.output.is_screen();
        if is_screen && (self.dry_run || context.asks()) {
            draw(&card, &self.member, &mut context.output)?;
        }
        // A screen has the card.
        let rows = if is_screen { Vec::new() } else { rows(card, &self.member) };
        if !self.dry_run {
            if let Ok(planned) = planned.as_ref()
                && context.asks()
            {
                context.show_plan(&plan(planned))?;
            }
            context.confirm(&format!("remove `{}`?", self.member))?;
            let outcome = self.apply(&mut context.session_in(Mode::Apply)?)?;
            return context.end(Done { rows, ..outcome.into() }, Mode::Apply);
        }
        match planned {
            Ok(outcome) => context.end(Done { rows, ..outcome.into() }, Mode::DryRun),
            Err(error) => {
                if !is_screen {
                    let mut list = context.output.list(CHANGE_FIELDS, None);
                    rows.into_iter().try_for_each(|row| list.row(row.into()))?;
                    list.end()?;
                }
                Err(error.into())
            }
        }
    }
}

impl Remove {
    fn apply(&self, session: &mut Session) -> ops::Result<Outcome> {
        let handover = match &self.reassign_to {
            Some(email) => Handover::To(email),
            None if self.release => Handover::Release,
            None => Handover::Unsaid,
        };
        member::remove(session, &self.member, handover)
    }
}

/// What hangs on them, for programs: a row for each thing.
fn rows(card: Holdings, member: &str) -> Vec<[Value; 6]> {
    let row = |kind: &'static str, what: SafeText| {
        let member = Value::Text(SafeText::echo(member.to_owned()));
        [Value::plain("holds"), member, Value::plain(kind), Value::Null, what.into(), Value::Null]
    };
    card.into_iter().flat_map(|(kind, all)| all.into_iter().map(move |it| row(kind, it))).collect()
}

/// What hangs on them, a kind a line.
fn draw(card: &Holdings, member: &str, output: &mut Output) -> std::io::Result<()> {
    let name = Cell::from(SafeText::echo(member.to_owned())).tone(Tone::Name);
    if card.is_empty() {
        return output.line(0, &["Nothing hangs on".into(), name]);
    }
    output.line(0, &["What hangs on".into(), name])?;
    for (kind, what) in card {
        let label = Cell::from(SafeText::echo(kind.replace('_', " "))).tone(Tone::Head);
        output.entry(14, &label, &[SafeText::join(what, ", ").into()])?;
    }
    output.line(0, &[])
}
