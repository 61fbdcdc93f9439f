//! Putting events where they belong: into chats, which are added as they are met.

use super::{Fault, ImportReport, status::supersedes};
use crate::{
    formats::cloud_api::{self, AccountRef, Customer, Edit, Event, Origin, Place, Status},
    rules::{
        id::{AccountId, ChatId, ContactId, MessageId},
        phone::Phone,
        private::CustomerText,
    },
    store::{Change, Direction, EarlyEvent, EarlyKind, NewChat, NewMessage},
};

/// An account as payloads name it: by number, by WhatsApp's id, or both.
type AccountKey = (Option<String>, Option<String>);

/// One import under way.
pub(super) struct Writer<'c, 'r> {
    pub(super) change: &'c Change<'c>,
    pub(super) now: i64,
    pub(super) report: &'r mut ImportReport,
    /// Payloads of one account come in runs.
    pub(super) last_account: Option<(AccountKey, AccountId)>,
}

/// A chat that an event belongs to.
struct Placed {
    account: AccountId,
    chat: ChatId,
    contact: Option<ContactId>,
    phone: Option<Phone>,
}

/// A message that something happened to.
struct Target<'e> {
    account: &'e AccountRef,
    customer: &'e Customer,
    group_id: Option<&'e str>,
    message_id: &'e str,
    place: &'e Place,
}

impl<'e> Target<'e> {
    fn of(origin: &'e Origin, message_id: &'e str) -> Self {
        let Origin { account, customer, group_id, place, .. } = origin;
        Self { account, customer, group_id: group_id.as_deref(), message_id, place }
    }
}

impl<'c, 'r> Writer<'c, 'r> {
    pub(super) fn new(change: &'c Change<'c>, now: i64, report: &'r mut ImportReport) -> Self {
        Self { change, now, report, last_account: None }
    }

    /// Puts one event where it belongs.
    pub(super) fn take(&mut self, event: Event) -> Result<(), Fault> {
        match event {
            Event::Message(message) => self.message(&message),
            Event::Reaction(reaction) => self.keep(
                &reaction.origin,
                "reaction",
                reaction.emoji,
                Some(&reaction.message_id),
                None,
            ),
            Event::Edit(edit) => {
                let Edit { origin, message_id, kind, text } = *edit;
                let (kind, text) = (Some(kind), text.map(CustomerText::new));
                let happened = EarlyEvent { event: EarlyKind::Edit, at: origin.at_ms, kind, text };
                self.update(&Target::of(&origin, &message_id), &happened)
            }
            Event::Revoke(revoke) => {
                let at = revoke.origin.at_ms;
                let happened = EarlyEvent { event: EarlyKind::Revoke, at, kind: None, text: None };
                self.update(&Target::of(&revoke.origin, &revoke.message_id), &happened)
            }
            Event::Status(status) => {
                let Status {
                    place, account, customer, message_id, status, at_ms, group_id, ..
                } = *status;
                let event = EarlyKind::Status(status);
                let happened = EarlyEvent { event, at: at_ms, kind: None, text: None };
                let group_id = group_id.as_deref();
                let target = Target {
                    account: &account,
                    customer: &customer,
                    group_id,
                    message_id: &message_id,
                    place: &place,
                };
                self.update(&target, &happened)
            }
            Event::Contact(update) => {
                self.account(&update.account, &update.place)?;
                let at = update.at_ms.unwrap_or(0);
                match update.change {
                    cloud_api::ContactChange::Saved => {
                        self.contact(&update.customer, at, &update.place)?;
                    }
                    // An entry that was deleted from a phone's address book is still a contact.
                    cloud_api::ContactChange::Removed => self.report.ignored += 1,
                }
                Ok(())
            }
            // The system message beside it is kept. The contact is not rewritten: what was written
            // under the old number stays under it, and importing the past again changes nothing.
            Event::Moved(_) | Event::Ignored { .. } => {
                self.report.ignored += 1;
                Ok(())
            }
        }
    }

    fn message(&mut self, message: &cloud_api::Message) -> Result<(), Fault> {
        let text = message.text.clone().or_else(|| message.error.clone());
        let reply_to = message.reply_to.as_deref();
        self.keep(&message.origin, &message.kind, text, reply_to, message.delivery.as_deref())
    }

