//! `member remove`: a member goes. A dry run shows everything that hangs on them first.

use crate::{
    cli::{
        candidates,
        context::Context,
        error::Result,
        verb::{Done, Run},
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
        let planned = self.apply(&mut context.session_in(Mode::DryRun)?);
        if !self.dry_run {
            planned?;
            context.confirm(&format!("remove `{}`?", self.member))?;
            let done = self.apply(&mut context.session_in(Mode::Apply)?)?;
            return context.end(done.into(), Mode::Apply);
        }
        let card = member::holdings(&mut context.session()?, &self.member)?;
        if context.output.is_screen() {
            draw(&card, &self.member, &mut context.output)?;
            return context.end(planned?.into(), Mode::DryRun);
        }
        match planned {
            Ok(outcome) => {
                let rows = self.rows(card);
                context.end(Done { outcome, rows }, Mode::DryRun)
            }
            Err(error) => Err(error.into()),
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

    /// What hangs on them, as rows behind those of the change.
    fn rows(&self, card: Holdings) -> Vec<[Value; 6]> {
        let member = SafeText::echo(self.member.clone());
        let row = |(kind, what)| {
            let (action, kind) = (Value::plain("holds"), Value::plain(kind));
            [action, member.clone().into(), kind, Value::Null, Value::Text(what), Value::Null]
        };
        card.into_iter().map(row).collect()
    }
}

/// The same for a terminal.
fn draw(card: &Holdings, member: &str, output: &mut Output) -> std::io::Result<()> {
    let name = Cell::from(SafeText::echo(member.to_owned())).tone(Tone::Name);
    if card.is_empty() {
        return output.line(0, &["Nothing hangs on".into(), name]);
    }
    output.line(0, &["What hangs on".into(), name])?;
    for (kind, what) in card {
        let label = Cell::from(SafeText::echo(kind.replace('_', " "))).tone(Tone::Head);
        output.entry(14, &label, &[what.clone().into()])?;
    }
    output.line(0, &[])
}
