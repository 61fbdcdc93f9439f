//! Counting. The messages are read as they lie, which is fastest; where the times of a chat's
//! messages don't run in that order, that chat's waits are counted again in theirs. Where the actor
//! sees few of many chats, only those are read.

use super::{
    Campaigns, Figures, Responses,
    group::{Groups, Place},
};
use crate::{
    ops::Result,
    rules::{
        policy::scope::Viewer,
        workspace::analytics::{Fate, Span, Waiting, nearest_rank},
    },
    store::{MessageFigure, Snapshot},
};

/// To read one in so many chats by its own messages takes as long as to read all that there are.
const FEW: i64 = 6;

/// What is known of a chat on the way.
#[derive(Clone, Copy)]
struct Seen {
    /// The time of the message before.
    last_at: i64,
    waiting: Waiting,
    place: Option<Place>,
    is_visible: bool,
    is_in_disorder: bool,
}

const UNSEEN: Seen = Seen {
    last_at: i64::MIN,
    waiting: Waiting::NOBODY,
    place: None,
    is_visible: false,
    is_in_disorder: false,
};

/// A wait that ended.
struct Wait {
    chat: i64,
    place: Place,
    seconds: u32,
}

/// What is counted of a group, but the waits.
#[derive(Clone, Copy, Default)]
struct Tally {
    chats_new: u64,
    chats_open: u64,
    chats_closed: u64,
    messages_in: u64,
    messages_out: u64,
    campaigns: Campaigns,
}

pub(super) struct Counter<'g> {
    groups: &'g mut Groups,
    span: Span,
    tallies: Vec<Tally>,
    waits: Vec<Wait>,
}

impl<'g> Counter<'g> {
    pub(super) fn new(groups: &'g mut Groups, span: Span) -> Self {
        Self { groups, span, tallies: Vec::new(), waits: Vec::new() }
    }

    pub(super) fn run(&mut self, snapshot: &Snapshot<'_>, viewer: &Viewer<'_>) -> Result<()> {
        let newest = snapshot.newest_chat()?;
        let mut seen = vec![UNSEEN; usize::try_from(newest).unwrap_or(0) + 1];
        // Those with messages in the span.
        let mut busy: i64 = 0;
        snapshot.each_chat_of(viewer, |chat| {
            let place = self.groups.of_chat(&chat);
            self.chat_at(chat.created_at, place, |tally| &mut tally.chats_new);
            self.chat_at(chat.last_at, place, |tally| {
                if chat.is_open { &mut tally.chats_open } else { &mut tally.chats_closed }
            });
            if chat.last_at >= self.span.since
                && let Some(entry) = index(chat.id).and_then(|at| seen.get_mut(at))
            {
                busy += 1;
                *entry = Seen { place, is_visible: true, ..UNSEEN };
            }
        })?;
        if busy.saturating_mul(FEW) <= newest {
            self.few(snapshot, &seen)
        } else {
            self.all(snapshot, &mut seen)
        }
    }

    /// Every message, whosever it is.
    fn all(&mut self, snapshot: &Snapshot<'_>, seen: &mut [Seen]) -> Result<()> {
        snapshot.each_message(|message| {
            let entry = index(message.chat).and_then(|at| seen.get_mut(at));
            let Some(entry) = entry.filter(|entry| entry.is_visible) else { return };
            self.message(&message, entry.place);
            entry.is_in_disorder |= message.at < entry.last_at;
            entry.last_at = message.at;
            self.answer(&message, &mut entry.waiting, entry.place);
        })?;
        self.again(snapshot, seen)
    }

    /// The messages of the chats that the actor sees, chat by chat.
    fn few(&mut self, snapshot: &Snapshot<'_>, seen: &[Seen]) -> Result<()> {
        for (chat, entry) in numbered(seen).filter(|(_, entry)| entry.is_visible) {
            let mut waiting = self.waiting_before(snapshot, chat)?;
            snapshot.each_message_of(chat, self.span.since, |message| {
                self.message(&message, entry.place);
                self.answer(&message, &mut waiting, entry.place);
            })?;
        }
        Ok(())
    }

    /// Counts the waits of those chats again whose messages came in another order than that of their
    /// times.
    fn again(&mut self, snapshot: &Snapshot<'_>, seen: &[Seen]) -> Result<()> {
        let is_in_disorder =
            |chat: i64| index(chat).and_then(|at| seen.get(at)).is_some_and(|it| it.is_in_disorder);
        self.waits.retain(|wait| !is_in_disorder(wait.chat));
        for (chat, entry) in numbered(seen).filter(|(_, entry)| entry.is_in_disorder) {
            let mut waiting = self.waiting_before(snapshot, chat)?;
            snapshot.each_message_of(chat, self.span.since, |message| {
                self.answer(&message, &mut waiting, entry.place);
            })?;
        }
        Ok(())
    }

