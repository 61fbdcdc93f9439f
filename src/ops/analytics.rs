//! `analytics`: what was going on in the chats that the actor sees, counted in one walk over them and
//! one over the messages.
//!
//! New is a chat that began in the span; open and closed are those whose newest message lies in it,
//! as they stand now. A wait counts where it began, whenever it ended.

mod count;
mod group;

use self::{count::Counter, group::Groups};
use crate::{
    ops::{Result, Session},
    rules::{policy::permission::Permission, privacy::lens::SafeText, workspace::analytics::Span},
};

/// By what the figures are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The days of UTC.
    Day,
    /// The accounts.
    Account,
    /// Who wrote, and whom chats are assigned to.
    Member,
    /// The teams of those who connected the accounts.
    Team,
    /// The templates: of messages alone.
    Template,
}

/// What came of waiting for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Responses {
    /// How many waits ended.
    pub count: u64,
    /// The median, in seconds.
    pub median: Option<u32>,
    /// What nine of ten waits are no longer than, in seconds.
    pub ninetieth: Option<u32>,
}

/// What campaigns wrote; each figure but the first and the last counts those that came so far or
/// farther.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Campaigns {
    /// Messages that wait to be handed over.
    pub queued: u64,
    /// That WhatsApp took.
    pub sent: u64,
    /// That came to a phone.
    pub delivered: u64,
    /// That were seen.
    pub read: u64,
    /// That came to nobody.
    pub failed: u64,
}

/// What was counted in one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Chats that began.
    pub chats_new: u64,
    /// Chats that are open.
    pub chats_open: u64,
    /// Chats that are closed.
    pub chats_closed: u64,
    /// Messages from customers.
    pub messages_in: u64,
    /// Messages to customers, campaigns' among them.
    pub messages_out: u64,
    /// What came of waiting.
    pub responses: Responses,
    /// What campaigns wrote.
    pub campaigns: Campaigns,
}

/// One group.
#[derive(Debug, Clone)]
pub struct GroupRow {
    /// What it is called; `None` for what lies in none.
    pub name: Option<SafeText>,
    /// What was counted.
    pub figures: Figures,
}

/// Everything together, and day by day.
#[derive(Debug, Clone)]
pub struct Report {
    /// Group by group.
    pub rows: Vec<GroupRow>,
    /// Everything together.
    pub total: Figures,
    /// Whether the actor sees no chat whatever: then nothing could be counted.
    pub is_blind: bool,
}

/// Counts what the actor sees, by groups.
///
/// # Errors
/// Refused without `analytics`.
pub fn analytics(session: &mut Session, span: Span, by: By) -> Result<Report> {
    session.read(|snapshot, actor| {
        actor.require(Permission::Analytics)?;
        let viewer = actor.viewer();
        let reach = viewer.reach();
        let mut groups = Groups::load(snapshot, actor, by)?;
        let mut counter = Counter::new(&mut groups, span);
        counter.run(snapshot, &viewer)?;
        let (figures, total) = counter.figures();
        Ok(Report {
            rows: groups.rows(figures),
            total,
            is_blind: !(reach.assigned || reach.own || reach.same_team || reach.other_teams),
        })
    })
}
