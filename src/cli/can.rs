//! `can`: one decision; the exit code is the answer.

use std::{
    fs::File,
    io::{BufRead, BufReader},
};

use super::{
    candidates,
    context::Context,
    error::{Error, Exit, Result},
};
use crate::{
    ops::{
        self,
        batch::Tally,
        decision::{self, Answer, Question},
        error::InputFault,
        who_can::everything,
    },
    rules::{id::ChatId, privacy::lens::SafeText},
    ui::{Format, Output, Value},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// About whom
    #[arg(value_name = "EMAIL", required_unless_present = "batch", add = candidates::members())]
    member: Option<String>,
    /// A permission; or `view` or `reply`, with `--chat`
    #[arg(value_name = "PERMISSION", required_unless_present_any = ["all", "batch"],
        add = candidates::permissions())]
    permission: Option<String>,
    /// The chat to view or to reply in
    #[arg(long, value_name = "ID")]
    chat: Option<i64>,
    /// Print everything that the member can do
    #[arg(long, conflicts_with_all = ["permission", "chat", "batch"])]
    all: bool,
    /// Answer the questions of a file, or of standard input for `-`: JSON lines with `member`,
    /// `permission` and perhaps `chat`. Exit code 4 if one can't be answered
    #[arg(long, value_name = "FILE", conflicts_with_all = ["member", "permission", "chat"])]
    batch: Option<String>,
}

/// About whom what is asked: one question.
#[derive(Debug, clap::Args)]
pub struct Asked {
    /// About whom
    #[arg(value_name = "EMAIL", add = candidates::members())]
    pub member: String,
    /// A permission; or `view` or `reply`, with `--chat`
    #[arg(value_name = "PERMISSION", add = candidates::permissions())]
    pub permission: String,
    /// The chat to view or to reply in
    #[arg(long, value_name = "ID")]
    pub chat: Option<i64>,
}

/// The question that the arguments ask.
pub fn question(permission: &str, chat: Option<i64>) -> std::result::Result<Question<'_>, Error> {
    match (permission, chat.map(ChatId)) {
        ("view", Some(chat)) => Ok(Question::View(chat)),
        ("reply", Some(chat)) => Ok(Question::Reply(chat)),
        (verb @ ("view" | "reply"), None) => Err(Error::usage(
            format!("`{verb}` is asked of a chat"),
            "name it with `--chat ID`; `rolecall chat list` shows them",
        )),
        (permission, Some(_)) => Err(Error::usage(
            format!("`{permission}` isn't asked of a chat"),
            "with `--chat ID`, ask for `view` or `reply`",
        )),
        (permission, None) => Ok(Question::Permission(permission)),
    }
}

/// What an answer says beside its steps, in the order of the contract.
pub fn parts(answer: &Answer) -> Vec<(&'static str, Value)> {
    vec![
        ("member", answer.member.clone().into()),
        ("permission", Value::plain(answer.permission)),
        ("chat", answer.chat.map(|chat| Value::Int(chat.0)).into()),
        ("allowed", answer.allowed.into()),
        ("reason", Value::plain(answer.reason.code())),
        ("scope", answer.scope.map(|scope| SafeText::word(scope.key())).into()),
    ]
}

/// The answer on one line, for people; the first word is `yes` or `no`.
pub fn say(answer: &Answer, context: &mut Context) -> std::result::Result<(), Error> {
    let scope = answer.scope.map(|scope| format!(", scope {scope}")).unwrap_or_default();
    let chat = answer.chat.map(|chat| format!(" chat {}", chat.0)).unwrap_or_default();
    let rest = format!(" {} {}{chat} ({}{scope})", answer.member, answer.permission, answer.reason);
    Ok(context.output.answer(answer.allowed, &rest)?)
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    if let Some(file) = &args.batch {
        return batch(file, context);
    }
    let member = args.member.as_deref().unwrap_or_default();
    if args.all {
        return all(member, context);
    }
    let question = question(args.permission.as_deref().unwrap_or_default(), args.chat)?;
    let answer = decision::ask(&mut context.session()?, member, question)?;
    match context.output.format() {
        Format::Table => say(&answer, context)?,
        Format::Json | Format::Jsonl | Format::Csv => context.output.object(&parts(&answer))?,
    }
    Ok(if answer.allowed { Exit::Done } else { Exit::No })
}

/// The fields of what a member can do: a contract with scripts.
const ALL_FIELDS: &[&str] = &["member", "permission", "allowed", "reason", "gates"];

fn all(member: &str, context: &mut Context) -> Result {
    let (member, decisions) = everything(&mut context.session()?, member)?;
    let mut list = context.output.list(ALL_FIELDS, None);
    for (permission, decision) in decisions {
        list.row(vec![
            member.clone().into(),
            Value::plain(permission.key()),
            decision.allowed.into(),
            Value::plain(decision.reason.code()),
            Value::plain(permission.entry().gates),
        ])?;
    }
    list.end()?;
    Ok(Exit::Done)
}

fn batch(file: &str, context: &mut Context) -> Result {
    let mut session = context.session()?;
    let mut input = open(file, &mut context.output)?;
    let tally = ops::batch::batch(&mut session, file, &mut input, |answer| {
        Ok(context.output.json_line(&match answer {
            Ok(answer) => Value::Object(vec![
                ("member", answer.member.into()),
                ("permission", Value::plain(answer.permission)),
                ("chat", answer.chat.map(|chat| Value::Int(chat.0)).into()),
                ("allowed", answer.allowed.into()),
                ("reason", Value::plain(answer.reason.code())),
                ("scope", answer.scope.map(|scope| SafeText::word(scope.key())).into()),
            ]),
            Err(error) => Error::from(error).to_value(),
        })?)
    })?;
    if tally.unanswered == 0 {
        return Ok(Exit::Done);
    }
    let Tally { asked, unanswered } = tally;
    context.output.say(&format!("{unanswered} of {asked} questions could not be answered"))?;
    Ok(Exit::Unanswered)
}

fn open(file: &str, output: &mut Output) -> ops::Result<Box<dyn BufRead>> {
    if file == "-" {
        return Ok(output.input());
    }
    match File::open(file) {
        Ok(opened) => Ok(Box::new(BufReader::with_capacity(1 << 16, opened))),
        Err(error) => Err(ops::Error::Input(Box::new(InputFault {
            file: file.to_owned(),
            line: None,
            column: None,
            problem: format!("can't be opened: {error}"),
            hint: Some("name a file that exists, or `-` for standard input".to_owned()),
        }))),
    }
}
