//! `review`: who has access to what, in one sheet: for each member the role, the modules, the chats in
//! sight, what they read of customers and by what, what they revealed, and who changed their access
//! last. Roles, teams, permissions and masks can be asked for as they were at an earlier time.

mod past;

use std::collections::HashMap;

use self::past::{Person, Standing};
use crate::{
    ops::{
        Result, Session,
        audit::{self, AuditRow},
    },
    rules::{
        id::MemberId,
        policy::{
            decision::{Subject, decide},
            effect::{self, ChatCounts, State},
            mask::Mask,
            permission::Permission,
            role::Role,
        },
        privacy::{lens::Lens, safe_text::SafeText},
        workspace::member::Status,
    },
    store::{REVEAL, Snapshot, TrailEntry},
};

/// Who has access to what.
#[derive(Debug, Clone)]
pub struct Review {
    /// The workspace's name.
    pub workspace: SafeText,
    /// When it was made, in milliseconds since 1970.
    pub made_at: i64,
    /// The time that it tells of, where that is an earlier one.
    pub as_of: Option<i64>,
    /// The newest entry of the audit that it rests on.
    pub last_entry: Option<i64>,
    /// Person by person, in the order in which they were added.
    pub members: Vec<ReviewRow>,
    /// What was done to people's access, and what was looked at behind a mask or exported, since the
    /// time asked for; oldest first.
    pub events: Vec<AuditRow>,
}

/// One member's access.
#[derive(Debug, Clone)]
pub struct ReviewRow {
    /// The login id.
    pub email: SafeText,
    /// Their name.
    pub name: Option<SafeText>,
    /// Their role.
    pub role: SafeText,
    /// Whether the role is an owner's.
    pub is_owner: bool,
    /// Their team.
    pub team: SafeText,
    /// Invited, active or suspended.
    pub status: Status,
    /// The sections of the product that they may use.
    pub modules: Vec<Permission>,
    /// How many chats they see; `None` where the review tells of an earlier time.
    pub chats: Option<u64>,
    /// Whether they read customers' numbers.
    pub numbers: Reads,
    /// Whether they read customers' traits.
    pub traits: Reads,
    /// How many hidden numbers they ever revealed.
    pub reveals: u64,
    /// The last change to their access.
    pub last_change: Option<Event>,
}

/// Whether somebody reads what a mask could hide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// Yes: owners can't be masked.
    Owner,
    /// Yes: their role has no mask.
    Unmasked,
    /// One at a time, with a reason that is kept.
    Revealing,
    /// No: the mask of their role hides it.
    Masked,
    /// No: they see no contact at all.
    NoAccess,
}

impl Reads {
    /// Whether it is all readable.
    #[must_use]
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Owner | Self::Unmasked)
    }

    /// By what, in data.
    #[must_use]
    pub const fn by(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Unmasked => "no-mask",
            Self::Revealing => "numbers.reveal",
            Self::Masked => "mask",
            Self::NoAccess => "no-access",
        }
    }
}

/// Something that was done.
#[derive(Debug, Clone)]
pub struct Event {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// By whom.
    pub actor: SafeText,
    /// What, such as `member.edit`.
    pub action: SafeText,
    /// To what.
    pub object: SafeText,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// As it stood at that time, in milliseconds since 1970.
    pub at: Option<i64>,
    /// With what was done from that time on.
    pub since: Option<i64>,
}

/// Reviews who has access to what.
///
/// # Errors
/// Refused without `access-permissions`; a time that the audit doesn't lead back to.
pub fn review(session: &mut Session, asked: Asked) -> Result<Review> {
    let now = session.now();
    session.read(|snapshot, actor| {
        actor.require(Permission::AccessPermissions)?;
        let lens = actor.lens();
        let mut trail = Vec::new();
        snapshot.trail(|entry| {
            trail.push(entry);
            Ok::<_, crate::ops::Error>(())
        })?;
        let (standing, told) = Standing::at(snapshot, &trail, asked.at, now)?;
        let chats = if asked.at.is_some() { None } else { Some(chats_in_sight(snapshot)?) };
        let history = History::of(told);
        let members = standing.people.iter().map(|person| {
            let role = standing.policy.role(&person.role)?;
            Ok(row(person, role, chats.as_ref(), &history, lens))
        });
        let since = asked.since.unwrap_or(i64::MIN);
        let recent = told.iter().filter(|entry| entry.at >= since && is_about_access(entry));
        Ok(Review {
            workspace: lens.staff(snapshot.workspace()?.name),
            made_at: now,
            as_of: asked.at,
            last_entry: told.last().map(|entry| entry.id),
            members: members.collect::<Result<_>>()?,
            events: recent
                .filter_map(|entry| audit::row(snapshot, actor, entry.clone()).transpose())
                .collect::<Result<_>>()?,
        })
    })
}

