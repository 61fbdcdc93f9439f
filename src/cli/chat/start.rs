//! `chat start`.

use super::writing::ByTemplate;
use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::chat::{Start, Writing, start},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The customer's number, with a plus and the country code
    number: String,
    /// The account to write from, by its number
    #[arg(long, value_name = "ACCOUNT")]
    from: String,
    /// The text
    #[arg(
        long,
        short,
        value_name = "TEXT",
        conflicts_with = "template",
        required_unless_present = "template"
    )]
    message: Option<String>,
    #[command(flatten)]
    template: ByTemplate,
    /// The country whose national form the number has, such as IN
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Leave the chat to nobody
    #[arg(long)]
    no_assign: bool,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let values = args.template.values()?;
    let text = args.message.as_deref().unwrap_or_default();
    let wanted = Start {
        number: &args.number,
        country: args.country.as_deref(),
        from: &args.from,
        writing: args.template.writing(&values).unwrap_or(Writing::Text(text)),
        assign: !args.no_assign,
    };
    let outcome = start(&mut context.session_in(mode)?, &wanted)?;
    context.report(&outcome, mode)
}
