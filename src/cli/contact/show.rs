//! `contact show`.

use super::list::{FIELDS, cells};
use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
    },
    ops::contact::show,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whom to show: their id, or their number with a plus and the country code
    #[arg(value_name = "ID|NUMBER")]
    contact: String,
    /// The country whose national form the number has, such as IN
    #[arg(long, value_name = "CODE", env = "ROLECALL_COUNTRY", hide_env_values = true)]
    country: Option<String>,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let contact = show(&mut context.session()?, &args.contact, args.country.as_deref())?;
    let parts: Vec<(&str, Value)> = FIELDS.iter().copied().zip(cells(contact)).collect();
    context.output.object(&parts)?;
    Ok(Exit::Done)
}
