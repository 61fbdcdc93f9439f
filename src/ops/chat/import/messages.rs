//! Messages, and what happened to them: each once, in its chat.

use super::{chats::Placed, fault::Fault, writer::Writer};
use crate::{
    formats::{
        event::{AccountRef, Customer, Direction as Way, Message, Origin, Reaction, Told},
        place::Place,
    },
    rules::{
        id::{AccountId, ChatId, ContactId, MessageId},
        privacy::text::CustomerText,
    },
    store::{ContactKey, Direction, EarlyEvent, EarlyKind, LookedUp, MessageBody, NewMessage},
};

/// A message that something happened to.
pub(super) struct Target<'e> {
    pub(super) account: &'e AccountRef,
    pub(super) customer: &'e Customer,
    pub(super) group_id: Option<&'e str>,
    pub(super) message_id: &'e str,
    pub(super) place: &'e Place,
}

/// What a message holds, whatever sort it is.
#[derive(Default)]
pub(super) struct Body {
    pub(super) kind: String,
    pub(super) text: Option<CustomerText>,
    content: Option<CustomerText>,
    reply_to: Option<String>,
    status: Option<String>,
    author: Option<String>,
    is_current: bool,
    is_exported: bool,
}

impl Body {
    pub(super) fn as_written(&self) -> MessageBody<'_> {
        MessageBody { kind: &self.kind, text: self.text.as_ref(), content: self.content.as_ref() }
    }

    pub(super) fn of(message: Message) -> (Origin, Self) {
        let body = Self {
            kind: message.kind,
            text: message.text.or(message.error).map(CustomerText::new),
            content: message.content.map(CustomerText::new),
            reply_to: message.reply_to,
            status: message.delivery,
            author: message.author,
            is_current: message.told == Told::AsOfNow,
            is_exported: message.span_ms.is_some(),
        };
        (message.origin, body)
    }
}

