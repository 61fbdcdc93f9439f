//! What the workspace knows of the messages that come next: asked about many at once, where a server is asked. Of
//! a file nothing is known here, and each message is looked up.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, RandomState},
};

use super::fault::Fault;
use crate::{
    rules::{
        id::{AccountId, ChatId, MessageId},
        policy::grant::Import,
        whatsapp::message_status::MessageStatus,
    },
    store::{Change, EarlyEvent, EarlyKind, LookedUp, NewMessage},
};

/// What is known of them.
#[derive(Default)]
pub(super) struct Said {
    /// The messages that chats have, or haven't, by WhatsApp's ids.
    messages: HashMap<ChatId, HashMap<String, Option<MessageId>>>,
    new: NewChats,
    statuses: HashMap<MessageId, Known>,
    /// What waits for a message that may come: what happened, and when.
    early: HashMap<(AccountId, String), Vec<(EarlyKind, i64)>>,
    is_far: bool,
}

/// The chats that this import added, and of what they have since: of any other message it needn't be asked.
#[derive(Default)]
struct NewChats {
    chats: HashSet<ChatId>,
    /// The hashes of the chats' messages, by WhatsApp's ids.
    messages: HashSet<u64>,
    hashes: RandomState,
}

/// How many of their messages are remembered. Some 20 bytes each.
const REMEMBERED: usize = 1 << 21;

impl NewChats {
    /// Whether the chat is new and has no message of that id.
    fn lack(&self, chat: ChatId, id: &str) -> bool {
        self.chats.contains(&chat) && !self.messages.contains(&self.hashes.hash_one((chat.0, id)))
    }

    fn add(&mut self, chat: ChatId, id: &str) {
        if !self.chats.contains(&chat) {
            return;
        }
        if self.messages.len() >= REMEMBERED {
            *self = Self::default();
            return;
        }
        self.messages.insert(self.hashes.hash_one((chat.0, id)));
    }
}

struct Known {
    status: MessageStatus,
    is_unwritten: bool,
}

impl Said {
    /// Forgets what was known, and looks up these messages, as far as they may be there.
    pub(super) fn look_up(
        &mut self,
        change: &Change<'_, Import>,
        mut messages: Vec<(ChatId, String)>,
        early: Vec<(AccountId, String)>,
    ) -> Result<(), Fault> {
        let new = std::mem::take(&mut self.new);
        self.forget(change)?;
        (self.new, self.is_far) = (new, true);
        messages.retain(|(chat, id)| !self.new.lack(*chat, id));
        let found = change.messages_by_external_ids(&messages)?;
        for ((chat, id), found) in messages.iter().zip(found) {
            let message = match found {
                LookedUp::Unclear => continue,
                LookedUp::Nothing => None,
                LookedUp::Is((message, status)) => {
                    self.statuses.insert(message, Known { status, is_unwritten: false });
                    Some(message)
                }
            };
            self.messages.entry(*chat).or_default().insert(id.clone(), message);
        }
        let waiting = change.early_events_of(&early)?;
        self.early.extend(early.into_iter().zip(waiting));
        Ok(())
    }

    /// Writes what is still to be written, and knows nothing any more.
    pub(super) fn forget(&mut self, change: &Change<'_, Import>) -> Result<(), Fault> {
        self.flush(change)?;
        *self = Self { is_far: self.is_far, ..Self::default() };
        Ok(())
    }

    /// Notes a chat that is new.
    pub(super) fn add_chat(&mut self, chat: ChatId) {
        if self.is_far {
            self.new.chats.insert(chat);
        }
    }

    /// The message of that id in a chat, as far as it is known.
    pub(super) fn find(&self, chat: ChatId, id: &str) -> LookedUp<MessageId> {
        match self.messages.get(&chat).and_then(|messages| messages.get(id)) {
            Some(found) => LookedUp::known(*found),
            None if self.new.lack(chat, id) => LookedUp::Nothing,
            None => LookedUp::Unclear,
        }
    }

    /// Notes a message that was added.
    pub(super) fn add(&mut self, message: &NewMessage<'_>, key: MessageId) {
        let Some(id) = message.external_id.filter(|_| self.is_far) else { return };
        self.new.add(message.chat, id);
        self.messages.entry(message.chat).or_default().insert(id.to_owned(), Some(key));
        let status =
            MessageStatus { status: message.status.map(str::to_owned), at: None, details: None };
        self.statuses.insert(key, Known { status, is_unwritten: false });
    }

    /// Notes that a message which an export brought has an id of WhatsApp's now.
    pub(super) fn note_adopted(&mut self, chat: ChatId, id: &str) {
        self.new.add(chat, id);
        if let Some(known) = self.messages.get_mut(&chat) {
            known.remove(id);
        }
    }

    /// Lets `change` have a message's status, and writes it back where that changed it, sooner or later.
    pub(super) fn with_status(
        &mut self,
        store: &Change<'_, Import>,
        message: MessageId,
        change: impl FnOnce(&mut MessageStatus) -> bool,
    ) -> Result<bool, Fault> {
        if let Some(known) = self.statuses.get_mut(&message) {
            let is_changed = change(&mut known.status);
            known.is_unwritten |= is_changed;
            return Ok(is_changed);
        }
        let mut status = store.message_status(message)?;
        let is_changed = change(&mut status);
        if is_changed {
            store.set_message_statuses(&[(message, &status)])?;
        }
        Ok(is_changed)
    }

    /// Whether nothing waits for that message.
    pub(super) fn is_unawaited(&self, account: AccountId, id: &str) -> bool {
        self.early.get(&(account, id.to_owned())).is_some_and(Vec::is_empty)
    }

    /// Keeps an event until its message comes. Says whether it was news.
    pub(super) fn keep_early(
        &mut self,
        change: &Change<'_, Import>,
        (account, id): (AccountId, &str),
        event: &EarlyEvent,
    ) -> Result<bool, Fault> {
        if let Some(known) = self.early.get_mut(&(account, id.to_owned())) {
            match known.iter().find(|(kind, _)| *kind == event.event) {
                None => {
                    change.add_early_event(account, id, event)?;
                    known.push((event.event.clone(), event.at));
                    return Ok(true);
                }
                Some((_, at)) if *at >= event.at => return Ok(false),
                Some(_) => {
                    self.early.remove(&(account, id.to_owned()));
                }
            }
        }
        Ok(change.keep_early_event(account, id, event)?)
    }

    /// Writes what is still to be written.
    pub(super) fn flush(&mut self, change: &Change<'_, Import>) -> Result<(), Fault> {
        let mut unwritten: Vec<_> =
            self.statuses.iter_mut().filter(|(_, known)| known.is_unwritten).collect();
        unwritten.sort_unstable_by_key(|(message, _)| message.0);
        let statuses: Vec<_> =
            unwritten.iter().map(|(message, known)| (**message, &known.status)).collect();
        change.set_message_statuses(&statuses)?;
        for (_, known) in unwritten {
            known.is_unwritten = false;
        }
        Ok(())
    }
}
