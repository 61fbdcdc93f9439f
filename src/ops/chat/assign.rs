//! `chat assign` and `chat unassign`: whose chats are to answer.

use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use super::many::{Plan, carry_out, in_sight, name_some};
use crate::{
    ops::{
        Outcome, Result, Session,
        acting::{as_actor, can_join},
        lookup::require_actor,
    },
    rules::{
        error::ChatError,
        id::{ChatId, MemberId},
        policy::{
            actor::Actor,
            grant::{Chats, Grant},
            permission::Permission,
            scope::{ChatFacts, Scope},
        },
        workspace::member::Status,
    },
    store::{Change, ChatStanding, Snapshot},
};

/// Assigns chats to a member, all or none. `force` also to one who couldn't answer them.
///
/// # Errors
/// A chat out of sight, refused without `chats.assign`, a member who isn't known or who wouldn't
/// see the chat even when it is theirs.
pub fn assign(session: &mut Session, ids: &[ChatId], to: &str, force: bool) -> Result<Outcome> {
    let now = session.now();
    let plan = |snapshot: &Snapshot<'_>, actor: &Actor| {
        let (grant, chats) = assignable(snapshot, actor, ids, now)?;
        let mut assignee = require_actor(snapshot, actor, to)?;
        // Who can still join is looked at as they will be.
        assignee.previews =
            assignee.status == Status::Invited && can_join(snapshot, assignee.id, now)?;
        let mut notes = notes(&assignee, &chats, force)?;
        notes.extend(losses(snapshot, &chats, Some(assignee.id))?);
        let plan = Plan {
            action: "chat.assign",
            field: "assignee",
            chats: of_others(snapshot, &chats, Some(assignee.id))?,
            to: Some(assignee.id),
            after: Some(assignee.email),
            notes,
        };
        Ok((grant, plan))
    };
    carry_out(session, ids, plan, set)
}

/// Leaves chats to nobody, all or none.
///
/// # Errors
/// A chat out of sight, refused without `chats.assign`.
pub fn unassign(session: &mut Session, ids: &[ChatId]) -> Result<Outcome> {
    let now = session.now();
    let plan = |snapshot: &Snapshot<'_>, actor: &Actor| {
        let (grant, chats) = assignable(snapshot, actor, ids, now)?;
        let plan = Plan {
            action: "chat.unassign",
            field: "assignee",
            chats: of_others(snapshot, &chats, None)?,
            to: None,
            after: None,
            notes: losses(snapshot, &chats, None)?,
        };
        Ok((grant, plan))
    };
    carry_out(session, ids, plan, set)
}

fn set(change: &Change<'_, Chats>, id: ChatId, assignee: Option<MemberId>) -> Result<()> {
    Ok(change.set_assignee(id, assignee)?)
}

/// The right to assign chats, and where each of them stands.
type Assignable = (Grant<Chats>, Vec<(ChatId, ChatStanding)>);

fn assignable(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    ids: &[ChatId],
    now: i64,
) -> Result<Assignable> {
    let chats = in_sight(snapshot, actor, ids)?;
    Ok((actor.authorize_chats(Permission::ChatsAssign, now)?, chats))
}

/// Which of the chats the assignment alone lets its assignee see, and which, for all it does, they
/// still don't: those need force.
fn notes(assignee: &Actor, chats: &[(ChatId, ChatStanding)], force: bool) -> Result<Vec<String>> {
    let (mut alone, mut blind, mut reason) = (Vec::new(), Vec::new(), None);
    for (id, chat) in chats.iter().filter(|(_, chat)| chat.facts.assignee != Some(assignee.id)) {
        let sight = assignee.viewer().sees(ChatFacts { assignee: Some(assignee.id), ..chat.facts });
        if !sight.allowed {
            blind.push(id.0);
            reason.get_or_insert(sight.reason);
        } else if sight.scope == Some(Scope::Assigned) {
            alone.push(id.0);
        }
    }
    let email = &assignee.email;
    if let (Some(reason), false) = (reason, force) {
        return Err(ChatError::BlindAssignee { email: email.clone(), chats: blind, reason }.into());
    }
    let named = |ids: &[i64]| name_some(ids.iter().copied());
    let mut notes = Vec::new();
    if assignee.previews {
        notes.push(format!("`{email}` has not joined yet: the chats count as waiting until then"));
    }
    if !alone.is_empty() {
        notes.push(format!("`{email}` sees by the assignment alone: {}", named(&alone)));
    }
    if !blind.is_empty() {
        notes.push(format!("`{email}` still can't see or answer: {}", named(&blind)));
    }
    Ok(notes)
}

/// Who had chats, and no longer sees them when they are somebody else's.
fn losses(
    snapshot: &Snapshot<'_>,
    chats: &[(ChatId, ChatStanding)],
    to: Option<MemberId>,
) -> Result<Vec<String>> {
    let mut had: BTreeMap<MemberId, Vec<(ChatId, ChatFacts)>> = BTreeMap::new();
    for (id, chat) in chats {
        if let Some(member) = chat.facts.assignee.filter(|member| Some(*member) != to) {
            had.entry(member).or_default().push((*id, chat.facts));
        }
    }
    let mut notes = Vec::new();
    for (member, chats) in had {
        let Some(member) = snapshot.member_by_id(member)? else { continue };
        let member = as_actor(snapshot, member)?;
        let is_lost = |facts: ChatFacts| {
            let after = ChatFacts { assignee: to, ..facts };
            member.viewer().sees(facts).allowed && !member.viewer().sees(after).allowed
        };
        let lost: Vec<_> =
            chats.iter().filter(|chat| is_lost(chat.1)).map(|chat| chat.0.0).collect();
        if !lost.is_empty() {
            notes.push(format!(
                "`{}` can no longer see: {}",
                member.email,
                name_some(lost.into_iter())
            ));
        }
    }
    Ok(notes)
}

/// Those that aren't that member's already, each with whose it is, or whose it is to be once they join. An email is looked up once, however
/// many chats its member has.
fn of_others(
    snapshot: &Snapshot<'_>,
    chats: &[(ChatId, ChatStanding)],
    assignee: Option<MemberId>,
) -> Result<Vec<(ChatId, Option<Rc<str>>)>> {
    let mut emails: HashMap<MemberId, Option<Rc<str>>> = HashMap::new();
    let mut others = Vec::with_capacity(chats.len());
    for (id, chat) in chats {
        let awaited = match chat.facts.assignee {
            None => snapshot.awaited_assignee(*id)?,
            Some(_) => None,
        };
        if chat.facts.assignee == assignee && awaited.is_none() {
            continue;
        }
        let before = match chat.facts.assignee {
            None => awaited.map(Rc::from),
            Some(member) => match emails.get(&member) {
                Some(email) => email.clone(),
                None => {
                    let email = snapshot.member_by_id(member)?.map(|member| member.email.into());
                    emails.entry(member).or_insert(email).clone()
                }
            },
        };
        others.push((*id, before));
    }
    Ok(others)
}
