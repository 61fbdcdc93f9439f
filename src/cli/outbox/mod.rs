//! `outbox`: mail that is to be sent, and the way it takes.

mod address;
mod configure;
mod flush;

pub use self::address::warn_of_no_address;

use clap::ValueEnum;

use super::{
    error::Error,
    tree::{Node, Noun},
    verb::{
        Each, Limit, ListVerb, Listed, Paged, PagedVerb, Parts, Row, Show, ShowVerb, row, run_args,
    },
};
use crate::{
    ops::{
        Session,
        outbox::{MailRow, list, show},
    },
    rules::id::MailId,
    ui::Value,
};

pub struct Outbox;

impl Noun for Outbox {
    const VERBS: &'static [Node] = &[
        Node::verb::<Paged<Mails>>("list", "List the mails and what became of them")
            .examples(&["outbox list --state queued"]),
        Node::verb::<Show<Named>>("show", "Show a mail, with its code if you may know it")
            .examples(&["outbox show 1"]),
        Node::verb::<flush::Args>(
            "flush",
            "Send what is due: exit code 0 if nothing due is left, 1 if something is",
        )
        .examples(&["outbox flush --dry-run"]),
        Node::verb::<configure::Args>(
            "configure",
            "Choose how mail is sent; without options, show it",
        )
        .examples(&[
            "outbox configure",
            "outbox configure --via smtp --host mail.acme.test --from team@acme.test",
        ]),
    ];
}

run_args!(flush, configure);

#[derive(clap::Args)]
struct Mails {
    /// Only mails in this state
    #[arg(long)]
    state: Option<MailState>,
    /// Start after the mail with this ID
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
}

#[derive(Clone, Copy, ValueEnum)]
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

row!(mail: MailRow {
    faint "id" => mail.id.0,
    faint "invitation".rank(5) => mail.invitation.0,
    name "email" => mail.email,
    "state" => mail.state,
    "attempts".rank(3) => mail.attempts,
    faint "next_attempt_at".rank(2) => mail.next_attempt_at.map(Value::Time),
    "last_error".rank(1) => mail.last_error,
    faint "done_at".rank(4) => mail.done_at.map(Value::Time),
});

impl ListVerb for Mails {
    type Row = MailRow;

    fn rows(&self, session: &mut Session, limit: Limit, each: Each<MailRow>) -> Listed {
        let (state, after) = (self.state.map(MailState::key), self.after.map(MailId));
        Ok(list(session, state, after, limit.read())?.into_iter().try_for_each(each)?)
    }
}

#[derive(clap::Args)]
struct Named {
    /// ID of the mail
    id: i64,
}

impl ShowVerb for Named {
    fn parts(&self, session: &mut Session) -> Result<Parts, Error> {
        let view = show(session, MailId(self.id))?;
        let mut parts = view.mail.parts();
        parts.push(("expires_at", view.expires_at.map(Value::Time).into()));
        parts.push(("join", view.join.into()));
        parts.push(("code", view.code.into()));
        Ok(parts)
    }
}

impl PagedVerb for Mails {
    fn key(row: &MailRow) -> Option<String> {
        Some(row.id.0.to_string())
    }
}
