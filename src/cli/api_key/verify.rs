//! `api-key verify`: the key comes by standard input, where nobody else sees it.

use std::io::Read;

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        global::Change,
    },
    ops::api_key::verify,
    ui::{Format, Value},
};

/// More than any key is long.
const MOST_INPUT: u64 = 1024;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mut bytes = Vec::new();
    context.output.input().take(MOST_INPUT).read_to_end(&mut bytes)?;
    // What is no text is no key, and is refused like any other wrong one.
    let text = String::from_utf8_lossy(&bytes);
    let verdict = verify(&mut context.session_in(args.change.mode())?, &text)?;
    if context.output.format() == Format::Table {
        let prefix = verdict.prefix.map(|prefix| format!(" {prefix}")).unwrap_or_default();
        context.output.answer(verdict.valid, &format!("{prefix} ({})", verdict.reason))?;
    } else {
        context.output.object(&[
            ("valid", verdict.valid.into()),
            ("reason", Value::plain(verdict.reason)),
            ("prefix", verdict.prefix.into()),
        ])?;
    }
    Ok(if verdict.valid { Exit::Done } else { Exit::No })
}
