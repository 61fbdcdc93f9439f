//! `member edit`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::member::{Edit, edit},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whom to edit
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: String,
    #[command(flatten)]
    edits: Edits,
    /// The country whose national form the number has, such as IN
    #[arg(long, value_name = "CODE", requires = "phone")]
    country: Option<String>,
    #[command(flatten)]
    change: Change,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
struct Edits {
    /// Another login id
    #[arg(long)]
    email: Option<String>,
    /// Another name
    #[arg(long)]
    name: Option<String>,
    /// Another number, with a plus and the country code
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// Another role
    #[arg(long, add = candidates::roles())]
    role: Option<String>,
    /// Another team
    #[arg(long, add = candidates::teams())]
    team: Option<String>,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let edits = Edit {
        email: args.edits.email.as_deref(),
        name: args.edits.name.as_deref(),
        phone: args.edits.phone.as_deref(),
        country: args.country.as_deref(),
        role: args.edits.role.as_deref(),
        team: args.edits.team.as_deref(),
    };
    let outcome = edit(&mut context.session_in(mode)?, &args.member, &edits)?;
    context.report(&outcome, mode)
}
