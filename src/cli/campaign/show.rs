//! `campaign show`.

use super::{
    left_out,
    list::{FIELDS, cells},
};
use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Exit, Result},
    },
    ops::campaign::{AUTHORITY, OccurrenceView, Receipts, show},
    rules::{privacy::lens::SafeText, whatsapp::campaign::LeftOut},
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The campaign
    #[arg(add = candidates::campaigns())]
    name: String,
}

/// What stands before the reasons in the fields of an occurrence.
const OCCURRENCE: [&str; 5] = ["number", "due_at", "started_at", "finished_at", "written"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let view = show(&mut context.session()?, &args.name)?;
    let mut parts: Vec<(&str, Value)> = FIELDS.iter().copied().zip(cells(view.header)).collect();
    parts.push(("authority", Value::plain(AUTHORITY)));
    parts.push(("audience", texts(view.audience)));
    parts.push(("variables", texts(view.variables)));
    parts.push(("delivery", delivery(view.delivery)));
    let occurrences = view.occurrences.into_iter().map(occurrence).collect();
    parts.push(("occurrences", Value::List(occurrences)));
    context.output.object(&parts)?;
    Ok(Exit::Done)
}

fn texts(texts: Vec<SafeText>) -> Value {
    Value::List(texts.into_iter().map(Value::from).collect())
}

fn delivery(delivery: Option<Receipts>) -> Value {
    let Some(delivery) = delivery else { return Value::Null };
    let count = Value::count;
    Value::Object(vec![
        ("queued", count(delivery.queued)),
        ("sent", count(delivery.sent)),
        ("delivered", count(delivery.delivered)),
        ("read", count(delivery.read)),
        ("failed", count(delivery.failed)),
    ])
}

fn occurrence(occurrence: OccurrenceView) -> Value {
    let (written, reasons) = occurrence.counts.unzip();
    let cells = [
        Value::Int(occurrence.number),
        Value::Time(occurrence.due_at),
        Value::Time(occurrence.started_at),
        occurrence.finished_at.map(Value::Time).into(),
        written.map(Value::count).into(),
    ];
    let head = OCCURRENCE.into_iter().zip(cells);
    let reasons = LeftOut::ALL.iter().map(LeftOut::field).zip(left_out(reasons.as_ref()));
    Value::Object(head.chain(reasons).collect())
}
