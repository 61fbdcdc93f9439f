//! `member remove`: a member goes. On a terminal, a dry run shows everything that hangs on them first.

use crate::{
    cli::{candidates, context::Context, error::Result, verb::Run},
    ops::{
        self, Outcome, Session,
        member::{self, Handover, Holdings},
    },
    rules::privacy::safe_text::SafeText,
    store::Mode,
    ui::{Cell, Output, Tone},
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
        if context.output.is_screen() {
            let card = member::holdings(&mut context.session()?, &self.member)?;
            draw(&card, &self.member, &mut context.output)?;
        }
        context.end(planned?.into(), Mode::DryRun)
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

/// What hangs on them, a kind a line.
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
