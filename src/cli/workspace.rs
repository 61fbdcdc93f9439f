//! `workspace`: the workspace as a whole.

use std::path::PathBuf;

use super::{
    context::Context,
    error::{Error, Exit, Result},
    tree::{Node, Noun},
    verb::{Change, ChangeVerb, Done, Run},
};
use crate::{
    ops::{self, Session, workspace},
    rules::privacy::safe_text::SafeText,
    store::Mode,
    ui::Value,
};

pub struct Workspace;

impl Noun for Workspace {
    const VERBS: &'static [Node] = &[
        Node::verb::<Show>("show", "Show the name, the file and the size of the workspace")
            .examples(&["workspace show"]),
        Node::verb::<Change<Rename>>("rename", "Rename the workspace; its file stays where it is")
            .examples(&["workspace rename 'Acme Ltd'"]),
        Node::verb::<Delete>("delete", "Delete the workspace for good, and the mails beside it")
            .examples(&["workspace delete --dry-run --confirm Acme"]),
    ];
}

#[derive(clap::Args)]
struct Show {}

impl Run for Show {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let workspace = workspace::show(&mut context.session()?)?;
        let path = context.global.workspace_path()?;
        context.output.object(&[
            ("name", workspace.name.into()),
            ("file", Value::Text(SafeText::echo(path.display().to_string()))),
            ("preset", workspace.preset.into()),
            ("created_at", Value::Time(workspace.size.created_at)),
            ("members", workspace.size.members.into()),
            ("teams", workspace.size.teams.into()),
            ("accounts", workspace.size.accounts.into()),
        ])?;
        Ok(Exit::Done)
    }
}

#[derive(clap::Args)]
struct Rename {
    /// New name
    name: String,
}

impl ChangeVerb for Rename {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(workspace::rename(session, &self.name)?.into())
    }
}

#[derive(clap::Args)]
struct Delete {
    /// Name of the workspace, to confirm [default: asked for on a terminal]
    #[arg(long, value_name = "NAME")]
    confirm: Option<String>,
    /// Print what would be deleted, without deleting anything
    #[arg(long)]
    dry_run: bool,
}

impl Run for Delete {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let mode = if self.dry_run { Mode::DryRun } else { Mode::Apply };
        let path: PathBuf = context.global.workspace_path()?;
        // Looked up first: a refusal needs no name.
        let name = workspace::show(&mut context.session()?)?.name.to_string();
        let confirmed = match self.confirm {
            Some(confirmed) => confirmed,
            None => ask(&name, context)?,
        };
        let outbox = path.with_extension("outbox");
        let outcome = workspace::delete(context.session_in(mode)?, &path, &outbox, &confirmed)?;
        context.end(outcome.into(), mode)
    }
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
    typed.filter(|typed| !typed.is_empty()).ok_or(Error::Cancelled)
}
