//! `chat assign` and `chat unassign`: whose a chat is to answer.

use crate::{
    ops::{
        Changed, Outcome, Result, Session,
        chat::chats_in_sight,
        session::{as_actor, require_member},
    },
    rules::{
        actor::Actor,
        authorization::Authorization,
        error::Error as RuleError,
        id::{ChatId, MemberId},
        permission::Permission,
        scope::ChatFacts,
    },
    store::{Chat, Snapshot},
};

/// Assigns chats to a member, all or none. `force` also to one who couldn't answer them.
///
/// # Errors
/// A chat out of sight, refused without `chats.assign`, a member who isn't known or who wouldn't
/// see the chat even when it is theirs.
pub fn assign(session: &mut Session, ids: &[ChatId], to: &str, force: bool) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let (authorization, chats) = assignable(snapshot, actor, ids, now)?;
            let assignee = as_actor(snapshot, require_member(snapshot, to)?)?;
            let answers = |chat: &Chat| {
                let theirs = ChatFacts { assignee: Some(assignee.id), ..chat.facts() };
                assignee.viewer().sees(theirs)
            };
            match chats.iter().map(answers).find(|sight| !sight.allowed) {
                Some(sight) if !force => {
                    let email = assignee.email;
                    Err(RuleError::BlindAssignee { email, reason: sight.reason }.into())
                }
                _ => Ok((authorization, (chats, assignee))),
            }
        },
        |change, _, (chats, assignee)| {
            let to = Some((assignee.id, assignee.email.as_str()));
            write(&chats, "chat.assign", to, |id, assignee| Ok(change.set_assignee(id, assignee)?))
        },
    )
}

/// Leaves chats to nobody, all or none.
///
/// # Errors
/// A chat out of sight, refused without `chats.assign`.
pub fn unassign(session: &mut Session, ids: &[ChatId]) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| assignable(snapshot, actor, ids, now),
        |change, _, chats| {
            write(&chats, "chat.unassign", None, |id, to| Ok(change.set_assignee(id, to)?))
        },
    )
}

fn assignable(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    ids: &[ChatId],
    now: i64,
) -> Result<(Authorization, Vec<Chat>)> {
    let chats = chats_in_sight(snapshot, actor, ids)?;
    Ok((actor.authorize(Permission::ChatsAssign, now)?, chats))
}

fn write(
    chats: &[Chat],
    action: &'static str,
    to: Option<(MemberId, &str)>,
    set: impl Fn(ChatId, Option<MemberId>) -> Result<()>,
) -> Result<Outcome> {
    let assignee = to.map(|(id, _)| id);
    let mut outcome = Outcome::default();
    for chat in chats.iter().filter(|chat| chat.assignee != assignee) {
        set(chat.id, assignee)?;
        let before = chat.assignee_email.as_deref();
        outcome.changed.push(Changed::new(action, format!("chat {}", chat.id.0)).field(
            "assignee",
            before,
            to.map(|(_, email)| email),
        ));
    }
    Ok(outcome)
}
