//! `why`: the same decision as `can`, with every step that led to it, and what would have to change
//! for the opposite answer.

use super::{
    can::{Asked, parts, question, say},
    context::Context,
    error::{Exit, Result},
};
use crate::{
    ops::{
        decision::{self, StepRow},
        remedy::RemedyRow,
    },
    rules::privacy::lens::SafeText,
    ui::{Format, Value},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    asked: Asked,
}

const FIELDS: &[&str] = &["step", "permission", "rule", "finding", "decides"];
const REMEDY_FIELDS: &[&str] = &["way", "change", "command", "by"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let Asked { member, permission, chat } = &args.asked;
    let question = question(permission, *chat)?;
    let why = decision::why(&mut context.session()?, member, question)?;
    let answer = &why.answer;
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

fn remedy_cells(remedy: &RemedyRow) -> Vec<Value> {
    vec![
        Value::count(remedy.way),
        remedy.change.clone().into(),
        remedy.command.clone().into(),
        Value::plain(remedy.by),
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
