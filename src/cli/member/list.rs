//! `member list`.

use clap::ValueEnum;

use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Exit, Result},
        list::{Fields, Page},
    },
    ops::member::{Filter, MemberRow, list},
    rules::workspace::member::Status,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Of that role only
    #[arg(long, add = candidates::roles())]
    role: Option<String>,
    /// In that team only
    #[arg(long, add = candidates::teams())]
    team: Option<String>,
    /// With that status only
    #[arg(long)]
    status: Option<StatusArg>,
    /// Begin behind that member
    #[arg(long, value_name = "EMAIL", add = candidates::members())]
    after: Option<String>,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    fields: Fields,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StatusArg {
    Invited,
    Active,
    Suspended,
}

impl From<StatusArg> for Status {
    fn from(status: StatusArg) -> Self {
        match status {
            StatusArg::Invited => Self::Invited,
            StatusArg::Active => Self::Active,
            StatusArg::Suspended => Self::Suspended,
        }
    }
}

/// The fields of a member: a contract with scripts.
pub const FIELDS: &[&str] =
    &["email", "name", "phone", "role", "team", "status", "added_by", "added_at"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let filter = Filter {
        role: args.role.as_deref(),
        team: args.team.as_deref(),
        status: args.status.map(Status::from),
        after: args.after.as_deref(),
        limit: args.page.limit(),
    };
    let members = list(&mut context.session()?, &filter)?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for member in members {
        listing.row(cells(member))?;
    }
    let written = listing.end()?;
    args.page.end(written, &mut context.output)?;
    Ok(Exit::Done)
}

/// A member's cells, in the order of the fields.
pub fn cells(member: MemberRow) -> Vec<Value> {
    vec![
        member.email.into(),
        member.name.into(),
        member.phone.into(),
        member.role.into(),
        member.team.into(),
        Value::plain(member.status.key()),
        member.added_by.into(),
        Value::Time(member.added_at),
    ]
}