impl Writer<'_> {
    pub(super) fn message(&mut self, message: Message) -> Result<(), Fault> {
        if message.span_ms.is_some() {
            return self.message_of_tick(message);
        }
        let state = (message.edited, message.deleted);
        let (origin, body) = Body::of(message);
        let placed = self.place(&origin)?;
        self.keep_with_state(&placed, &origin, &body, state).map(drop)
    }

    /// Keeps a message that isn't known yet and may have been edited or deleted since.
    pub(super) fn keep_with_state(
        &mut self,
        placed: &Placed,
        origin: &Origin,
        body: &Body,
        (edited, deleted): (bool, bool),
    ) -> Result<Option<MessageId>, Fault> {
        let Some(written) = self.keep(placed, origin, body)? else { return Ok(None) };
        if edited {
            self.change.edit_message(written, &body.as_written(), origin.at_ms)?;
        }
        if deleted {
            self.change.revoke_message(written, origin.at_ms)?;
        }
        Ok(Some(written))
    }

    pub(super) fn reaction(&mut self, reaction: Reaction) -> Result<(), Fault> {
        let body = Body {
            kind: "reaction".to_owned(),
            text: reaction.emoji.map(CustomerText::new),
            reply_to: Some(reaction.message_id),
            ..Body::default()
        };
        let placed = self.place(&reaction.origin)?;
        self.keep(&placed, &reaction.origin, &body).map(|_| ())
    }

    /// Keeps a message that isn't known yet.
    fn keep(
        &mut self,
        placed: &Placed,
        origin: &Origin,
        body: &Body,
    ) -> Result<Option<MessageId>, Fault> {
        let outgoing = origin.direction == Way::Outgoing;
        let message = NewMessage {
            chat: placed.chat,
            external_id: Some(&origin.id),
            at: origin.at_ms,
            direction: if outgoing { Direction::Out } else { Direction::In },
            kind: &body.kind,
            text: body.text.as_ref(),
            contact: if outgoing { None } else { placed.contact },
            member: None,
            author: body.author.as_deref(),
            veiled: None,
            content: body.content.as_ref(),
            reply_to: body.reply_to.as_deref(),
            recipient: placed.phone.as_ref().filter(|_| outgoing),
            status: body.status.as_deref(),
            campaign: None,
            template_version: None,
        };
        if !body.is_exported
            && let Some(exported) = self.adopt(&message)?
        {
            self.said.note_adopted(placed.chat, &origin.id);
            self.report.messages.known(true);
            self.take_early(placed, origin, exported)?;
            return Ok(None);
        }
        let written = match self.said.find(placed.chat, &origin.id) {
            LookedUp::Is(_) => None,
            LookedUp::Nothing => self.change.add_message(&message)?,
            LookedUp::Unclear => self.change.insert_message(&message)?,
        };
        if let Some(written) = written {
            self.said.add(&message, written);
        }
        let Some(message) = written else {
            // Of what was looked up it is known that it has its content.
            let is_whole = self.said.find(placed.chat, &origin.id) != LookedUp::Unclear;
            let is_filled = !is_whole
                && self.change.fill_placeholder(placed.chat, &origin.id, &body.as_written())?;
            let is_news = self.bring_up(placed, origin, body)?;
            self.report.messages.known(is_filled || is_news);
            return Ok(None);
        };
        self.report.messages.new += 1;
        self.chats.touch(self.change, placed.chat, message, origin.at_ms)?;
        self.take_early(placed, origin, message)?;
        Ok(Some(message))
    }

    /// Applies what happened to a message before it came.
    fn take_early(
        &mut self,
        placed: &Placed,
        origin: &Origin,
        message: MessageId,
    ) -> Result<(), Fault> {
        if self.early && !self.said.is_unawaited(placed.account, &origin.id) {
            for early in self.change.take_early_events(placed.account, &origin.id)? {
                self.apply(message, &early)?;
            }
        }
        Ok(())
    }

    /// Brings a known message to the state in which the source has it now. Says whether that is news.
    fn bring_up(&mut self, placed: &Placed, origin: &Origin, body: &Body) -> Result<bool, Fault> {
        if !body.is_current {
            return Ok(false);
        }
        let known = self.message_in(Some(placed.chat), &origin.id)?;
        let Some(message) = known else { return Ok(false) };
        let mut is_news = false;
        if let Some(status) = &body.status {
            is_news = self.said.with_status(self.change, message, |it| it.bring_up(status))?;
        }
        if let Some(content) = &body.content {
            is_news |= self.change.set_message_content(message, content)?;
        }
        Ok(is_news)
    }

    /// An edit or a deletion of a message.
    pub(super) fn happened(
        &mut self,
        origin: &Origin,
        message_id: &str,
        happened: &EarlyEvent,
    ) -> Result<(), Fault> {
        let Origin { account, customer, group_id, place, .. } = origin;
        let group_id = group_id.as_deref();
        self.update(&Target { account, customer, group_id, message_id, place }, happened)
    }

    /// Applies what happened to a message, or keeps it until the message comes. It adds no chat: one
    /// without a message would have nothing to show.
    pub(super) fn update(
        &mut self,
        target: &Target<'_>,
        happened: &EarlyEvent,
    ) -> Result<(), Fault> {
        Self::key_of(target.customer, target.place)?;
        let account = self.account(target.account, target.place)?;
        let message = self.message_of(account, target, happened.at)?;
        let news = match message {
            Some(message) => self.apply(message, happened)?,
            None => {
                self.early = true;
                self.report.waiting += 1;
                self.said.keep_early(self.change, (account, target.message_id), happened)?
            }
        };
        self.report.updates.known(news);
        Ok(())
    }

    /// The message that an update is of: in the chat of whom it concerns or, failing that, of who had that
    /// number or id once. WhatsApp may go on to name them by it.
    fn message_of(
        &mut self,
        account: AccountId,
        target: &Target<'_>,
        at: i64,
    ) -> Result<Option<MessageId>, Fault> {
        if let Some(group) = target.group_id {
            let chat = self.change.chat_of_group(account, group)?;
            return self.message_in(chat, target.message_id);
        }
        let now = self.recipient(target, at)?;
        let once = match Self::key_of(target.customer, target.place)? {
            Some((phone, user_id)) if self.people.has_moved() => {
                let (phone, whatsapp_user_id) = (phone.as_ref(), user_id.as_deref());
                self.change.contacts_once(&ContactKey { phone, whatsapp_user_id })?
            }
            _ => Vec::new(),
        };
        for contact in now.into_iter().chain(once) {
            let chat = self.chats.of_contact(self.change, account, contact)?;
            if let Some(message) = self.message_in(chat, target.message_id)? {
                return Ok(Some(message));
            }
        }
        Ok(None)
    }

    fn message_in(&self, chat: Option<ChatId>, id: &str) -> Result<Option<MessageId>, Fault> {
        let Some(chat) = chat else { return Ok(None) };
        let look = || self.change.message_by_external_id(chat, id);
        Ok(self.said.find(chat, id).or_look(look)?)
    }

    /// Who an update concerns. One that names number and id together says that both are theirs.
    fn recipient(&mut self, target: &Target<'_>, at: i64) -> Result<Option<ContactId>, Fault> {
        let Some(id) = self.known_contact(target.customer, at, target.place)? else {
            return Ok(None);
        };
        let Customer { wa_id, user_id, .. } = target.customer;
        let is_half_known = self
            .people
            .met(id.0)
            .is_some_and(|known| known.phone.is_none() || known.whatsapp_user_id.is_none());
        if wa_id.is_some() && user_id.is_some() && is_half_known {
            let found = self.contact(target.customer, at, target.place)?;
            return Ok(found.map(|found| found.id));
        }
        Ok(Some(id))
    }

    fn apply(&mut self, message: MessageId, happened: &EarlyEvent) -> Result<bool, Fault> {
        let at = happened.at;
        Ok(match &happened.event {
            EarlyKind::Status(status) => {
                let details = happened.content.as_ref();
                self.said
                    .with_status(self.change, message, |known| known.take((status, at), details))?
            }
            EarlyKind::Edit => {
                let body = MessageBody {
                    kind: happened.kind.as_deref().unwrap_or("text"),
                    text: happened.text.as_ref(),
                    content: happened.content.as_ref(),
                };
                self.change.edit_message(message, &body, at)?
            }
            EarlyKind::Revoke => self.change.revoke_message(message, at)?,
        })
    }
}
