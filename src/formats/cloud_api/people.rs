//! Who is at the other end: joins what a message says of its sender with the `contacts` beside it.

use super::fields::{is_user_id, username};
use crate::formats::{event::Customer, json::Cursor, number::number};

/// Every message is looked for among the contacts, so both are bounded: the platform puts at most a
/// thousand things in one payload, and a hostile one could hold millions.
const BATCH_CAP: usize = 1000;

/// What a message or status says of a person itself.
#[derive(Default, Clone)]
pub(super) struct Handle {
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
}

impl Handle {
    /// From a number and a user id, either of which may stand in the other's place.
    pub(super) fn new(id: Option<&str>, user_id: Option<&str>) -> Self {
        let mut handle = Self { wa_id: None, user_id: user_id.map(str::to_owned) };
        match id {
            Some(id) if is_user_id(id) => {
                handle.user_id.get_or_insert_with(|| id.to_owned());
            }
            Some(id) => handle.wa_id = Some(number(id)),
            None => {}
        }
        handle
    }

    pub(super) fn is_nobody(&self) -> bool {
        self.wa_id.is_none() && self.user_id.is_none()
    }

    pub(super) fn alone(self) -> Customer {
        Customer { wa_id: self.wa_id, user_id: self.user_id, ..Customer::default() }
    }
}

impl Customer {
    /// Fills in what is missing from the context of a history thread.
    pub(super) fn complete(&mut self, context: &Cursor<'_, '_>) {
        if self.wa_id.is_none() {
            self.wa_id = context.say("wa_id").map(number);
        }
        if self.user_id.is_none() {
            self.user_id = context.owned("user_id");
        }
        if self.username.is_none() {
            self.username = username(context);
        }
    }
}

/// The `contacts` of one change.
pub(super) struct People<'p, 'n> {
    contacts: Vec<Cursor<'p, 'n>>,
}

impl<'p, 'n> People<'p, 'n> {
    pub(super) fn new(contacts: &'p Cursor<'_, 'n>) -> Self {
        Self { contacts: contacts.items().take(BATCH_CAP).collect() }
    }

    /// The person behind the handle at `position` of `handles`. Found by id; failing that by
    /// position, or as the only contact, since a `wa_id` may differ from the number in `from`. A
    /// contact that names somebody else of `handles` is not taken: a wrong name is worse than none.
    pub(super) fn customer(&self, handle: Handle, position: usize, handles: &[Handle]) -> Customer {
        let exact = self.contacts.iter().find(|contact| names(contact, &handle));
        let found = exact.or_else(|| {
            let guess = match self.contacts.as_slice() {
                [only] => only,
                several => several.get(position)?,
            };
            // One that names this handle would have been found above.
            let taken = handles.len() > BATCH_CAP || handles.iter().any(|who| names(guess, who));
            (!taken && may_be(guess, &handle)).then_some(guess)
        });
        let mut customer = handle.alone();
        if let Some(contact) = found {
            let profile = contact.at("profile");
            let listed = contact.say("wa_id").map(number);
            match &customer.wa_id {
                None => customer.wa_id = listed,
                Some(own) => customer.also = listed.filter(|listed| listed != own),
            }
            if customer.user_id.is_none() {
                customer.user_id = contact.owned("user_id");
            }
            customer.name = profile.owned("name");
            customer.username = username(&profile);
        }
        customer
    }
}

fn names(contact: &Cursor<'_, '_>, handle: &Handle) -> bool {
    if let (Some(one), Some(other)) = (contact.say("user_id"), &handle.user_id) {
        return one == other;
    }
    match (contact.say("wa_id"), &handle.wa_id) {
        (Some(one), Some(other)) => one == other || number(one) == *other,
        _ => false,
    }
}

/// Whether nothing says that the contact is somebody else: user ids, unlike numbers, never differ
/// for one person.
fn may_be(contact: &Cursor<'_, '_>, handle: &Handle) -> bool {
    match (contact.say("user_id"), &handle.user_id) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}
