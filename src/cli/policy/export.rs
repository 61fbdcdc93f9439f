//! `policy export`.

use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Exit, Result},
    },
    ops::policy::{export, preset},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Also write which teams there are
    #[arg(long)]
    teams: bool,
    /// Write that preset instead of the workspace's policy
    #[arg(long, conflicts_with = "teams", add = candidates::presets())]
    preset: Option<String>,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let text = match &args.preset {
        Some(name) => preset(name)?.to_owned(),
        None => export(&mut context.session()?, args.teams)?,
    };
    context.output.text(&text)?;
    Ok(Exit::Done)
}
