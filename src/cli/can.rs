//! `can`: one decision; the exit code is the answer.

use super::{
    candidates,
    context::Context,
    error::{Error, Exit, Result},
    io::Input,
    verb::{print, row},
};
use crate::{
    ops::{
        self,
        decision::{self, Answer, Question, When},
        who_can::everything,
    },
    rules::{
        counted::counted,
        id::ChatId,
        policy::{decision::Decision, permission::Permission, scope::Scope},
        privacy::lens::SafeText,
    },
    ui::{Format, Value},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The member
    #[arg(value_name = "EMAIL", required_unless_present = "batch", add = candidates::members())]
    member: Option<String>,
    /// A permission; or `view` or `reply`, with `--chat`
    #[arg(value_name = "PERMISSION", required_unless_present_any = ["all", "batch"],
        add = candidates::permissions())]
    permission: Option<String>,
    /// The chat to view or to reply in
    #[arg(long, value_name = "ID", add = candidates::chats())]
    chat: Option<i64>,
    /// Print everything that the member can do
    #[arg(long, conflicts_with_all = ["permission", "chat", "batch"])]
    all: bool,
    /// Answer the questions of a file, or of standard input for `-`: JSON lines with `member`,
    /// `permission` and perhaps `chat`. Exit code 4 if one can't be answered
    #[arg(long, value_name = "FILE", conflicts_with_all = ["member", "permission", "chat"])]
    batch: Option<String>,
    /// Answer as if invited members had joined
    #[arg(long)]
    if_joined: bool,
}

/// About whom what is asked: one question.
#[derive(Debug, clap::Args)]
pub struct Asked {
    /// The member
    #[arg(value_name = "EMAIL", add = candidates::members())]
    pub member: String,
    /// A permission; or `view` or `reply`, with `--chat`
    #[arg(value_name = "PERMISSION", add = candidates::permissions())]
    pub permission: String,
    /// The chat to view or to reply in
    #[arg(long, value_name = "ID", add = candidates::chats())]
    pub chat: Option<i64>,
    /// Answer as if invited members had joined
    #[arg(long)]
    pub if_joined: bool,
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
        return batch(file, When::if_joined(args.if_joined), context);
    }
    let member = args.member.as_deref().unwrap_or_default();
    if args.all {
        return all(member, When::if_joined(args.if_joined), context);
    }
    let question = question(args.permission.as_deref().unwrap_or_default(), args.chat)?;
    let answer =
        decision::ask(&mut context.session()?, member, question, When::if_joined(args.if_joined))?;
    match context.output.format() {
        Format::Table => say(&answer, context)?,
        Format::Json | Format::Jsonl | Format::Csv => context.output.object(&parts(&answer))?,
    }
    Ok(if answer.allowed { Exit::Done } else { Exit::No })
}

/// What a member may do, or not.
struct Allowed {
    member: SafeText,
    permission: Permission,
    decision: Decision,
}

row!(row: Allowed {
    "member".rank(3) => row.member,
    name "permission" => row.permission.key(),
    "allowed" => row.decision.allowed,
    "reason".rank(1) => row.decision.reason.code(),
    "gates".rank(2) => row.permission.entry().gates,
});

fn all(member: &str, when: When, context: &mut Context) -> Result {
    let (member, decisions) = everything(&mut context.session()?, member, when)?;
    let row = |(permission, decision)| Allowed { member: member.clone(), permission, decision };
    print(&mut context.output, decisions.into_iter().map(row))?;
    Ok(Exit::Done)
}

fn batch(file: &str, when: When, context: &mut Context) -> Result {
    let mut session = context.session()?;
    let cleared = session.require_reader()?;
    let mut input = Input::open(file, cleared, &mut context.output)?.reader;
    let tally = ops::batch::batch(&mut session, (file, &mut input), when, |answer| {
        Ok(context.output.json_line(&match answer {
            Ok(answer) => Value::Object(vec![
                ("member", answer.member.into()),
                ("permission", answer.permission.into()),
                ("chat", answer.chat.map(|chat| chat.0).into()),
                ("allowed", answer.allowed.into()),
                ("reason", answer.reason.code().into()),
                ("scope", answer.scope.map(Scope::key).into()),
            ]),
            Err(error) => Error::from(error).to_value(),
        })?)
    })?;
    if tally.unanswered == 0 {
        return Ok(Exit::Done);
    }
    let (unanswered, asked) = (tally.unanswered, counted(tally.asked, "question"));
    context.output.say(&format!("{unanswered} of {asked} could not be answered"))?;
    Ok(Exit::Unanswered)
}
