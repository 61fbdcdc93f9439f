//! `account connect`.

use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::account::connect,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The account's number, with a plus and the country code
    number: String,
    /// What people call it
    #[arg(long)]
    label: Option<String>,
    /// The country whose national form the number has, such as IN
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = connect(
        &mut context.session_in(mode)?,
        &args.number,
        args.label.as_deref(),
        args.country.as_deref(),
    )?;
    context.report(&outcome, mode)
}
