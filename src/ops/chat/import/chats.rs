//! Finding and adding chats, and how they stand. Which message is a chat's newest is written once, at
//! the end, and not with every message.

use std::collections::{HashMap, HashSet};

use anyhow::anyhow;

use super::{fault::Fault, writer::Writer};
use crate::rules::policy::grant::Import;
use crate::{
    formats::event::{Customer, Group, Origin},
    rules::{
        id::{AccountId, ChatId, ContactId, MessageId},
        phone::Phone,
    },
    store::{Change, ChatPlace, ContactChat, NewChat},
};

/// How many are remembered. Some 150 bytes each.
const REMEMBERED: usize = 1 << 17;

/// The chats that were met, and what is to be written of them.
#[derive(Default)]
pub(super) struct Chats {
    of_contact: HashMap<(AccountId, ContactId), ChatId>,
    /// Of whom all chats are known.
    whole: HashSet<ContactId>,
    /// Who has no tags.
    tagless: HashSet<ContactId>,
    of_group: HashMap<(AccountId, String), ChatId>,
    /// Who is known to take part in which group.
    participants: HashSet<(ChatId, ContactId)>,
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
        let newest: Vec<_> =
            newest.into_iter().map(|(chat, (message, at))| (ChatId(chat), message, at)).collect();
        change.touch_chats(&newest)?;
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
        if self.whole.contains(&contact) {
            return Ok(None);
        }
        let chat = change.chat_of_contact(account, contact)?;
        if let Some(chat) = chat {
            self.remember(account, contact, chat);
        }
        Ok(chat)
    }

    /// The chat of a contact, as far as it is known without a question.
    pub(super) fn known(&self, account: AccountId, contact: ContactId) -> Option<ChatId> {
        self.of_contact.get(&(account, contact)).copied()
    }

    /// Looks up the chats of these contacts.
    pub(super) fn look_up(
        &mut self,
        change: &Change<'_, Import>,
        contacts: &[ContactId],
    ) -> Result<(), Fault> {
        let mut unknown = contacts.to_vec();
        unknown.retain(|contact| !self.whole.contains(contact));
        let (all, tags) = (change.chats_of_contacts(&unknown)?, change.count_tags(&unknown)?);
        let mut chats = Vec::new();
        for ((contact, of_contact), tags) in unknown.into_iter().zip(all).zip(tags) {
            for ContactChat { account, chat, is_exported } in of_contact {
                self.remember(account, contact, chat);
                self.exported.insert(chat.0, is_exported);
                chats.push(chat);
            }
            self.whole.insert(contact);
            if tags == 0 {
                self.tagless.insert(contact);
            }
        }
        Ok(change.look_up_chats(&chats)?)
    }

    /// Notes a contact who is new: they have no chat and no tags.
    pub(super) fn add_contact(&mut self, contact: ContactId) {
        if self.tagless.len() >= REMEMBERED {
            self.tagless.clear();
        }
        self.whole.insert(contact);
        self.tagless.insert(contact);
    }

    /// Notes that a contact is given a tag.
    pub(super) fn add_tag(&mut self, contact: ContactId) {
        self.tagless.remove(&contact);
    }

    fn remember(&mut self, account: AccountId, contact: ContactId, chat: ChatId) {
        if self.of_contact.len() >= REMEMBERED || self.whole.len() >= REMEMBERED {
            self.of_contact.clear();
            self.whole.clear();
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
    pub(super) fn contact_chat(
        &mut self,
        account: AccountId,
        contact: ContactId,
        at: i64,
    ) -> Result<(ChatId, bool), Fault> {
        if let Some(chat) = self.chats.of_contact(self.change, account, contact)? {
            return Ok((chat, false));
        }
        let new = NewChat { account, contact: Some(contact), group_id: None, at };
        let stored = self.people.stored(contact);
        let chat = match stored.filter(|_| self.chats.tagless.contains(&contact)) {
            Some(stored) => self.change.add_chat(&new, Some(stored))?,
            None => self.change.insert_chat(&new)?,
        };
        self.note_new_chat(chat);
        self.chats.remember(account, contact, chat);
        Ok((chat, true))
    }

    /// Finds a group under a name that it had before, told by a message that both have.
    pub(super) fn meet_renamed(&mut self, account: AccountId, group: &Group) -> Result<(), Fault> {
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

    pub(super) fn group_chat(
        &mut self,
        account: AccountId,
        group: &str,
        at: i64,
    ) -> Result<ChatId, Fault> {
        if let Some((id, chat)) = &self.chats.renamed
            && id == group
        {
            return Ok(*chat);
        }
        let key = (account, group.to_owned());
        if let Some(chat) = self.chats.of_group.get(&key) {
            return Ok(*chat);
        }
        let chat = match self.change.chat_of_group(account, group)? {
            Some(chat) => chat,
            None => {
                let new = NewChat { account, contact: None, group_id: Some(group), at };
                let chat = self.change.add_chat(&new, None)?;
                self.note_new_chat(chat);
                chat
            }
        };
        if self.chats.of_group.len() >= REMEMBERED {
            self.chats.of_group.clear();
        }
        self.chats.of_group.insert(key, chat);
        Ok(chat)
    }

    /// A chat that is new has no messages.
    fn note_new_chat(&mut self, chat: ChatId) {
        self.report.chats.new += 1;
        self.said.add_chat(chat);
        self.chats.exported.insert(chat.0, false);
    }

    /// Notes who takes part in a group, somebody with nothing but a name included.
    pub(super) fn participant(
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
        if let Some(contact) = contact
            && !self.chats.participants.contains(&(chat, contact))
        {
            self.change.add_participant(chat, contact)?;
            if self.chats.participants.len() >= REMEMBERED {
                self.chats.participants.clear();
            }
            self.chats.participants.insert((chat, contact));
        }
        Ok(contact)
    }
}
