//! `account connect`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::account::{Connection, connect},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The account's number, with a plus and the country code
    number: String,
    /// What people call it
    #[arg(long)]
    label: Option<String>,
    /// Connect it for that member
    #[arg(long = "for", value_name = "EMAIL", add = candidates::members())]
    member: Option<String>,
    /// The country whose national form the number has, such as IN
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let connection = Connection {
        number: &args.number,
        country: args.country.as_deref(),
        label: args.label.as_deref(),
        member: args.member.as_deref(),
    };
    let outcome = connect(&mut context.session_in(mode)?, &connection)?;
    context.report(&outcome, mode)
}
