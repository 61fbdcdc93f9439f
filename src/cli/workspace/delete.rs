//! `workspace delete`.

use crate::{
    cli::{
        context::Context,
        error::{Error, Result},
        global::Change,
    },
    ops::workspace::{delete, show},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The workspace's name, said again [default: asked for on a terminal]
    #[arg(long, value_name = "NAME")]
    confirm: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let path = context.global.workspace_path()?;
    // Asked first: a refusal needs no name.
    let name = show(&mut context.session()?)?.name.to_string();
    let confirmed = match &args.confirm {
        Some(confirmed) => confirmed.clone(),
        None => ask(&name, context)?,
    };
    let outbox = path.with_extension("outbox");
    let outcome = delete(context.session_in(mode)?, &path, &outbox, &confirmed)?;
    context.report(&outcome, mode)
}

/// The name, typed by somebody at a terminal. A yes is not enough, so `--yes` doesn't give it.
fn ask(name: &str, context: &mut Context) -> std::result::Result<String, Error> {
    if !context.output.can_ask() {
        return Err(Error::usage(
            "this deletes everything, and there is no terminal to ask for the workspace's name on",
            "say it with `--confirm NAME`, or see what would happen with `--dry-run --confirm NAME`",
        ));
    }
    context.output.say(&format!("this deletes the workspace `{name}` for good"))?;
    let typed = context.output.ask("its name, or nothing to leave it", &|text| {
        let is_answer = text.trim().is_empty() || text.trim() == name;
        if is_answer { Ok(()) } else { Err("that is not its name".to_owned()) }
    })?;
    if typed.trim().is_empty() { Err(Error::Cancelled) } else { Ok(typed) }
}
