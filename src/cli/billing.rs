//! `billing`: the plan, the seats and the payment method.

use clap::ArgGroup;

use super::{
    error::Error,
    tree::{Node, Noun},
    verb::{Change, ChangeVerb, Done, Parts, Question, Show, ShowVerb},
};
use crate::{
    ops::{
        self, Outcome, Session,
        billing::{self, BillingEdit, SeatLimit},
    },
    rules::counted::counted,
    ui::Value,
};

pub struct Billing;

impl Noun for Billing {
    const VERBS: &'static [Node] = &[
        Node::verb::<Show<Plan>>("show", "Show the plan, the seats and the payment method")
            .examples(&["billing show"]),
        Node::verb::<Change<Set>>("set", "Change the plan, the seats or the payment method")
            .examples(&["billing set --plan Growth --seats 40"]),
    ];
}

#[derive(clap::Args)]
struct Plan {}

impl ShowVerb for Plan {
    fn parts(&self, session: &mut Session) -> Result<Parts, Error> {
        let billing = billing::show(session)?;
        Ok(vec![
            ("plan", billing.plan.into()),
            ("seats", billing.seats.limit.into()),
            ("seats_taken", billing.seats.taken.into()),
            ("seats_free", billing.seats.free().into()),
            ("seats_over", Value::count(billing.seats.over())),
            ("payment_method", billing.payment_method.into()),
        ])
    }
}

#[derive(clap::Args)]
#[command(group = ArgGroup::new("what").required(true).multiple(true))]
struct Set {
    /// Name of the plan; empty for none
    #[arg(long, value_name = "NAME", group = "what")]
    plan: Option<String>,
    /// How many people may be on the team: invited and active members, not suspended ones
    #[arg(long, value_name = "N", group = "what", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    seats: Option<u64>,
    /// Allow any number of people on the team
    #[arg(long, group = "what", conflicts_with = "seats")]
    no_seat_limit: bool,
    /// What the payment method is called, such as `Visa ending in 4242`; never its number
    #[arg(long, value_name = "LABEL", group = "what")]
    payment_method: Option<String>,
}

impl ChangeVerb for Set {
    const ASKS: bool = true;

    fn question(&self, planned: &Outcome) -> Option<Question> {
        let over = planned.effects.iter().find(|effect| effect.field() == "over")?.members;
        self.seats.map(|seats| {
            let (seats, members) = (counted(seats, "seat"), counted(over, "member"));
            Question::yes(format!(
                "{members} too many for {seats}: they stay, and nobody new can join. Set it?"
            ))
        })
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let unlimited = self.no_seat_limit.then_some(SeatLimit::None);
        let edit = BillingEdit {
            plan: self.plan.as_deref(),
            payment_method: self.payment_method.as_deref(),
            seats: self.seats.map(SeatLimit::Of).or(unlimited),
        };
        Ok(billing::set(session, edit)?.into())
    }
}
