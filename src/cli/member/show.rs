//! `member show`.

use super::list::{FIELDS, cells};
use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Exit, Result},
    },
    ops::member::show,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whom to show
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: String,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let member = show(&mut context.session()?, &args.member)?;
    let parts: Vec<(&str, Value)> = FIELDS.iter().copied().zip(cells(member)).collect();
    context.output.object(&parts)?;
    Ok(Exit::Done)
}