    /// Whether the customer waited already when the span began: such a wait is none of its.
    fn waiting_before(&self, snapshot: &Snapshot<'_>, chat: i64) -> Result<Waiting> {
        let since = self.span.since;
        if since > i64::MIN + 1 && snapshot.waits_before(chat, since)? {
            return Ok(Waiting::since(since - 1));
        }
        Ok(Waiting::NOBODY)
    }

    fn chat_at(
        &mut self,
        at: i64,
        chat: Option<Place>,
        field: impl FnOnce(&mut Tally) -> &mut u64,
    ) {
        if self.span.holds(at)
            && let Some(place) = self.groups.at(at, chat)
        {
            *field(self.tally(place)) += 1;
        }
    }

    #[inline]
    fn message(&mut self, message: &MessageFigure, chat: Option<Place>) {
        if !self.span.holds(message.at) {
            return;
        }
        let Some(place) = self.groups.of_message(message, chat) else { return };
        let tally = self.tally(place);
        if message.is_incoming {
            tally.messages_in += 1;
        } else {
            tally.messages_out += 1;
        }
        if let Some(fate) = message.campaign {
            tally.campaigns.add(fate);
        }
    }

    #[inline]
    fn answer(&mut self, message: &MessageFigure, waiting: &mut Waiting, chat: Option<Place>) {
        let began = waiting.take(message.at, message.is_incoming, message.campaign.is_some());
        if let Some(began) = began.filter(|began| self.span.holds(*began))
            && let Some(place) = self.groups.of_wait(began, message, chat)
        {
            let seconds = message.at.saturating_sub(began) / 1000;
            let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
            self.waits.push(Wait { chat: message.chat, place, seconds });
        }
    }

    #[inline]
    fn tally(&mut self, place: Place) -> &mut Tally {
        let place = place as usize;
        if place >= self.tallies.len() {
            self.tallies.resize(place + 1, Tally::default());
        }
        &mut self.tallies[place]
    }

    /// What was counted: group by group, and everything together.
    pub(super) fn figures(mut self) -> (Vec<Figures>, Figures) {
        self.tallies.resize(self.groups.len(), Tally::default());
        let mut waits: Vec<Vec<u32>> = vec![Vec::new(); self.tallies.len()];
        for wait in &self.waits {
            if let Some(waits) = waits.get_mut(wait.place as usize) {
                waits.push(wait.seconds);
            }
        }
        let mut all: Vec<_> = self.waits.iter().map(|wait| wait.seconds).collect();
        let mut total = Tally::default();
        for tally in &self.tallies {
            total.add(tally);
        }
        let groups = self.tallies.iter().zip(&mut waits);
        (groups.map(|(tally, waits)| tally.figures(waits)).collect(), total.figures(&mut all))
    }
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.chats_new += other.chats_new;
        self.chats_open += other.chats_open;
        self.chats_closed += other.chats_closed;
        self.messages_in += other.messages_in;
        self.messages_out += other.messages_out;
        self.campaigns.queued += other.campaigns.queued;
        self.campaigns.sent += other.campaigns.sent;
        self.campaigns.delivered += other.campaigns.delivered;
        self.campaigns.read += other.campaigns.read;
        self.campaigns.failed += other.campaigns.failed;
    }

    fn figures(&self, waits: &mut [u32]) -> Figures {
        Figures {
            chats_new: self.chats_new,
            chats_open: self.chats_open,
            chats_closed: self.chats_closed,
            messages_in: self.messages_in,
            messages_out: self.messages_out,
            responses: Responses {
                count: waits.len() as u64,
                median: nearest_rank(waits, 50),
                ninetieth: nearest_rank(waits, 90),
            },
            campaigns: self.campaigns,
        }
    }
}

impl Campaigns {
    /// Counts a message that came so far: it came as far as each stage before, too.
    fn add(&mut self, fate: Fate) {
        match fate {
            Fate::Queued => self.queued += 1,
            Fate::Failed => self.failed += 1,
            Fate::Sent | Fate::Delivered | Fate::Read => self.sent += 1,
        }
        if matches!(fate, Fate::Delivered | Fate::Read) {
            self.delivered += 1;
        }
        if fate == Fate::Read {
            self.read += 1;
        }
    }
}

/// A chat's place among all; keys are given out one behind the other.
#[inline]
fn index(chat: i64) -> Option<usize> {
    usize::try_from(chat).ok()
}

fn numbered(seen: &[Seen]) -> impl Iterator<Item = (i64, &Seen)> {
    (0..).zip(seen)
}
