//! The business's own numbers, and how TimelinesAI names them.

use crate::formats::{
    event::{AccountRef, AccountState, Event},
    json::{Cursor, Fault},
    number::{digits, is_plausible, number},
    place::Place,
};

/// A number of the business; `beside` is the teammate it is listed with.
pub(super) fn account_event(
    place: Place,
    body: &Cursor<'_, '_>,
    beside: Option<&str>,
) -> Result<Event, Fault> {
    let account = account_ref(body, "id", "phone")?;
    if account.is_unnamed() {
        return Err(body.wrong("the account has neither `phone` nor `id`", ""));
    }
    let owner = body.text("owner_email")?;
    Ok(Event::Account(Box::new(AccountState {
        place,
        account,
        label: body.owned("account_name"),
        owner_is_certain: owner.is_some(),
        owner: owner.or(beside).map(str::to_owned),
    })))
}

/// An account by its id, which is mostly a JID and so a number, and by its number.
pub(super) fn account_ref(
    body: &Cursor<'_, '_>,
    id: &str,
    phone: &str,
) -> Result<AccountRef, Fault> {
    let id = body.text(id)?;
    let in_id = id.filter(|id| id.contains('@')).map(number).filter(|digits| is_plausible(digits));
    let phone = body.text(phone)?.and_then(digits);
    // An id that is a number with an address is no id of its own.
    let own_id = id.filter(|_| in_id.is_none()).map(str::to_owned);
    Ok(AccountRef { display_number: phone.or(in_id), phone_number_id: own_id })
}
