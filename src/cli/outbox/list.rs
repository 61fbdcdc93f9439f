//! `outbox list`.

use clap::ValueEnum;

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        list::{Fields, Page},
    },
    ops::outbox::list,
    rules::id::MailId,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// In that state only
    #[arg(long)]
    state: Option<MailState>,
    /// Begin behind the mail with that id
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    fields: Fields,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum MailState {
    Queued,
    Sent,
    Refused,
    Withdrawn,
}

impl MailState {
    const fn key(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// The fields of a mail: a contract with scripts.
pub const FIELDS: &[&str] =
    &["id", "invitation", "email", "state", "attempts", "next_attempt_at", "last_error", "done_at"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let mails = list(
        &mut context.session()?,
        args.state.map(MailState::key),
        args.after.map(MailId),
        args.page.limit(),
    )?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for mail in mails {
        listing.row(vec![
            Value::Int(mail.id.0),
            Value::Int(mail.invitation.0),
            mail.email.into(),
            mail.state.into(),
            Value::Int(mail.attempts.into()),
            mail.next_attempt_at.map(Value::Time).into(),
            mail.last_error.into(),
            mail.done_at.map(Value::Time).into(),
        ])?;
    }
    listing.end()?;
    Ok(Exit::Done)
}
