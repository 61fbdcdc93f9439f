//! `workspace`: the workspace as a whole.

use std::path::PathBuf;

use super::{
    context::Context,
    error::{Error, Exit, Result},
    global::data_folder,
    tree::{Node, Noun},
    verb::{Change, ChangeVerb, Done, Line, Run, change, print, row},
};
use crate::{
    ops::{
        self, Session,
        workspace::{self, KnownRow},
    },
    rules::{
        policy::permission::Permission,
        privacy::{lens::Lens, safe_text::SafeText},
    },
    store::Mode,
    ui::Value,
};

pub struct Workspace;

impl Noun for Workspace {
    const VERBS: &'static [Node] = &[
        Node::verb::<Show>("show", "Show the name, the file and the size of the workspace")
            .examples(&["workspace show"]),
        Node::verb::<Known>("list", "List the workspaces that are known on this machine")
            .examples(&["workspace list"]),
        Node::verb::<Change<Rename>>("rename", "Rename the workspace; its file stays where it is")
            .examples(&["workspace rename 'Acme Ltd'"]),
        Node::verb::<Change<Set>>("set", "Set where members sign in, for invitation mails")
            .examples(&["workspace set --address ssh://team@chat.acme.example"]),
        Node::verb::<Move>("move", "Move a workspace to a server, to a file, or back")
            .examples(&["workspace move workspace.db team.db"]),
        Node::verb::<Delete>("delete", "Delete the workspace for good, and the mails beside it")
            .examples(&["workspace delete --dry-run --confirm Acme"]),
    ];
}

#[derive(clap::Args)]
struct Show {}

impl Run for Show {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let workspace = workspace::show(&mut context.session()?)?;
        // Where the file lies is nobody's business who came by a connection.
        let file = match &context.pin {
            Some(_) => None,
            None => Some(SafeText::echo(context.global.workspace_path()?.display().to_string())),
        };
        context.output.object(&[
            ("name", workspace.name.into()),
            ("file", file.into()),
            ("preset", workspace.preset.into()),
            ("created_at", Value::Time(workspace.size.created_at)),
            ("members", workspace.size.members.into()),
            ("teams", workspace.size.teams.into()),
            ("accounts", workspace.size.accounts.into()),
            ("address", workspace.address.into()),
            ("host_key", workspace.host_key.into()),
        ])?;
        Ok(Exit::Done)
    }
}

#[derive(clap::Args)]
struct Known {}

row!(known: KnownRow {
    name "name" => known.name,
    "path".rank(1) => known.path,
    "current" => known.is_current,
    "state" => known.state,
});

impl Run for Known {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        context.require_if_named(Permission::Workspace)?;
        let current = context.global.workspace_path()?;
        let mut paths = vec![current.clone()];
        let beside = data_folder().and_then(|folder| std::fs::read_dir(folder).ok());
        let mut found: Vec<_> =
            beside.into_iter().flatten().flatten().map(|it| it.path()).collect();
        found.retain(|path| path.extension().is_some_and(|kind| kind == "db"));
        found.sort();
        paths.extend(found.into_iter().chain(context.known.clone()));
        // Without a workspace here, nobody is anything but the owner of their files.
        let lens = context.session().ok().and_then(|mut it| workspace::reader(&mut it).ok());
        let rows = workspace::known(&paths, &current, lens.unwrap_or(Lens::clear()));
        print(&mut context.output, rows)?;
        Ok(Exit::Done)
    }
}

#[derive(clap::Args)]
struct Rename {
    /// New name
    name: String,
}

change!(Rename, |it, session| workspace::rename(session, &it.name));

#[derive(clap::Args)]
struct Set {
    /// Address of the server that members sign in at, such as `ssh://team@chat.acme.example`
    #[arg(long, value_name = "ADDRESS", required_unless_present = "host_key")]
    address: Option<String>,
    /// The server's public host key, or its fingerprint
    #[arg(long, value_name = "KEY")]
    host_key: Option<String>,
}

impl ChangeVerb for Set {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let (address, key) = (self.address.as_deref(), self.host_key.as_deref());
        Ok(workspace::set(session, address, key)?.into())
    }
}

#[derive(clap::Args)]
struct Move {
    /// Workspace to move: the path of a file, or an address such as
    /// `postgres://rolecall@localhost/acme?schema=team`
    from: PathBuf,
    /// Where it is to be: nothing may be there yet
    to: PathBuf,
    /// Print what would be done, without doing it
    #[arg(long)]
    dry_run: bool,
}

impl Run for Move {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let mode = if self.dry_run { Mode::DryRun } else { Mode::Apply };
        context.global.workspace = Some(self.from.clone());
        let plan = workspace::plan_move(&mut context.session()?, &self.to)?;
        let line = format!(
            "- workspace `{}` is moved to `{}`; `{}` is kept under another name",
            plan,
            self.to.display(),
            self.from.display()
        );
        if self.dry_run {
            context.output.say(&line)?;
            context.output.say("dry run: nothing was changed")?;
            return Ok(Exit::Done);
        }
        if context.asks() {
            context.confirm_plan(&[Line::asked(line)])?;
        }
        let moved = workspace::move_to(context.session_in(mode)?, &self.to)?;
        let rows = moved.rows.iter().map(|(table, count)| (*table, Value::count(*count)));
        context.output.object(&rows.collect::<Vec<_>>())?;
        context.output.say(&format!("moved to {}; kept as {}", self.to.display(), moved.kept))?;
        Ok(Exit::Done)
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
            None if self.dry_run => name,
            None => ask(&name, context)?,
        };
        let outbox = context.global.outbox_folder()?;
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
    context.output.say(&format!("- workspace `{name}` is deleted for good"))?;
    context.confirm_by_name(name)?;
    Ok(name.to_owned())
}
