//! `billing set`.

use crate::{
    cli::{
        context::Context,
        error::{Error, Result},
        global::Change,
    },
    ops::billing::{BillingEdit, SeatLimit, set},
    store::Mode,
};

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub struct Args {
    /// The plan's name; empty for none
    #[arg(long, value_name = "NAME", group = "what")]
    plan: Option<String>,
    /// How many may be on the team: everybody who is invited or active, suspended members left out
    #[arg(long, value_name = "N", group = "what", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    seats: Option<u64>,
    /// As many as like may be on the team
    #[arg(long, group = "what", conflicts_with = "seats")]
    no_seat_limit: bool,
    /// What the payment method is called, such as `Visa ending in 4242`; never its number
    #[arg(long, value_name = "LABEL", group = "what")]
    payment_method: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let unlimited = args.no_seat_limit.then_some(SeatLimit::None);
    let seats = args.seats.map(SeatLimit::Of).or(unlimited);
    let edit = BillingEdit {
        plan: args.plan.as_deref(),
        payment_method: args.payment_method.as_deref(),
        seats,
    };
    if mode == Mode::Apply && args.seats.is_some() {
        confirm(edit, context)?;
    }
    let outcome = set(&mut context.session_in(mode)?, edit)?;
    context.report(&outcome, mode)
}

/// Shows what fewer seats than members mean, before they are set.
fn confirm(edit: BillingEdit<'_>, context: &mut Context) -> std::result::Result<(), Error> {
    let planned = set(&mut context.session_in(Mode::DryRun)?, edit)?;
    let over = planned.effects.iter().find(|effect| effect.field == "over");
    let Some(over) = over.map(|effect| effect.members) else { return Ok(()) };
    let people = if over == 1 { "1 member is".to_owned() } else { format!("{over} members are") };
    context.confirm(&format!(
        "{people} beyond so many seats: they stay, and nobody new can be invited; set it?"
    ))
}
