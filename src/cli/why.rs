//! `why`: the same decision as `can`, with every step that led to it, and what would have to change
//! for the opposite answer.

use super::{
    can::{Asked, parts, question, say},
    context::Context,
    error::{Exit, Result},
};
use crate::{
    ops::{
        decision::{self, StepRow, When, Why},
        remedy::{Opens, RemedyRow},
    },
    rules::{counted::counted, privacy::lens::SafeText},
    ui::{Cell, Format, Mark, Output, Tone, Value},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    asked: Asked,
    /// Show every step of the decision on a terminal too
    #[arg(long)]
    steps: bool,
}

const FIELDS: &[&str] = &["step", "permission", "rule", "finding", "decides"];
const REMEDY_FIELDS: &[&str] =
    &["way", "change", "command", "by", "opens_chats", "opens_permissions", "for_members"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let Asked { member, permission, chat, if_joined } = &args.asked;
    let question = question(permission, *chat)?;
    let why =
        decision::why(&mut context.session()?, member, question, When::if_joined(*if_joined))?;
    let answer = &why.answer;
    if context.output.is_screen() && !args.steps {
        draw(&why, &mut context.output)?;
        return Ok(if answer.allowed { Exit::Done } else { Exit::No });
    }
    if context.output.format() == Format::Table {
        say(answer, context)?;
        let mut list = context.output.list(FIELDS, None);
        for (number, step) in (1..).zip(&answer.steps) {
            list.row(cells(number, step))?;
        }
        list.end()?;
        context.output.heading(&format!("step {} decided", answer.decided_by))?;
        let opposite = if answer.allowed { "a no" } else { "a yes" };
        if why.remedies.is_empty() {
            context.output.heading(&format!("nothing would make it {opposite}"))?;
        } else {
            context.output.heading(&format!("for {opposite}, any one way"))?;
            let mut list = context.output.list(REMEDY_FIELDS, None);
            for remedy in &why.remedies {
                list.row(remedy_cells(remedy))?;
            }
            list.end()?;
        }
        if let Some(obstacle) = why.obstacle {
            context.output.heading(obstacle)?;
        }
    } else {
        let step = |(number, step): (i64, &StepRow)| {
            Value::Object(FIELDS.iter().copied().zip(cells(number, step)).collect())
        };
        let remedy = |remedy: &RemedyRow| {
            Value::Object(REMEDY_FIELDS.iter().copied().zip(remedy_cells(remedy)).collect())
        };
        let mut parts = parts(answer);
        parts.push(("steps", Value::List((1..).zip(&answer.steps).map(step).collect())));
        parts.push(("decided_by_step", Value::count(answer.decided_by as u64)));
        parts.push(("to_change", Value::List(why.remedies.iter().map(remedy).collect())));
        parts.push(("obstacle", why.obstacle.map(SafeText::word).into()));
        context.output.object(&parts)?;
    }
    Ok(if answer.allowed { Exit::Done } else { Exit::No })
}

/// The answer in one sentence, what each permission came to, and the ways to the opposite answer.
fn draw(why: &Why, output: &mut Output) -> std::io::Result<()> {
    let answer = &why.answer;
    let faint = |text: SafeText| Cell::from(text).tone(Tone::Faint);
    let (mark, word, can, tone) = if answer.allowed {
        (Mark::On, "Yes:", "can", Tone::Good)
    } else {
        (Mark::No, "No:", "can't", Tone::Bad)
    };
    let what = match (answer.permission, answer.chat) {
        ("view", Some(chat)) => SafeText::of(&[&"see chat ", &chat.0]),
        ("reply", Some(chat)) => SafeText::of(&[&"reply in chat ", &chat.0]),
        (key, _) => SafeText::of(&[&"use ", &key]),
    };
    output.line(
        0,
        &[
            Cell::mark(mark),
            Cell::from(word).tone(tone),
            Cell::from(answer.member.clone()).tone(Tone::Name),
            can.into(),
            what.into(),
            faint(SafeText::of(&[&"(", &answer.reason.code(), &")"])),
        ],
    )?;
    output.line(0, &[])?;
    let steps: Vec<_> = (1..).zip(&answer.steps).collect();
    // Of each permission the last step says what it came to.
    for steps in steps.chunk_by(|(_, one), (_, next)| one.permission == next.permission) {
        let Some((_, last)) = steps.last() else { continue };
        let decided = steps.iter().any(|(number, _)| *number == answer.decided_by);
        let finding = Cell::from(last.finding.clone());
        let here = Cell::mark(Mark::Here).and("decided");
        let cells = if decided { vec![finding, here] } else { vec![finding] };
        output.entry(19, &Cell::from(last.permission.key()).tone(Tone::Head), &cells)?;
    }
    output.line(0, &[])?;
    let purpose = if answer.allowed { "To take it away" } else { "To allow it" };
    if why.remedies.is_empty() {
        output.line(0, &[purpose.into(), "there is no command.".into()])?;
    } else {
        output.line(0, &[SafeText::of(&[&purpose, &", any one of:"]).into()])?;
    }
    for ways in why.remedies.chunk_by(|one, next| one.way == next.way) {
        for (at, remedy) in ways.iter().enumerate() {
            let also = if at > 0 { "and" } else { "" };
            let command = Cell::from(remedy.command.clone()).tone(Tone::Name);
            let line = [also.into(), command];
            output.line(2, if at > 0 { &line } else { &line[1..] })?;
            output.line(6, &[faint(remedy.change.clone())])?;
        }
        if let Some(opens) = ways.first().map(|way| way.opens)
            && !answer.allowed
        {
            output.line(6, &[faint(opened(opens))])?;
        }
    }
    if let Some(obstacle) = why.obstacle {
        output.line(0, &[obstacle.into()])?;
    }
    let all =
        SafeText::of(&[&"All ", &counted(answer.steps.len() as u64, "step"), &": add --steps"]);
    output.line(0, &[faint(all)])
}

/// How much a way opens, and to how many.
fn opened(Opens { chats, permissions, members, numbers }: Opens) -> SafeText {
    let (chats, permissions) = (counted(chats, "chat"), counted(permissions, "permission"));
    let people = counted(members, "person");
    let what = match (chats.is_none(), permissions.is_none()) {
        (false, true) => SafeText::of(&[&chats]),
        (true, false) => SafeText::of(&[&permissions]),
        _ => SafeText::of(&[&chats, &" and ", &permissions]),
    };
    // Chats and permissions are added up over people.
    let each = if members > 1 { " in all, to " } else { " to " };
    let numbers = if numbers > 0 { ", and customers' numbers become readable" } else { "" };
    SafeText::of(&[&"opens ", &what, &each, &people, &numbers])
}

fn remedy_cells(remedy: &RemedyRow) -> Vec<Value> {
    vec![
        Value::count(remedy.way),
        remedy.change.clone().into(),
        remedy.command.clone().into(),
        Value::plain(remedy.by),
        Value::count(remedy.opens.chats),
        Value::count(remedy.opens.permissions),
        Value::count(remedy.opens.members),
    ]
}

fn cells(number: i64, step: &StepRow) -> Vec<Value> {
    vec![
        Value::Int(number),
        Value::plain(step.permission.key()),
        Value::plain(step.rule),
        step.finding.clone().into(),
        step.decides.into(),
    ]
}
