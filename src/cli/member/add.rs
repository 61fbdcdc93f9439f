//! `member add`.

use super::ask::complete;
use crate::{
    cli::{candidates, context::Context, error::Result, expiry, global::Change},
    ops::member::{Addition, add},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The login id; asked for at a terminal
    email: Option<String>,
    /// Their role; asked for at a terminal
    #[arg(long, add = candidates::roles())]
    role: Option<String>,
    /// Their name
    #[arg(long)]
    name: Option<String>,
    /// Their number, with a plus and the country code
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// The country whose national form the number has, such as IN
    #[arg(long, value_name = "CODE", requires = "phone")]
    country: Option<String>,
    /// Their team [default: Default]
    #[arg(long, add = candidates::teams())]
    team: Option<String>,
    /// Send them no invitation
    #[arg(long, conflicts_with = "expires")]
    no_invite: bool,
    /// How long the invitation is valid
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = expiry::parse)]
    expires: i64,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let answers =
        complete(args.email.as_deref(), args.name.as_deref(), args.role.as_deref(), context)?;
    let addition = Addition {
        email: &answers.email,
        name: answers.name.as_deref(),
        phone: args.phone.as_deref(),
        country: args.country.as_deref(),
        role: &answers.role,
        team: args.team.as_deref(),
        invitation: (!args.no_invite).then_some(args.expires),
    };
    let outcome = add(&mut context.session_in(mode)?, &addition)?;
    context.report(&outcome, mode)
}
