//! Finding and adding chats, and how they stand. Which message is a chat's newest is written once, at
//! the end, and not with every message.

use std::collections::HashMap;

use anyhow::anyhow;

use super::{fault::Fault, writer::Writer};
use crate::rules::policy::grant::Import;
use crate::{
    formats::{
        event::{ChatState, Customer, Group, Origin},
        place::Place,
    },
    rules::{
        id::{AccountId, ChatId, ContactId, MessageId},
        phone::Phone,
        privacy::text::CustomerText,
    },
    store::{Change, ChatPlace, NewChat},
};

/// How many are remembered. Some 150 bytes each.
const REMEMBERED: usize = 1 << 17;

/// The chats that were met, and what is to be written of them.
#[derive(Default)]
pub(super) struct Chats {
    of_contact: HashMap<(AccountId, ContactId), ChatId>,
    newest: HashMap<i64, (MessageId, i64)>,
    last_of_source: Option<(String, ChatPlace)>,
    /// Whether an export brought any of their messages.
    exported: HashMap<i64, bool>,
    /// The chat of a group whose id in the source is another by now.
    renamed: Option<(String, ChatId)>,
}

impl Chats {
    /// Notes a message as a chat's newest, if it is.
    pub(super) fn touch(
        &mut self,
        change: &Change<'_, Import>,
        chat: ChatId,
        message: MessageId,
        at: i64,
    ) -> Result<(), Fault> {
        if self.newest.len() >= REMEMBERED {
            self.flush(change)?;
        }
        let newest = self.newest.entry(chat.0).or_insert((message, at));
        if newest.1 <= at {
            *newest = (message, at);
        }
        Ok(())
    }

    /// Writes what is still to be written, in the order in which it lies in the store.
    pub(super) fn flush(&mut self, change: &Change<'_, Import>) -> Result<(), Fault> {
        let mut newest: Vec<_> = self.newest.drain().collect();
        newest.sort_unstable_by_key(|(chat, _)| *chat);
        for (chat, (message, at)) in newest {
            change.touch_chat(ChatId(chat), message, at)?;
        }
        Ok(())
    }

    /// Writes what is still to be written, and knows no chat any more.
    pub(super) fn forget(&mut self, change: &Change<'_, Import>) -> Result<(), Fault> {
        self.flush(change)?;
        *self = Self { renamed: self.renamed.take(), ..Self::default() };
        Ok(())
    }

    /// Whether an export brought any message of the chat: mostly none did, and nobody need look.
    pub(super) fn is_exported(
        &mut self,
        change: &Change<'_, Import>,
        chat: ChatId,
    ) -> Result<bool, Fault> {
        if let Some(known) = self.exported.get(&chat.0) {
            return Ok(*known);
        }
        if self.exported.len() >= REMEMBERED {
            self.exported.clear();
        }
        let is_exported = change.has_exported_messages(chat)?;
        self.exported.insert(chat.0, is_exported);
        Ok(is_exported)
    }

    pub(super) fn of_contact(
        &mut self,
        change: &Change<'_, Import>,
        account: AccountId,
        contact: ContactId,
    ) -> Result<Option<ChatId>, Fault> {
        if let Some(chat) = self.of_contact.get(&(account, contact)) {
            return Ok(Some(*chat));
        }
        let chat = change.chat_of_contact(account, contact)?;
        if let Some(chat) = chat {
            self.remember(account, contact, chat);
        }
        Ok(chat)
    }

    fn remember(&mut self, account: AccountId, contact: ContactId, chat: ChatId) {
        if self.of_contact.len() >= REMEMBERED {
            self.of_contact.clear();
        }
        self.of_contact.insert((account, contact), chat);
    }
}

/// Where an event belongs.
pub(super) struct Placed {
    pub(super) account: AccountId,
    pub(super) chat: ChatId,
    /// Who wrote, if it was a customer.
    pub(super) contact: Option<ContactId>,
    pub(super) phone: Option<Phone>,
}

