//! `invite accept`.

use std::io::Read;

use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Error, Result},
        global::Change,
    },
    ops::invitation::accept,
};

/// More than any code is long.
const MOST_INPUT: u64 = 1024;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The login id that the mail names
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: String,
    /// The code from the mail; `-` reads it from standard input, where nobody else sees it
    #[arg(long)]
    code: String,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = accept(
        &mut context.session_in(mode)?,
        &args.member,
        &code(&args.code, context.output.input())?,
    )?;
    context.report(&outcome, mode)
}

fn code(argument: &str, input: impl Read) -> std::result::Result<String, Error> {
    if argument != "-" {
        return Ok(argument.to_owned());
    }
    let mut bytes = Vec::new();
    input.take(MOST_INPUT).read_to_end(&mut bytes)?;
    // What is no text is no code, and is refused like any other wrong one.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
