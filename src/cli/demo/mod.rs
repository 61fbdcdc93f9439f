//! `demo`: a sample workspace and a walk through it. Every step is a command as anybody would type
//! it, run here, so that the walk can't show what the program doesn't do.

mod sample_files;

use std::{
    ffi::OsString,
    fmt::Display,
    fs,
    path::{Path, PathBuf},
};

use anyhow::anyhow;

use super::{
    context::Context,
    error::{Error, Exit, Result},
    run::{parse, tree},
};
use crate::rules::policy::caller::Caller;
use crate::{
    ops::{
        self, Session, chat,
        demo::{MEMBERS, make},
    },
    rules::policy::scope::Scope,
    store::{Mode, Store},
    ui::{Format, Value},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder to make it in [default: a fresh one among the temporary files]
    #[arg(long, value_name = "FOLDER")]
    at: Option<PathBuf>,
    /// Only write the files that the README's first ten minutes name, to this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "at")]
    files: Option<PathBuf>,
}

/// What each role sees of the same chats.
const SIGHT_FIELDS: &[&str] =
    &["role", "member", "chats", "own", "same_team", "other_teams", "assigned"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    if let Some(folder) = &args.files {
        sample_files::write(folder, context)?;
        return Ok(Exit::Done);
    }
    let folder = fresh_folder(args.at.as_deref())?;
    let path = folder.join("workspace.db");
    let now = context.now()?;
    make(&path, now)?;
    let (global, words) = (context.global.clone(), context.words.clone());
    context.global.workspace = Some(path.clone());
    context.global.actor = None;
    context.global.yes = true;
    let walked = walk(&path, now, context);
    (context.global, context.words) = (global, words);
    walked?;
    farewell(&path, context)?;
    Ok(Exit::Done)
}

fn walk(path: &Path, now: i64, context: &mut Context) -> std::result::Result<(), Error> {
    context.output.heading("The members: one of each role, in two teams")?;
    step(context, "member list --fields email,name,role,team")?;
    context.output.heading("The matrix: what each role may do, and which rule says so")?;
    step(context, "role list")?;
    step(context, "perm list --role teammate")?;
    context.output.heading("The same chats, as each role sees them")?;
    sights(path, now, context)?;
    for member in &MEMBERS {
        step(context, &format!("chat list --as {} --limit 4 {LIST_FIELDS}", member.email))?;
    }
    context.output.heading("Why: every step of a decision")?;
    step(context, "why amir@demo.test view --chat 3")?;
    context
        .output
        .heading("Now the numbers are masked for teammates, and four modules go with them")?;
    step(context, &format!("chat list --as tess@demo.test --limit 6 {LIST_FIELDS}"))?;
    step(context, "mask enable number --role teammate")?;
    step(context, &format!("chat list --as tess@demo.test --limit 6 {LIST_FIELDS}"))?;
    step(context, "module list --as tess@demo.test")?;
    step(context, "chat show 5 --as tess@demo.test")?;
    step(context, "chat reply 1 --as tess@demo.test --message 'I can still answer you'")
}

const LIST_FIELDS: &str = "--fields id,contact,phone,assignee,preview,scope";

/// Shows a command and runs it.
fn step(context: &mut Context, line: &str) -> std::result::Result<(), Error> {
    context.output.heading(&format!("$ rolecall {line}"))?;
    let wrong = |error: &dyn Display| ops::Error::Bug(anyhow!("a step of the demo: {error}"));
    let words = shlex::split(line).ok_or_else(|| wrong(&"it can't be split"))?;
    let words = ["rolecall".to_owned()].into_iter().chain(words);
    let words: Vec<_> = words.map(OsString::from).collect();
    let read = parse(context.commands, &mut tree(context.commands), &words)
        .map_err(|error| wrong(&error))?;
    // What a list says of its next page is about the step, as it is shown.
    context.words = words;
    context.global.actor = read.global.actor.filter(|_| line.contains("--as "));
    read.command.run(context)?;
    Ok(())
}

fn sights(path: &Path, now: i64, context: &mut Context) -> std::result::Result<(), Error> {
    let access = context.access;
    let mut list = context.output.list(SIGHT_FIELDS, None);
    for member in &MEMBERS {
        let store = Store::open_for(path, access)?;
        let mut session =
            Session::new(store, Caller::member(member.email, "rolecall demo"), now, Mode::Apply);
        let mut seen = Vec::new();
        chat::list(&mut session, &chat::Page::default(), |chat| {
            seen.extend(chat.scope);
            Ok(())
        })?;
        let of =
            |scope: Scope| Value::count(seen.iter().filter(|seen| **seen == scope).count() as u64);
        let mut row = vec![
            Value::plain(member.role),
            Value::plain(member.email),
            Value::count(seen.len() as u64),
        ];
        row.extend(Scope::ALL.map(of));
        list.row(row)?;
    }
    list.end()?;
    Ok(())
}

/// A folder that wasn't there before, or that is empty.
fn fresh_folder(wanted: Option<&Path>) -> std::result::Result<PathBuf, Error> {
    let folder = match wanted {
        Some(folder) => folder.to_owned(),
        None => {
            let moment = jiff::Timestamp::now().as_millisecond();
            std::env::temp_dir().join(format!("rolecall-demo-{moment}-{}", std::process::id()))
        }
    };
    let is_taken = fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some());
    if is_taken {
        return Err(crate::store::Error::Exists(folder).into());
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn farewell(path: &Path, context: &mut Context) -> std::result::Result<(), Error> {
    let path = path.display();
    if context.output.format() != Format::Table {
        return Ok(context.output.say(&format!("the sample workspace is {path}"))?);
    }
    context
        .output
        .heading(&format!("The sample workspace is {path}. Three things to try next:"))?;
    for command in [
        "why cora@demo.test view --chat 5",
        "chat show 5 --as tess@demo.test --format json",
        "perm allow chats.other-teams --role teammate --dry-run",
    ] {
        context.output.text(&format!("  rolecall --workspace {path} {command}\n"))?;
    }
    Ok(())
}