impl Writer<'_> {
    /// The chat that an event belongs to, added if it is new.
    pub(super) fn place(&mut self, origin: &Origin) -> Result<Placed, Fault> {
        if let Some(chat_id) = &origin.chat_id {
            return self.place_by_id(chat_id, origin);
        }
        // Whatever may be wrong is found before anything is written.
        let has_key = Self::key_of(&origin.customer, &origin.place)?.is_some();
        if !has_key && origin.group_id.is_none() {
            let problem = "the message has neither a number, a user id nor a group";
            return Err(Fault::input(
                &origin.place,
                problem,
                "give the payload as it was received",
            ));
        }
        let account = self.account(&origin.account, &origin.place)?;
        let found = self.contact(&origin.customer, origin.at_ms, &origin.place)?;
        let (mut contact, phone) = match found {
            Some(found) => (Some(found.id), found.phone),
            None => (None, None),
        };
        let chat = match (&origin.group_id, contact) {
            (Some(group), _) => {
                let chat = self.group_chat(account, group, origin.at_ms)?;
                contact = self.participant(chat, contact, &origin.customer, origin.at_ms)?;
                chat
            }
            (None, Some(contact)) => self.contact_chat(account, contact, origin.at_ms)?.0,
            (None, None) => {
                return Err(Fault::Other(crate::ops::Error::Bug(anyhow!(
                    "a key without a contact"
                ))));
            }
        };
        Ok(Placed { account, chat, contact, phone })
    }

    fn place_by_id(&mut self, chat_id: &str, origin: &Origin) -> Result<Placed, Fault> {
        let known = match &self.chats.last_of_source {
            Some((id, place)) if id == chat_id => Some(place.clone()),
            _ => self.change.chat_of_source(chat_id)?,
        };
        let Some(known) = known else {
            let problem = "the message's chat isn't known";
            return Err(Fault::input(
                &origin.place,
                problem,
                "import the page of chats that has it first",
            ));
        };
        self.chats.last_of_source = Some((chat_id.to_owned(), known.clone()));
        let contact = match known.contact {
            Some(contact) => Some(contact),
            None => {
                let found = self.contact(&origin.customer, origin.at_ms, &origin.place)?;
                let found = found.map(|found| found.id);
                self.participant(known.id, found, &origin.customer, origin.at_ms)?
            }
        };
        Ok(Placed { account: known.account, chat: known.id, contact, phone: known.phone })
    }

    /// The chat of a contact, and whether it is new.
    fn contact_chat(
        &mut self,
        account: AccountId,
        contact: ContactId,
        at: i64,
    ) -> Result<(ChatId, bool), Fault> {
        if let Some(chat) = self.chats.of_contact(self.change, account, contact)? {
            return Ok((chat, false));
        }
        let new = NewChat { account, contact: Some(contact), group_id: None, at };
        let chat = self.change.insert_chat(&new)?;
        self.report.chats.new += 1;
        self.chats.remember(account, contact, chat);
        Ok((chat, true))
    }

    /// Finds a group under a name that it had before, told by a message that both have.
    fn meet_renamed(&mut self, account: AccountId, group: &Group) -> Result<(), Fault> {
        let Some(before) = &group.before else { return Ok(()) };
        if self.change.chat_of_group(account, &group.id)?.is_some() {
            return Ok(());
        }
        for id in &before.ids {
            let Some(chat) = self.change.chat_of_group(account, id)? else { continue };
            for message in &before.messages {
                if self.change.message_by_external_id(chat, message)?.is_some() {
                    self.chats.renamed = Some((group.id.clone(), chat));
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn group_chat(&mut self, account: AccountId, group: &str, at: i64) -> Result<ChatId, Fault> {
        if let Some((id, chat)) = &self.chats.renamed
            && id == group
        {
            return Ok(*chat);
        }
        if let Some(chat) = self.change.chat_of_group(account, group)? {
            return Ok(chat);
        }
        self.report.chats.new += 1;
        Ok(self.change.insert_chat(&NewChat {
            account,
            contact: None,
            group_id: Some(group),
            at,
        })?)
    }

    /// Notes who takes part in a group, somebody with nothing but a name included.
    fn participant(
        &mut self,
        chat: ChatId,
        contact: Option<ContactId>,
        customer: &Customer,
        at: i64,
    ) -> Result<Option<ContactId>, Fault> {
        let contact = match (contact, &customer.name) {
            (Some(contact), _) => Some(contact),
            (None, Some(name)) => Some(self.named_participant(chat, name, at)?),
            (None, None) => None,
        };
        if let Some(contact) = contact {
            self.change.add_participant(chat, contact)?;
        }
        Ok(contact)
    }

    /// How a chat stands: whose it is, whether it is closed, its labels, its members.
    pub(super) fn chat_state(&mut self, state: &ChatState) -> Result<(), Fault> {
        Self::key_of(&state.customer, &state.place)?;
        for member in state.group.iter().flat_map(|group| &group.members) {
            Self::key_of(member, &state.place)?;
        }
        let account = self.account(&state.account, &state.place)?;
        let at = state.last_ms.or(state.began_ms).unwrap_or(self.now);
        let new_before = self.report.chats.new;
        let began = state.began_ms.unwrap_or(at);
        let (chat, contact) = match &state.group {
            Some(group) => {
                self.meet_renamed(account, group)?;
                (self.group_chat(account, &group.id, began)?, None)
            }
            None => {
                let found = self.contact(&state.customer, at, &state.place)?.map(|found| found.id);
                let Some(contact) = found else {
                    let problem = "the chat has neither a number, an id nor a group";
                    return Err(Fault::input(
                        &state.place,
                        problem,
                        "give the page as it was received",
                    ));
                };
                (self.contact_chat(account, contact, began)?.0, Some(contact))
            }
        };
        let is_new = self.report.chats.new > new_before;
        let mut is_different = self.set_details(chat, state, is_new)?;
        if let Some(group) = &state.group {
            is_different |= self.members_of_group(chat, group, at, &state.place)?;
        }
        match contact {
            Some(contact) => {
                let labels = &state.labels;
                let may_tag = !labels.is_empty() && self.may_tag(contact)?;
                for label in labels.iter().filter(|_| may_tag) {
                    is_different |=
                        self.change.add_tag(contact, &CustomerText::new(label.clone()))?;
                }
            }
            None => self.report.loose_labels += state.labels.iter().map(|_| 1).sum::<u64>(),
        }
        if !is_new {
            self.report.chats.known(is_different);
        }
        Ok(())
    }

    fn set_details(
        &mut self,
        chat: ChatId,
        state: &ChatState,
        is_new: bool,
    ) -> Result<bool, Fault> {
        let before = self.change.chat_details(chat)?;
        let mut after = before.clone();
        if let Some(id) = &state.chat_id {
            let free = self.change.chat_of_source(id)?.is_none_or(|known| known.id == chat);
            if !free {
                let problem = "another chat has the same id";
                return Err(Fault::input(
                    &state.place,
                    problem,
                    "give the pages of one workspace only",
                ));
            }
            after.external_id = Some(id.clone());
        }
        // What an older source calls it is what it was called then.
        let is_newest = |group: &&Group| {
            group.before.as_ref().is_none_or(|it| is_new || it.named_ms >= before.last_at)
        };
        let group = state.group.as_ref().filter(is_newest);
        let subject = group.and_then(|group| group.subject.clone());
        after.subject = subject.map(CustomerText::new).or(after.subject);
        if let Some(closed) = state.closed
            && (is_new || (after.status == "closed") == closed || self.may_close(chat, closed)?)
        {
            let status = if closed { "closed" } else { "open" };
            status.clone_into(&mut after.status);
        }
        if let Some(last) = state.last_ms {
            after.last_at = after.last_at.max(last);
        }
        let is_different = before != after;
        if is_different {
            self.change.set_chat_details(chat, &after)?;
        }
        Ok(self.set_responsible(chat, &before, &state.responsible)? || is_different)
    }

    fn members_of_group(
        &mut self,
        chat: ChatId,
        group: &Group,
        at: i64,
        place: &Place,
    ) -> Result<bool, Fault> {
        let mut news = false;
        for member in &group.members {
            let contact = match (self.contact(member, at, place)?, &member.name) {
                (Some(found), _) => found.id,
                (None, Some(name)) => self.named_participant(chat, name, at)?,
                (None, None) => continue,
            };
            news |= self.change.add_participant(chat, contact)?;
        }
        Ok(news)
    }
}
