//! `invite list`.

use clap::ValueEnum;

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        list::{Fields, Page},
    },
    ops::invitation::list,
    rules::{id::InvitationId, workspace::invitation::State},
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// In that state only
    #[arg(long)]
    state: Option<StateArg>,
    /// Begin behind the invitation with that id
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    fields: Fields,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
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

/// The fields of an invitation: a contract with scripts. Its code is none of them.
pub const FIELDS: &[&str] = &[
    "id",
    "email",
    "role",
    "state",
    "invited_by",
    "created_at",
    "expires_at",
    "wrong_tries",
    "mail",
];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let invitations = list(
        &mut context.session()?,
        args.state.map(State::from),
        args.after.map(InvitationId),
        args.page.limit(),
    )?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for invitation in invitations {
        listing.row(vec![
            Value::Int(invitation.id.0),
            invitation.email.into(),
            invitation.role.into(),
            Value::plain(invitation.state.key()),
            invitation.invited_by.into(),
            Value::Time(invitation.created_at),
            Value::Time(invitation.expires_at),
            Value::Int(invitation.wrong_tries.into()),
            invitation.mail.into(),
        ])?;
    }
    listing.end()?;
    Ok(Exit::Done)
}
