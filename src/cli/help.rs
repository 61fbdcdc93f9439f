//! `help`: a command's help, or a topic's.

use super::{
    context::Context,
    error::{EXIT_CODES, Error, Exit, Result},
    run::command,
};
use crate::ui::Value;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A command such as `chat list`, or the topic `exit-codes`
    topic: Vec<String>,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    if args.topic == ["exit-codes"] {
        let mut list = context.output.list(&["exit", "meaning"], None);
        for (code, meaning) in EXIT_CODES {
            list.row(vec![Value::Int(code.into()), Value::plain(meaning)])?;
        }
        list.end()?;
        return Ok(Exit::Done);
    }
    let mut found = command();
    found.build();
    for word in &args.topic {
        found = found.find_subcommand(word).cloned().ok_or_else(|| {
            Error::usage(
                format!("no command or topic `{}`", args.topic.join(" ")),
                "`rolecall --help` lists the commands; `rolecall help exit-codes` the exit codes",
            )
        })?;
    }
    context.output.text(&found.render_long_help().to_string())?;
    Ok(Exit::Done)
}
