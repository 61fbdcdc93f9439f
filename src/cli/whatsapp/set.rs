//! `whatsapp set`.

use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::whatsapp::{ProfileEdit, set},
};

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub struct Args {
    /// The account, by its number
    #[arg(value_name = "NUMBER")]
    account: String,
    /// What the business calls itself: 3 characters or more, and WhatsApp has to approve it
    #[arg(long, value_name = "NAME", group = "what")]
    display_name: Option<String>,
    /// The line under the name: 1 to 139 characters
    #[arg(long, value_name = "TEXT", group = "what")]
    about: Option<String>,
    /// Where the business is: up to 256 characters; empty for none, as are those below
    #[arg(long, value_name = "TEXT", group = "what")]
    address: Option<String>,
    /// What it does: up to 512 characters
    #[arg(long, value_name = "TEXT", group = "what")]
    description: Option<String>,
    /// Where it is written to: up to 128 characters
    #[arg(long, value_name = "EMAIL", group = "what")]
    email: Option<String>,
    /// Its industry, in WhatsApp's words, such as RETAIL
    #[arg(long, value_name = "NAME", group = "what")]
    vertical: Option<String>,
    /// A page of up to 256 characters; twice for two, which replace those there are
    #[arg(long = "website", value_name = "URL", group = "what")]
    websites: Option<Vec<String>>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let edit = ProfileEdit {
        display_name: args.display_name.as_deref(),
        about: args.about.as_deref(),
        address: args.address.as_deref(),
        description: args.description.as_deref(),
        email: args.email.as_deref(),
        vertical: args.vertical.as_deref(),
        websites: args.websites.as_deref(),
    };
    let outcome = set(&mut context.session_in(mode)?, &args.account, edit)?;
    context.report(&outcome, mode)
}
