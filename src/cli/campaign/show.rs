//! `campaign show`.

use super::left_out;
use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Exit, Result},
        verb::{Row, Run},
    },
    ops::campaign::{AUTHORITY, OccurrenceView, Receipts, show},
    rules::whatsapp::campaign::LeftOut,
    ui::Value,
};

#[derive(clap::Args)]
pub struct Show {
    /// The campaign
    #[arg(add = candidates::campaigns())]
    name: String,
}

/// What stands before the reasons in the fields of an occurrence.
const OCCURRENCE: [&str; 5] = ["number", "due_at", "started_at", "finished_at", "written"];

impl Run for Show {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let view = show(&mut context.session()?, &self.name)?;
        let mut parts = view.header.parts();
        parts.push(("authority", Value::plain(AUTHORITY)));
        parts.push(("audience", view.audience.into()));
        parts.push(("variables", view.variables.into()));
        parts.push(("delivery", delivery(view.delivery)));
        parts.push((
            "occurrences",
            Value::List(view.occurrences.into_iter().map(occurrence).collect()),
        ));
        context.output.object(&parts)?;
        Ok(Exit::Done)
    }
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
