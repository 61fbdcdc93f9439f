//! `init`: make a workspace.

use super::{context::Context, error::Result, global::Change};
use crate::ops::{permission::require_preset, workspace};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The workspace's name
    #[arg(default_value = "Workspace")]
    name: String,
    /// The first owner's email
    #[arg(long, value_name = "EMAIL")]
    owner: String,
    /// The first owner's name
    #[arg(long, value_name = "NAME")]
    owner_name: Option<String>,
    /// The policy to begin with: unified, interakt or timelinesai
    #[arg(long, default_value = "unified", add = super::candidates::presets())]
    preset: String,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let path = context.global.workspace_path()?;
    let new = workspace::NewWorkspace {
        name: &args.name,
        owner: &args.owner,
        owner_name: args.owner_name.as_deref(),
        preset: require_preset(&args.preset)?,
    };
    let outcome =
        workspace::init(&path, &new, &context.global.caller(), context.now()?, args.change.mode())?;
    let exit = context.report(&outcome, args.change.mode())?;
    if !args.change.dry_run {
        context.output.say(&format!("workspace made at {}", path.display()))?;
    }
    Ok(exit)
}
