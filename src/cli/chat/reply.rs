//! `chat reply`.

use std::io::Read;

use super::writing::ByTemplate;
use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::{
        self,
        chat::{Writing, reply},
        error::InputFault,
    },
    rules::id::ChatId,
};

/// More than any text that can be sent; what is longer is not read to its end.
const LONGEST_INPUT: u64 = 1 << 20;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The chat
    #[arg(value_name = "ID")]
    chat: i64,
    /// The text
    #[arg(long, short, value_name = "TEXT", conflicts_with = "template")]
    message: Option<String>,
    /// `-` to read the text from standard input
    #[arg(value_parser = ["-"], conflicts_with_all = ["message", "template"],
        required_unless_present_any = ["message", "template"])]
    input: Option<String>,
    #[command(flatten)]
    template: ByTemplate,
    /// Leave a chat that nobody has to nobody
    #[arg(long)]
    no_assign: bool,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let values = args.template.values()?;
    let text = match (&args.message, &args.template.template) {
        (Some(text), _) => text.clone(),
        (None, None) => read_text(context.output.input())?,
        (None, Some(_)) => String::new(),
    };
    let writing = args.template.writing(&values).unwrap_or(Writing::Text(&text));
    let mut session = context.session_in(mode)?;
    let outcome = reply(&mut session, ChatId(args.chat), writing, !args.no_assign)?;
    context.report(&outcome, mode)
}

fn read_text(input: impl Read) -> ops::Result<String> {
    let mut bytes = Vec::new();
    input.take(LONGEST_INPUT).read_to_end(&mut bytes)?;
    let text = String::from_utf8(bytes).map_err(|_| {
        ops::Error::Input(Box::new(InputFault {
            file: "-".to_owned(),
            line: None,
            column: None,
            problem: "the text is not UTF-8".to_owned(),
            hint: Some("give it in UTF-8".to_owned()),
        }))
    })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
