//! Messages of a source without ids: an export of a chat from a phone. The same message may be known
//! from an earlier export or from a webhook, in an earlier or a later state. All messages of one tick
//! of the source's clock are compared with what is known of that time: first what is the same, then, in
//! their order, what was edited, deleted or filled in since.

use std::collections::HashSet;

use super::{chats::Placed, fault::Fault, messages::Body, writer::Writer};
use crate::{
    formats::event::{Direction as Way, Message, Origin},
    rules::{
        id::{ChatId, MessageId},
        policy::grant::Import,
        whatsapp::heard::Heard,
    },
    store::{Change, Direction, KnownMessage, NewMessage},
};

/// The longest tick, in milliseconds: that of an Android phone.
const MINUTE: i64 = 60_000;

/// The messages of one tick that were not compared yet.
#[derive(Default)]
pub(super) struct Tick {
    waiting: Vec<Message>,
    /// Messages of the store that this import has met.
    claimed: HashSet<MessageId>,
    /// Up to when messages come next, where they are looked up together.
    until: Option<i64>,
    window: Option<Window>,
}

/// The messages of a chat in a part of its time, as they were before this import met any of them.
struct Window {
    chat: ChatId,
    from: i64,
    to: i64,
    known: Vec<KnownMessage>,
}

impl Tick {
    /// Says up to when messages come next: those of that time are looked up together.
    pub(super) fn look_up(&mut self, until: i64) {
        self.until = Some(until);
        self.window = None;
    }

    /// The messages of a chat from a time on and before another, which this import has not met.
    fn unmet(
        &mut self,
        change: &Change<'_, Import>,
        chat: ChatId,
        (from, to): (i64, i64),
    ) -> Result<Vec<KnownMessage>, Fault> {
        let mut known = match self.until {
            None => change.messages_between(chat, from, to)?,
            Some(until) => {
                let is_in = |it: &Window| it.chat == chat && it.from <= from && to <= it.to;
                let window = match self.window.take().filter(is_in) {
                    Some(window) => window,
                    None => {
                        let (from, to) = (minute_of(from), to.max(until.saturating_add(MINUTE)));
                        let known = change.messages_between(chat, from, to)?;
                        Window { chat, from, to, known }
                    }
                };
                let window = self.window.insert(window);
                window.known.iter().filter(|it| from <= it.at && it.at < to).cloned().collect()
            }
        };
        known.retain(|said| !self.claimed.contains(&said.id));
        Ok(known)
    }
}

/// The beginning of a time's minute.
const fn minute_of(at: i64) -> i64 {
    at - at.rem_euclid(MINUTE)
}

/// A message that waits, with where it belongs.
struct Waiting {
    origin: Origin,
    body: Body,
    edited: bool,
    deleted: bool,
    placed: Placed,
}

