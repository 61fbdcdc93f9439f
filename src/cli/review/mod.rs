//! `review`: who has access to what, as a list or as a page to hand on.

mod page;

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use super::{
    chat::moment,
    context::Context,
    error::{Error, Exit, Result},
    io::OutputFile,
    verb::{Each, Limit, List, ListVerb, Listed, Run, row},
};
use crate::{
    ops::{
        self, Session,
        review::{Asked, ReviewRow, review},
    },
    rules::{counted::counted, policy::permission::Permission, workspace::member::Status},
    ui::{Cell, Column, Format, Mark, Output, Tone, Value},
};

/// How far back the page tells what was done, in milliseconds, where nothing else is asked for.
const RECENT: i64 = 90 * 24 * 3600 * 1000;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    list: List<Members>,
    /// Write it to this file: a page to print or to hand on (.html), or rows (.csv, .json, .jsonl)
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "output")]
    force: bool,
    /// On the page, tell what was done from this time on [default: 90 days ago]
    #[arg(long, value_name = "TIME", value_parser = moment, requires = "output")]
    since: Option<i64>,
}

#[derive(clap::Args)]
struct Members {
    /// Review roles, teams, permissions and masks as they stood at this time, such as 2026-01-31
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<i64>,
}

row!(member: ReviewRow {
    [last = member.last_change]
    "email" => member.email,
    "name" => member.name,
    "role" => member.role,
    "team" => member.team,
    "status" => member.status.key(),
    "modules" => Value::List(member.modules.iter().map(|it| Value::plain(it.key())).collect()),
    "chats" => member.chats,
    "reads_numbers" => member.numbers.is_yes(),
    "numbers_by" => member.numbers.by(),
    "reads_traits" => member.traits.is_yes(),
    "traits_by" => member.traits.by(),
    "reveals" => member.reveals,
    "last_change_at" => last.as_ref().map(|last| Value::Time(last.at)),
    "last_change_by" => last.as_ref().map(|last| last.actor.clone()),
    "last_change" => last.map(|last| last.action),
});

impl ListVerb for Members {
    type Row = ReviewRow;

    const SCREEN: &'static [Column] = &[
        Column::name("name"),
        Column::new("role").least(10),
        Column::new("team").rank(2),
        Column::new("status").rank(3).least(9),
        Column::new("modules").titled("MODULES").rank(4),
        Column::new("chats").least(5),
        Column::new("numbers").least(7),
        Column::new("traits").rank(1).least(6),
        Column::new("reveals").rank(5),
        Column::faint("changed").rank(6).least(6),
        Column::faint("by").rank(7),
    ];

    fn drawn(member: ReviewRow) -> Vec<Cell> {
        let reads = |reads: ops::review::Reads| {
            if reads.is_yes() {
                Cell::mark(Mark::On).and("read")
            } else {
                Cell::mark(Mark::Hidden).and(reads.by())
            }
        };
        let last = member.last_change;
        vec![
            member.name.unwrap_or_else(|| member.email.clone()).into(),
            member.role.into(),
            member.team.into(),
            match member.status {
                Status::Active => Cell::from(member.status.key()),
                other => Cell::from(other.key()).tone(Tone::Notice),
            },
            (member.modules.len() as u64).into(),
            member.chats.into(),
            reads(member.numbers),
            reads(member.traits),
            member.reveals.into(),
            last.as_ref().map(|last| Value::Time(last.at)).into(),
            last.map(|last| last.actor).into(),
        ]
    }

    fn rows(&self, session: &mut Session, _: Limit, each: Each<ReviewRow>) -> Listed {
        let asked = Asked { at: self.at, since: None };
        Ok(review(session, asked)?.members.into_iter().try_for_each(each)?)
    }
}

impl Run for Args {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let Self { list, output, force, since } = *self;
        let Some(path) = output else { return Box::new(list).run(context) };
        let form = Form::of(&path)?;
        let mut session = context.session()?;
        let workspace = context.global.workspace_path()?;
        let open = || OutputFile::create(&path, force, &[&workspace]);
        let (file, members) = match form {
            Form::Page => {
                let since = Some(since.unwrap_or(context.now()?.saturating_sub(RECENT)));
                // Reviewed before the file is opened: a refusal makes none.
                let review = review(&mut session, Asked { at: list.verb.at, since })?;
                let mut file = open()?;
                file.write_all(page::page(&review, since).as_bytes())?;
                (file, review.members.len() as u64)
            }
            Form::Rows(format) => {
                session.require_to_read(Permission::AccessPermissions)?;
                let file = open()?;
                let mut output = Output::to_file(file.handle()?, format);
                let members = list.write(&mut session, &mut output)?;
                output.finish()?;
                (file, members)
            }
        };
        file.save()?;
        let told = path.display();
        context.output.say(&format!("{} reviewed in {told}", counted(members, "member")))?;
        Ok(Exit::Done)
    }
}

/// What a review is written as, by how its file's name ends.
enum Form {
    Page,
    Rows(Format),
}

impl Form {
    fn of(path: &Path) -> std::result::Result<Self, Error> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        // A pipe or a device has no ending.
        let is_stream = path.metadata().is_ok_and(|about| !about.is_file() && !about.is_dir());
        match ending.as_deref() {
            Some("html" | "htm") => Ok(Self::Page),
            Some("csv") => Ok(Self::Rows(Format::Csv)),
            Some("json") => Ok(Self::Rows(Format::Json)),
            Some("jsonl") => Ok(Self::Rows(Format::Jsonl)),
            _ if is_stream => Ok(Self::Page),
            _ => Err(Error::usage(
                format!("a review can't be written as `{}`", path.display()),
                "end the name in `.html` for a page, which a browser prints as PDF, or in `.csv`, \
                 `.json` or `.jsonl` for rows",
            )),
        }
    }
}
