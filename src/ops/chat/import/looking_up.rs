//! What is asked of a server about many events at once, before they are taken one by one. Of a file it is asked
//! as they are taken.

use std::collections::BTreeSet;

use super::{accounts::number, fault::Fault, pipe::Item, writer::Writer};
use crate::{
    formats::{
        event::{AccountRef, Customer, Event},
        place::Place,
    },
    rules::id::ContactId,
};

/// What an event speaks of.
struct Spoken<'e> {
    account: &'e AccountRef,
    customer: &'e Customer,
    /// WhatsApp's id of the message that it is, or is about.
    message: Option<&'e str>,
}

fn spoken(event: &Event) -> Option<Spoken<'_>> {
    let (account, customer, message) = match event {
        Event::Message(it) => (&it.origin.account, &it.origin.customer, Some(&it.origin.id)),
        Event::Edit(it) => (&it.origin.account, &it.origin.customer, Some(&it.message_id)),
        Event::Revoke(it) => (&it.origin.account, &it.origin.customer, Some(&it.message_id)),
        Event::Reaction(it) => (&it.origin.account, &it.origin.customer, Some(&it.origin.id)),
        Event::Status(it) => (&it.account, &it.customer, Some(&it.message_id)),
        Event::Contact(it) => (&it.account, &it.customer, None),
        Event::Chat(it) => (&it.account, &it.customer, None),
        _ => return None,
    };
    Some(Spoken { account, customer, message: message.map(String::as_str) })
}

/// Whether an event is about a message, which may come behind it.
const fn is_of_another(item: &Item) -> bool {
    matches!(item, Ok(Event::Edit(_) | Event::Revoke(_) | Event::Status(_)))
}

impl Writer<'_> {
    /// Looks up what these events speak of.
    pub(super) fn look_up(&mut self, events: &[Item]) -> Result<(), Fault> {
        if !self.change.is_far() {
            return Ok(());
        }
        let exported = |item: &Item| match item {
            Ok(Event::Message(message)) => message.span_ms.map(|_| message.origin.at_ms),
            _ => None,
        };
        if let Some(until) = events.iter().filter_map(exported).max() {
            self.tick.look_up(until);
        }
        let spoken_in = || events.iter().filter_map(|item| item.as_ref().ok()).filter_map(spoken);
        self.look_up_people(spoken_in().map(|spoken| spoken.customer))?;
        let met: BTreeSet<_> =
            spoken_in().filter_map(|spoken| self.known_by(spoken.customer)).collect();
        self.chats.look_up(self.change, &met.into_iter().map(ContactId).collect::<Vec<_>>())?;
        // Mostly nothing waits for a message, and only what is said of one begins to.
        let may_wait = self.early || events.iter().any(is_of_another);
        let (mut messages, mut early) = (Vec::new(), Vec::new());
        for Spoken { account, customer, message } in spoken_in() {
            let Some(id) = message else { continue };
            let Some(account) = self.known_account_of(account)? else { continue };
            early.extend(may_wait.then(|| (account, id.to_owned())));
            let contact = self.known_by(customer).map(ContactId);
            if let Some(chat) = contact.and_then(|contact| self.chats.known(account, contact)) {
                messages.push((chat, id.to_owned()));
            }
        }
        self.said.look_up(self.change, messages, early)
    }

    fn look_up_people<'e>(
        &mut self,
        customers: impl Iterator<Item = &'e Customer>,
    ) -> Result<(), Fault> {
        let (mut phones, mut ids) = (BTreeSet::new(), BTreeSet::new());
        for customer in customers {
            let digits = customer.wa_id.as_deref().into_iter();
            // One that is none is told when it is taken.
            phones.extend(digits.filter_map(|digits| number(digits, &Place::default()).ok()));
            ids.extend(customer.user_id.clone());
        }
        self.people.look_up(self.change, phones.into_iter().collect(), ids.into_iter().collect())
    }

    /// The contact that was met under a customer's id or number.
    fn known_by(&self, customer: &Customer) -> Option<i64> {
        let Ok(Some((phone, user_id))) = Self::key_of(customer, &Place::default()) else {
            return None;
        };
        self.people.met_as(phone.as_ref(), user_id.as_deref())
    }
}
