//! `can`: one decision; the exit code is the answer.

use super::{
    candidates,
    context::Context,
    error::{Error, Exit, Result},
};
use crate::{
    ops::decision::{self, Answer, Question},
    rules::{id::ChatId, lens::Shown},
    ui::{Format, Value},
};

#[derive(Debug, clap::Args)]
pub struct Args {
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

impl Args {
    /// The question that the arguments ask.
    pub fn question(&self) -> std::result::Result<Question<'_>, Error> {
        match (self.permission.as_str(), self.chat.map(ChatId)) {
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
}

/// What an answer says beside its steps, in the order of the contract.
pub fn parts(answer: &Answer) -> Vec<(&'static str, Value)> {
    vec![
        ("member", answer.member.clone().into()),
        ("permission", Value::plain(answer.permission)),
        ("chat", answer.chat.map(|chat| Value::Int(chat.0)).into()),
        ("allowed", answer.allowed.into()),
        ("reason", Value::plain(answer.reason.code())),
        ("scope", answer.scope.map(|scope| Shown::plain(scope.key())).into()),
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
    let answer = decision::ask(&mut context.session()?, &args.member, args.question()?)?;
    match context.output.format() {
        Format::Table => say(&answer, context)?,
        Format::Json | Format::Jsonl | Format::Csv => context.output.object(&parts(&answer))?,
    }
    Ok(if answer.allowed { Exit::Done } else { Exit::No })
}
