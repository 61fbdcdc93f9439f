//! What the workspace knows of the messages that come next: asked about many at once, where a server is asked. Of
//! a file nothing is known here, and each message is looked up.

use std::collections::{HashMap, HashSet};

use super::fault::Fault;
use crate::{
    rules::{
        id::{AccountId, ChatId, MessageId},
        policy::grant::Import,
        whatsapp::message_status::MessageStatus,
    },
    store::{Change, EarlyEvent, LookedUp, NewMessage},
};

/// What is known of them.
#[derive(Default)]
pub(super) struct Said {
    /// The messages that chats have, or haven't, by WhatsApp's ids.
    messages: HashMap<ChatId, HashMap<String, Option<MessageId>>>,
    /// The chats of which all messages are known: they are new.
    whole: HashSet<ChatId>,
    statuses: HashMap<MessageId, Known>,
    /// How many events wait for a message that may come.
    early: HashMap<(AccountId, String), usize>,
    is_far: bool,
}

struct Known {
    status: MessageStatus,
    is_unwritten: bool,
}

impl Said {
    /// Forgets what was known, and looks up these messages.
    pub(super) fn look_up(
        &mut self,
        change: &Change<'_, Import>,
        messages: &[(ChatId, String)],
        early: Vec<(AccountId, String)>,
    ) -> Result<(), Fault> {
        self.forget(change)?;
        self.is_far = true;
        for ((chat, id), found) in messages.iter().zip(change.messages_by_external_ids(messages)?) {
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
        let waiting = change.count_early_events(&early)?;
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
            self.whole.insert(chat);
        }
    }

    /// Whether the chat has a message of that id, and which; `None` where that isn't known.
    pub(super) fn find(&self, chat: ChatId, id: &str) -> Option<Option<MessageId>> {
        let known = self.messages.get(&chat).and_then(|messages| messages.get(id)).copied();
        known.or_else(|| self.whole.contains(&chat).then_some(None))
    }

    /// Notes a message that was added.
    pub(super) fn add(&mut self, message: &NewMessage<'_>, key: MessageId) {
        let Some(id) = message.external_id.filter(|_| self.is_far) else { return };
        self.messages.entry(message.chat).or_default().insert(id.to_owned(), Some(key));
        let status =
            MessageStatus { status: message.status.map(str::to_owned), at: None, details: None };
        self.statuses.insert(key, Known { status, is_unwritten: false });
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
        self.early.get(&(account, id.to_owned())) == Some(&0)
    }

    /// Keeps an event until its message comes. Says whether it was news.
    pub(super) fn keep_early(
        &mut self,
        change: &Change<'_, Import>,
        (account, id): (AccountId, &str),
        event: &EarlyEvent,
    ) -> Result<bool, Fault> {
        let is_first = self.is_unawaited(account, id);
        if is_first {
            change.add_early_event(account, id, event)?;
            self.early.insert((account, id.to_owned()), 1);
            return Ok(true);
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
