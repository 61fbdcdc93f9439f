//! Billing: the plan, the seats, and what the payment method is called.

use crate::rules::policy::grant;
use crate::{
    ops::{
        Changed, Error, Outcome, Result, Session,
        effect::{Effect, Holds, What, Whose},
        error::InputFault,
    },
    rules::{
        counted::counted,
        error::Kind,
        policy::permission::Permission,
        privacy::lens::SafeText,
        workspace::billing::{Seats, check_label, check_no_card},
    },
};

/// What stands before the names of billing's settings.
const PREFIX: &str = "billing.";

/// How the workspace is paid for, and how many it is paid for.
#[derive(Debug, Clone)]
pub struct Billing {
    /// The plan's name.
    pub plan: Option<SafeText>,
    /// What the payment method is called.
    pub payment_method: Option<SafeText>,
    /// The seats.
    pub seats: Seats,
}

/// What to change. What is `None` stays; an empty text is forgotten.
#[derive(Debug, Clone, Copy, Default)]
pub struct BillingEdit<'a> {
    /// The plan's name.
    pub plan: Option<&'a str>,
    /// What the payment method is called.
    pub payment_method: Option<&'a str>,
    /// How many seats there are.
    pub seats: Option<SeatLimit>,
}

/// How many seats there are to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatLimit {
    /// So many.
    Of(u64),
    /// As many as are wanted.
    None,
}

/// Shows billing.
///
/// # Errors
/// Refused without `billing`.
pub fn show(session: &mut Session) -> Result<Billing> {
    let now = session.now();
    session.read(|snapshot, actor| {
        actor.require(Permission::Billing)?;
        let lens = actor.lens();
        let mut settings = snapshot.settings(PREFIX)?;
        let mut setting = |name: &str| settings.remove(name).map(|text| lens.staff(text));
        Ok(Billing {
            plan: setting("plan"),
            payment_method: setting("payment_method"),
            seats: snapshot.seats(now)?,
        })
    })
}

/// Changes billing. Fewer seats than are taken send nobody away: whoever is there stays, and nobody
/// new can come until there is a seat; the outcome tells how many are over.
///
/// # Errors
/// Refused without `billing`; what can't be a label, or may be the number of a card.
pub fn set(session: &mut Session, edit: BillingEdit<'_>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<grant::Billing>(now)?;
            let plan = label(Kind::Plan, "--plan", edit.plan)?;
            let method = label(Kind::PaymentMethod, "--payment-method", edit.payment_method)?;
            let facts = (snapshot.settings(PREFIX)?, snapshot.seats(now)?, plan, method);
            Ok((grant, facts))
        },
        |change, _, (before, seats, plan, payment_method)| {
            let limit = edit.seats.map(|seats| match seats {
                SeatLimit::Of(seats) => seats.to_string(),
                SeatLimit::None => String::new(),
            });
            let wanted = [("plan", plan), ("seats", limit), ("payment_method", payment_method)];
            let mut changed = Changed::new("billing.set", "billing");
            for (name, value) in wanted {
                let Some(value) = value else { continue };
                let old = before.get(name).cloned();
                let new = (!value.is_empty()).then_some(value);
                if old != new {
                    change.save_setting(&format!("{PREFIX}{name}"), new.as_deref())?;
                    changed = changed.field(name, old, new);
                }
            }
            if changed.fields.is_empty() {
                return Ok(Outcome::default());
            }
            let mut outcome = Outcome::from(changed);
            tell_seats(&mut outcome, seats, change.seats(now)?);
            Ok(outcome)
        },
    )
}

/// What another number of seats means.
fn tell_seats(outcome: &mut Outcome, before: Seats, after: Seats) {
    if before.limit == after.limit {
        return;
    }
    let free = |seats: Seats| seats.free().map_or("unlimited".to_owned(), |free| free.to_string());
    let mut tell = |field, [before, after]: [String; 2], members| {
        let what = What::Seats { field, before, after };
        outcome.effects.push(Effect { whose: Whose::Seats, what, members, holds: Holds::Now });
    };
    tell("free", [free(before), free(after)], after.taken);
    if after.over() == 0 {
        return;
    }
    tell("over", [before.over(), after.over()].map(|over| over.to_string()), after.over());
    outcome.notes.push(format!(
        "{} taken: nobody is removed; to invite or restore anybody, free {} first",
        counted(after.taken, "seat"),
        counted(after.over() + 1, "seat"),
    ));
}

/// A label on its way in; an empty one forgets the one that there is.
fn label(kind: Kind, option: &str, text: Option<&str>) -> Result<Option<String>> {
    let Some(text) = text else { return Ok(None) };
    if text.trim().is_empty() {
        return Ok(Some(String::new()));
    }
    // Before anything that would repeat the text.
    check_no_card(text).map_err(|_| {
        Error::Input(Box::new(InputFault {
            file: option.to_owned(),
            line: None,
            column: None,
            problem: "has twelve digits or more, as a card's number has".to_owned(),
            hint: Some("a label is enough, such as `Visa ending in 4242`".to_owned()),
        }))
    })?;
    Ok(Some(check_label(kind, text)?))
}
