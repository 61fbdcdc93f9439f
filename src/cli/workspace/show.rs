//! `workspace show`.

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
    },
    ops::workspace::show,
    rules::privacy::lens::SafeText,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_: &Args, context: &mut Context) -> Result {
    let workspace = show(&mut context.session()?)?;
    let path = context.global.workspace_path()?;
    context.output.object(&[
        ("name", workspace.name.into()),
        ("file", Value::Text(SafeText::echo(path.display().to_string()))),
        ("preset", workspace.preset.into()),
        ("created_at", Value::Time(workspace.size.created_at)),
        ("members", Value::count(workspace.size.members)),
        ("teams", Value::count(workspace.size.teams)),
        ("accounts", Value::count(workspace.size.accounts)),
    ])?;
    Ok(Exit::Done)
}
