//! `billing show`.

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
    },
    ops::billing::show,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_: &Args, context: &mut Context) -> Result {
    let billing = show(&mut context.session()?)?;
    let count = |count: Option<u64>| count.map(Value::count).into();
    context.output.object(&[
        ("plan", billing.plan.into()),
        ("seats", count(billing.seats.limit)),
        ("seats_taken", Value::count(billing.seats.taken)),
        ("seats_free", count(billing.seats.free())),
        ("seats_over", Value::count(billing.seats.over())),
        ("payment_method", billing.payment_method.into()),
    ])?;
    Ok(Exit::Done)
}