impl Writer<'_> {
    /// Takes a message of a source without ids.
    pub(super) fn message_of_tick(&mut self, message: Message) -> Result<(), Fault> {
        let is_other = self
            .tick
            .waiting
            .first()
            .is_some_and(|first| first.origin.at_ms != message.origin.at_ms);
        if is_other {
            self.end_tick()?;
        }
        self.tick.waiting.push(message);
        Ok(())
    }

    /// Compares the messages of the tick that is over.
    pub(super) fn end_tick(&mut self) -> Result<(), Fault> {
        let mut waiting = Vec::new();
        let messages = std::mem::take(&mut self.tick.waiting);
        let span = messages.first().and_then(|message| message.span_ms).unwrap_or_default();
        for message in messages {
            let placed = self.place(&message.origin)?;
            let (edited, deleted) = (message.edited, message.deleted);
            let (origin, body) = Body::of(message);
            waiting.push(Waiting { origin, body, edited, deleted, placed });
        }
        let Some(first) = waiting.first() else { return Ok(()) };
        let (chat, at) = (first.placed.chat, first.origin.at_ms);
        let mut free = self.tick.unmet(self.change, chat, (at, at.saturating_add(span)))?;
        // Android exports times to the minute, and an iPhone to the second.
        let minute = minute_of(at);
        let mut of_minute = if span < MINUTE && minute < at {
            self.tick.unmet(self.change, chat, (minute, minute + 1))?
        } else {
            Vec::new()
        };
        let waiting = self.meet(waiting, &mut free, Waiting::is_same)?;
        let waiting = self.meet(waiting, &mut of_minute, Waiting::is_same)?;
        let waiting = self.meet(waiting, &mut free, Waiting::may_be)?;
        for message in waiting {
            let Waiting { origin, body, edited, deleted, placed } = message;
            let written = self.keep_with_state(&placed, &origin, &body, (edited, deleted))?;
            self.tick.claimed.extend(written);
        }
        Ok(())
    }

    /// Gives a message that has an id of WhatsApp's to the one that an export brought of it, if one did.
    pub(super) fn adopt(&mut self, message: &NewMessage<'_>) -> Result<Option<MessageId>, Fault> {
        if !self.chats.is_exported(self.change, message.chat)? {
            return Ok(None);
        }
        let known = self.change.exported_beside(message)?;
        let (kind, text) = (message.kind, message.text);
        let new = Heard { kind, text, is_edited: false, is_deleted: false };
        let same = known.iter().find(|known| new.is_same(known.heard()));
        let found = same.or_else(|| known.iter().find(|known| new.may_be(known.heard())));
        let Some(found) = found else { return Ok(None) };
        let tells_more = found.heard().tells_more_than(new);
        self.change.adopt_exported(found, message, !tells_more)?;
        Ok(Some(found.id))
    }

    /// Follows the messages that are known, and gives back the others.
    fn meet(
        &mut self,
        waiting: Vec<Waiting>,
        free: &mut Vec<KnownMessage>,
        is_alike: impl Fn(&Waiting, &KnownMessage) -> bool,
    ) -> Result<Vec<Waiting>, Fault> {
        let mut left = Vec::new();
        for message in waiting {
            let found = free
                .iter()
                .position(|said| message.is_by_the_same(said) && is_alike(&message, said));
            match found {
                Some(found) => {
                    let said = free.remove(found);
                    self.follow(&message, &said)?;
                }
                None => left.push(message),
            }
        }
        Ok(left)
    }

    /// Brings a known message to the state in which the source has it.
    fn follow(&mut self, message: &Waiting, said: &KnownMessage) -> Result<(), Fault> {
        self.tick.claimed.insert(said.id);
        let body = message.body.as_written();
        let is_changed = if message.deleted {
            !said.is_deleted && self.change.revoke_message(said.id, self.now)?
        } else if said.is_deleted || message.is_same(said) {
            false
        } else if message.edited {
            self.change.edit_message(said.id, &body, self.now)?
        } else if said.kind == "media" && body.kind != "media"
            || message.heard().tells_more_than(said.heard())
        {
            self.change.fill_untold(said.id, &body)?
        } else {
            false
        };
        self.report.messages.known(is_changed);
        Ok(())
    }
}

impl Waiting {
    fn is_by_the_same(&self, said: &KnownMessage) -> bool {
        let direction = match self.origin.direction {
            Way::Incoming => Direction::In,
            Way::Outgoing => Direction::Out,
        };
        let is_same_contact = said.contact.is_none() || said.contact == self.placed.contact;
        direction == said.direction && (direction == Direction::Out || is_same_contact)
    }

    fn heard(&self) -> Heard<'_> {
        let (kind, text) = (self.body.kind.as_str(), self.body.text.as_ref());
        Heard { kind, text, is_edited: self.edited, is_deleted: self.deleted }
    }

    /// Whether it is the known message, in the same state.
    fn is_same(&self, known: &KnownMessage) -> bool {
        self.heard().is_same(known.heard())
    }

    /// Whether it may be the known message in another state.
    fn may_be(&self, known: &KnownMessage) -> bool {
        self.heard().may_be(known.heard())
    }
}
