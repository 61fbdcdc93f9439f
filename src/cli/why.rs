//! `why`: the same decision as `can`, with every step that led to it.

use super::{
    can::{Args as Asked, parts, say},
    context::Context,
    error::{Exit, Result},
};
use crate::{
    ops::decision::{self, StepRow},
    ui::{Format, Value},
};

#[derive(Debug, clap::Args)]
// Both this and what is flattened into it are called `Args`, and would make a group of that name.
#[group(skip)]
pub struct Args {
    #[command(flatten)]
    asked: Asked,
}

const FIELDS: &[&str] = &["step", "permission", "rule", "finding", "decides"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let asked = &args.asked;
    let answer = decision::ask(&mut context.session()?, &asked.member, asked.question()?)?;
    if context.output.format() == Format::Table {
        say(&answer, context)?;
        let mut list = context.output.list(FIELDS, None);
        for (number, step) in (1..).zip(&answer.steps) {
            list.row(cells(number, step))?;
        }
        list.end()?;
    } else {
        let step = |(number, step): (i64, &StepRow)| {
            Value::Object(FIELDS.iter().copied().zip(cells(number, step)).collect())
        };
        let mut parts = parts(&answer);
        parts.push(("steps", Value::List((1..).zip(&answer.steps).map(step).collect())));
        context.output.object(&parts)?;
    }
    Ok(if answer.allowed { Exit::Done } else { Exit::No })
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
