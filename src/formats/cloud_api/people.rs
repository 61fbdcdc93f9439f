//! Who is at the other end: joins what a message says of its sender with the `contacts` beside it.

use super::fields::{is_user_id, number, owned, username};
use super::payload::{Contact, ThreadContext};
use crate::formats::event::Customer;
use crate::formats::json::{Leaf, List, Part};

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
    pub(super) fn new(id: &Leaf<'_>, user_id: &Leaf<'_>) -> Self {
        let mut handle = Self { wa_id: None, user_id: owned(user_id) };
        match id.text() {
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
    pub(super) fn complete(&mut self, context: &ThreadContext<'_>) {
        if self.wa_id.is_none() {
            self.wa_id = context.wa_id.text().map(number);
        }
        if self.user_id.is_none() {
            self.user_id = owned(&context.user_id);
        }
        if self.username.is_none() {
            self.username = username(&context.username);
        }
    }
}

/// The `contacts` of one change.
pub(super) struct People<'p, 'a> {
    contacts: &'p [Part<Contact<'a>>],
}

impl<'p, 'a> People<'p, 'a> {
    pub(super) fn new(contacts: &'p List<Contact<'a>>) -> Self {
        let all = contacts.items();
        Self { contacts: all.get(..BATCH_CAP).unwrap_or(all) }
    }

    /// The person behind the handle at `position` of `handles`. Found by id; failing that by
    /// position, or as the only contact, since a `wa_id` may differ from the number in `from`. A
    /// contact that names somebody else of `handles` is not taken: a wrong name is worse than none.
    pub(super) fn customer(&self, handle: Handle, position: usize, handles: &[Handle]) -> Customer {
        let exact = self.objects().find(|contact| names(contact, &handle));
        let found = exact.or_else(|| {
            let guess = match self.contacts {
                [only] => only.get()?,
                several => several.get(position)?.get()?,
            };
            // One that names this handle would have been found above.
            let taken = handles.len() > BATCH_CAP || handles.iter().any(|who| names(guess, who));
            (!taken && may_be(guess, &handle)).then_some(guess)
        });
        let mut customer = handle.alone();
        if let Some(contact) = found {
            let profile = contact.profile.get();
            if customer.wa_id.is_none() {
                customer.wa_id = contact.wa_id.text().map(number);
            }
            if customer.user_id.is_none() {
                customer.user_id = owned(&contact.user_id);
            }
            customer.name = profile.and_then(|profile| owned(&profile.name));
            customer.username = profile.and_then(|profile| username(&profile.username));
        }
        customer
    }

    fn objects(&self) -> impl Iterator<Item = &'p Contact<'a>> {
        self.contacts.iter().filter_map(Part::get)
    }
}

fn names(contact: &Contact<'_>, handle: &Handle) -> bool {
    if let (Some(one), Some(other)) = (contact.user_id.text(), &handle.user_id) {
        return one == other;
    }
    match (contact.wa_id.text(), &handle.wa_id) {
        (Some(one), Some(other)) => one == other || number(one) == *other,
        _ => false,
    }
}

/// Whether nothing says that the contact is somebody else: user ids, unlike numbers, never differ
/// for one person.
fn may_be(contact: &Contact<'_>, handle: &Handle) -> bool {
    match (contact.user_id.text(), &handle.user_id) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}