fn row(
    person: &Person,
    role: &Role,
    chats: Option<&HashMap<MemberId, u64>>,
    history: &History<'_>,
    lens: Lens,
) -> ReviewRow {
    let subject = Subject { status: person.status, role };
    let may = |permission| decide(subject, permission).allowed;
    let sees_contacts = may(Permission::Inbox) || may(Permission::Users);
    let reads = |mask: Mask| match () {
        () if !sees_contacts => Reads::NoAccess,
        () if role.is_owner() => Reads::Owner,
        () if !role.masks.contains(mask) => Reads::Unmasked,
        () if mask == Mask::Number && may(Permission::NumbersReveal) => Reads::Revealing,
        () => Reads::Masked,
    };
    ReviewRow {
        email: lens.staff(person.email.as_str()),
        name: person.name.as_deref().map(|name| lens.staff(name)),
        role: lens.staff(role.name.as_str()),
        is_owner: role.is_owner(),
        team: lens.staff(person.team.as_str()),
        status: person.status,
        modules: Permission::modules().filter(|module| may(*module)).collect(),
        chats: chats
            .map(|chats| person.id.and_then(|id| chats.get(&id)).copied().unwrap_or_default()),
        numbers: reads(Mask::Number),
        traits: reads(Mask::Traits),
        reveals: person.id.and_then(|id| history.reveals.get(&id)).copied().unwrap_or_default(),
        last_change: history.changes.get(&person.email).map(|entry| event(entry, lens)),
    }
}

/// How many chats each member sees: what they would gain if nobody were there before.
fn chats_in_sight(snapshot: &Snapshot<'_>) -> Result<HashMap<MemberId, u64>> {
    let (policy, census) = (snapshot.policy()?, snapshot.census()?);
    let chats = snapshot.chat_counts()?;
    let accounts = census.accounts.as_slice();
    let nobody = State { policy: &policy, people: &[], accounts, chats: &ChatCounts::default() };
    let everybody = State { people: &census.people, chats: &chats, ..nobody };
    let seen = effect::effects(State { chats: &chats, ..nobody }, everybody);
    Ok(seen.into_iter().map(|seen| (seen.member, seen.chats_after)).collect())
}

/// What the audit says of people, counted once.
#[derive(Default)]
struct History<'t> {
    reveals: HashMap<MemberId, u64>,
    /// The last change to the access of whoever has that login id at the end.
    changes: HashMap<String, &'t TrailEntry>,
}

impl<'t> History<'t> {
    fn of(trail: &'t [TrailEntry]) -> Self {
        let mut history = Self::default();
        for entry in trail {
            if entry.action == REVEAL
                && let Some(member) = entry.member
            {
                *history.reveals.entry(member).or_default() += 1;
            }
            if past::is_about_person(&entry.action) {
                let email = past::renamed(entry).unwrap_or_else(|| entry.object.clone());
                history.changes.insert(email, entry);
            }
        }
        history
    }
}

/// Whether an entry belongs into a review: it changed somebody's access, or looked behind a mask, or
/// took customers' data out.
fn is_about_access(entry: &TrailEntry) -> bool {
    let noun = entry.action.split('.').next().unwrap_or_default();
    matches!(noun, "member" | "invite" | "team" | "role" | "perm" | "mask" | "policy" | "api-key")
        || matches!(
            entry.action.as_str(),
            "contact.export" | "account.connect" | "account.transfer" | "account.disconnect"
        )
        || entry.action == REVEAL
}

fn event(entry: &TrailEntry, lens: Lens) -> Event {
    Event {
        at: entry.at,
        actor: lens.staff(entry.actor.as_str()),
        action: lens.staff(entry.action.as_str()),
        object: lens.staff(entry.object.as_str()),
    }
}