    fn keep(
        &mut self,
        origin: &Origin,
        kind: &str,
        text: Option<String>,
        reply_to: Option<&str>,
        status: Option<&str>,
    ) -> Result<(), Fault> {
        let placed = self.place(origin)?;
        let text = text.map(CustomerText::new);
        let outgoing = origin.direction == cloud_api::Direction::Outgoing;
        let written = self.change.insert_message(&NewMessage {
            chat: placed.chat,
            external_id: Some(&origin.id),
            at: origin.at_ms,
            direction: if outgoing { Direction::Out } else { Direction::In },
            kind,
            text: text.as_ref(),
            contact: if outgoing { None } else { placed.contact },
            member: None,
            author: None,
            reply_to,
            recipient: placed.phone.as_ref().filter(|_| outgoing),
            status,
        })?;
        let Some(message) = written else {
            if self.change.fill_placeholder(placed.chat, &origin.id, kind, text.as_ref())? {
                self.report.messages.changed += 1;
            } else {
                self.report.messages.unchanged += 1;
            }
            return Ok(());
        };
        self.report.messages.new += 1;
        self.change.touch_chat(placed.chat, message, origin.at_ms)?;
        for early in self.change.take_early_events(placed.account, &origin.id)? {
            self.apply(message, &early)?;
        }
        Ok(())
    }

    /// The chat that an event belongs to, added if it is new.
    fn place(&mut self, origin: &Origin) -> Result<Placed, Fault> {
        let account = self.account(&origin.account, &origin.place)?;
        let contact = self.contact(&origin.customer, origin.at_ms, &origin.place)?;
        let (contact, phone) = match contact {
            Some(found) => (Some(found.id), found.phone),
            None => (None, None),
        };
        let known = match (&origin.group_id, contact) {
            (Some(group), _) => self.change.chat_of_group(account, group)?,
            (None, Some(contact)) => self.change.chat_of_contact(account, contact)?,
            (None, None) => {
                return Err(Fault::Input(cloud_api::ReadError {
                    place: origin.place.clone(),
                    problem: "the message has neither a number, a user id nor a group".to_owned(),
                    hint: "give the payload as it was received".to_owned(),
                }));
            }
        };
        let chat = match known {
            Some(chat) => chat,
            None => {
                self.report.chats.new += 1;
                self.change.insert_chat(&NewChat {
                    account,
                    contact: if origin.group_id.is_some() { None } else { contact },
                    group_id: origin.group_id.as_deref(),
                    at: origin.at_ms,
                })?
            }
        };
        if let (Some(_), Some(contact)) = (&origin.group_id, contact) {
            self.change.add_participant(chat, contact)?;
        }
        Ok(Placed { account, chat, contact, phone })
    }

    /// Applies what happened to a message, or keeps it until the message comes. It adds no chat: one
    /// without a message would have nothing to show.
    fn update(&mut self, target: &Target<'_>, happened: &EarlyEvent) -> Result<(), Fault> {
        let account = self.account(target.account, target.place)?;
        let external_id = target.message_id;
        let chat = match target.group_id {
            Some(group) => self.change.chat_of_group(account, group)?,
            None => match self.known_contact(target.customer, target.place)? {
                Some(contact) => self.change.chat_of_contact(account, contact)?,
                None => None,
            },
        };
        let message = match chat {
            Some(chat) => self.change.message_by_external_id(chat, external_id)?,
            None => None,
        };
        let news = match message {
            Some(message) => self.apply(message, happened)?,
            None => {
                self.report.waiting += 1;
                self.change.keep_early_event(account, external_id, happened)?
            }
        };
        if news {
            self.report.updates.changed += 1;
        } else {
            self.report.updates.unchanged += 1;
        }
        Ok(())
    }

    fn apply(&self, message: MessageId, happened: &EarlyEvent) -> Result<bool, Fault> {
        let at = happened.at;
        Ok(match &happened.event {
            EarlyKind::Status(status) => {
                let (old, old_at) = self.change.message_status(message)?;
                let news = supersedes((status, at), (old.as_deref(), old_at));
                if news {
                    self.change.set_message_status(message, status, at)?;
                }
                news
            }
            EarlyKind::Edit => {
                let kind = happened.kind.as_deref().unwrap_or("text");
                self.change.edit_message(message, kind, happened.text.as_ref(), at)?
            }
            EarlyKind::Revoke => self.change.revoke_message(message, at)?,
        })
    }
}
