//! `chat assign` and `chat unassign`: whose chats are to answer.

use std::{collections::HashMap, rc::Rc};

use super::many::{Plan, carry_out, in_sight, name_some};
use crate::{
    ops::{
        Outcome, Result, Session,
        lookup::require_member,
        session::{as_actor, can_join},
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
        let mut assignee = as_actor(snapshot, require_member(snapshot, actor, to)?)?;
        // Who can still join is looked at as they will be.
        assignee.previews =
            assignee.status == Status::Invited && can_join(snapshot, assignee.id, now)?;
        let notes = notes(&assignee, &chats, force)?;
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
            notes: Vec::new(),
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

/// Those that aren't that member's already, each with whose it is. An email is looked up once, however
/// many chats its member has.
fn of_others(
    snapshot: &Snapshot<'_>,
    chats: &[(ChatId, ChatStanding)],
    assignee: Option<MemberId>,
) -> Result<Vec<(ChatId, Option<Rc<str>>)>> {
    let mut emails: HashMap<MemberId, Option<Rc<str>>> = HashMap::new();
    let mut others = Vec::with_capacity(chats.len());
    for (id, chat) in chats.iter().filter(|(_, chat)| chat.facts.assignee != assignee) {
        let before = match chat.facts.assignee {
            None => None,
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
