//! `invite`: what a new member needs to join.

use clap::ValueEnum;

use super::{
    candidates,
    context::Context,
    error::Error,
    expiry, io,
    tree::{Node, Noun},
    verb::{
        Change, ChangeVerb, Done, Each, Limit, ListVerb, Listed, Paged, PagedVerb, change, row,
    },
};
use crate::{
    ops::{
        self, Session,
        invitation::{self, InvitationRow},
    },
    rules::{id::InvitationId, workspace::invitation::State},
    ui::Value,
};

pub struct Invite;

impl Noun for Invite {
    const VERBS: &'static [Node] = &[
        Node::verb::<Paged<Invitations>>("list", "List the invitations")
            .examples(&["invite list --state pending"]),
        Node::verb::<Change<Resend>>("resend", "Invite members again, with a new code each")
            .examples(&[
                "invite resend ines@acme.test",
                "invite resend --all-pending --expires 14d",
            ]),
        Node::verb::<Change<Revoke>>(
            "revoke",
            "Take invitations back; the members stay as invited",
        )
        .examples(&["invite revoke ines@acme.test"]),
        Node::verb::<Change<Accept>>("accept", "Join with the code from the mail")
            .examples(&["invite accept ines@acme.test --code -"]),
    ];
}

#[derive(clap::Args)]
struct Invitations {
    /// Only invitations in this state
    #[arg(long)]
    state: Option<StateArg>,
    /// Start after the invitation with this ID
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
}

#[derive(Clone, Copy, ValueEnum)]
enum StateArg {
    Pending,
    Accepted,
    Expired,
    Revoked,
}

impl From<StateArg> for State {
    fn from(state: StateArg) -> Self {
        match state {
            StateArg::Pending => Self::Pending,
            StateArg::Accepted => Self::Accepted,
            StateArg::Expired => Self::Expired,
            StateArg::Revoked => Self::Revoked,
        }
    }
}

// The code is not among them.
row!(invitation: InvitationRow {
    faint "id".rank(3) => invitation.id.0,
    name "email".least(22) => invitation.email,
    "role" => invitation.role,
    "state" => invitation.state.key(),
    "invited_by".rank(4) => invitation.invited_by,
    faint "created_at".rank(5) => Value::Time(invitation.created_at),
    faint "expires_at" => Value::Time(invitation.expires_at),
    "wrong_tries".rank(2) => invitation.wrong_tries,
    "mail".rank(1) => invitation.mail,
});

impl ListVerb for Invitations {
    type Row = InvitationRow;

    fn rows(&self, session: &mut Session, limit: Limit, each: Each<InvitationRow>) -> Listed {
        let (state, after) = (self.state.map(Into::into), self.after.map(InvitationId));
        Ok(invitation::list(session, state, after, limit.read())?.into_iter().try_for_each(each)?)
    }
}

impl PagedVerb for Invitations {
    // A team is never so large that all of it couldn't be counted.
    const COUNTED: u64 = 100_000;

    fn group(row: &InvitationRow) -> Option<&'static str> {
        Some(row.state.key())
    }

    fn key(row: &InvitationRow) -> Option<String> {
        Some(row.id.0.to_string())
    }
}

#[derive(clap::Args)]
struct Resend {
    /// Members to invite again
    #[arg(value_name = "EMAIL", required_unless_present = "all_pending", add = candidates::members())]
    members: Vec<String>,
    /// Invite everybody again whose invitation is pending
    #[arg(long, conflicts_with = "members")]
    all_pending: bool,
    /// How long the new codes are valid
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = expiry::parse)]
    expires: i64,
}

impl ChangeVerb for Resend {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        if !self.all_pending {
            return Ok(invitation::resend(session, &self.members, self.expires)?.into());
        }
        let pending = invitation::list(session, Some(State::Pending), None, None)?;
        let members: Vec<_> = pending.iter().map(|row| row.email.to_string()).collect();
        Ok(invitation::resend(session, &members, self.expires)?.into())
    }
}

#[derive(clap::Args)]
struct Revoke {
    /// Members whose invitation to take back
    #[arg(value_name = "EMAIL", required = true, add = candidates::members())]
    members: Vec<String>,
}

change!(Revoke, |it, session| invitation::revoke(session, &it.members));

#[derive(clap::Args)]
struct Accept {
    /// The email that the invitation was sent to
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: String,
    /// Code from the mail; `-` reads it from standard input, so that no history keeps it
    #[arg(long)]
    code: String,
}

impl ChangeVerb for Accept {
    fn prepare(&mut self, context: &mut Context) -> Result<(), Error> {
        if self.code == "-" {
            self.code = io::secret(&mut context.output)?;
        }
        Ok(())
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(invitation::accept(session, &self.member, &self.code)?.into())
    }
}
