//! `why`, its second half: what would have to change for the opposite answer, with the command that
//! does it, and who may.

use crate::{
    ops::Result,
    rules::{
        id::ChatId,
        policy::{
            actor::Actor,
            matrix::Policy,
            remedy::{ByWhom, Remedy, Step},
            role::Model,
        },
        privacy::lens::{Lens, SafeText},
        workspace::member::Status,
    },
    store::Snapshot,
};

/// One change on the way to the opposite answer.
#[derive(Debug, Clone)]
pub struct RemedyRow {
    /// Which way, from 1: the changes of one way are to be made together.
    pub way: u64,
    /// What would have to change.
    pub change: SafeText,
    /// The command that changes it.
    pub command: SafeText,
    /// Who may.
    pub by: &'static str,
}

/// The remedies as rows, and what else stands in their way.
pub(super) fn rows(
    snapshot: &Snapshot<'_>,
    policy: &Policy,
    (about, lens): (&Actor, Lens),
    chat: Option<ChatId>,
    remedies: &[Remedy],
) -> Result<(Vec<RemedyRow>, Option<&'static str>)> {
    let mut rows = Vec::new();
    for (way, remedy) in (1..).zip(remedies) {
        for step in remedy {
            let team = match step {
                Step::JoinTeam(id) => snapshot.teams()?.into_iter().find(|team| team.id == *id),
                _ => None,
            };
            let team = team.map(|team| team.name).unwrap_or_default();
            let (change, command) = words(step, about, chat, &team);
            rows.push(RemedyRow {
                way,
                change: lens.staff(change),
                command: lens.staff(command),
                by: by_whom(step.by_whom(policy, &about.role)),
            });
        }
    }
    Ok((rows, obstacle(snapshot, policy, about, remedies)?))
}

const fn by_whom(by: ByWhom) -> &'static str {
    match by {
        ByWhom::Themselves => "the member, with the code that was mailed",
        ByWhom::Owner => "an owner",
        ByWhom::TeamSettings => "an owner, or a member with `team-settings` of no lower rank",
        ByWhom::Assigner => "whoever sees the chat and has `chats.assign`",
    }
}

fn words(step: &Step, about: &Actor, chat: Option<ChatId>, team: &str) -> (String, String) {
    let (role, email) = (&about.role.name, &about.email);
    let chat = chat.map_or(0, |chat| chat.0);
    match step {
        Step::Restore => {
            (format!("`{email}` is restored"), format!("rolecall member restore {email}"))
        }
        Step::Join => (
            format!("`{email}` accepts the invitation"),
            format!("rolecall invite accept {email} --code CODE"),
        ),
        Step::Suspend => {
            (format!("`{email}` is suspended"), format!("rolecall member suspend {email}"))
        }
        Step::GiveRole(other) => (
            format!("`{email}` gets role `{other}`"),
            format!("rolecall member edit {email} --role {other}"),
        ),
        Step::Allow(permission) => (
            format!("`{permission}` is turned on for role `{role}`"),
            format!("rolecall perm allow {permission} --role {role}"),
        ),
        Step::Deny(permission) => (
            format!("`{permission}` is turned off for role `{role}`"),
            format!("rolecall perm deny {permission} --role {role}"),
        ),
        Step::Unmask(mask) => (
            format!("the `{mask}` mask is turned off for role `{role}`"),
            format!("rolecall mask disable {mask} --role {role}"),
        ),
        Step::JoinTeam(_) => (
            format!("`{email}` joins team `{team}`"),
            format!("rolecall team join '{}' {email}", team.replace('\'', "'\\''")),
        ),
        Step::Assign => (
            format!("chat {chat} is assigned to `{email}`"),
            format!("rolecall chat assign {chat} --to {email}"),
        ),
        Step::Unassign => {
            (format!("chat {chat} is assigned to nobody"), format!("rolecall chat unassign {chat}"))
        }
    }
}

/// What the number of owners has against it.
fn obstacle(
    snapshot: &Snapshot<'_>,
    policy: &Policy,
    about: &Actor,
    remedies: &[Remedy],
) -> Result<Option<&'static str>> {
    let owner = Model::Owner.key();
    let steps = || remedies.iter().flatten();
    let demotes = steps().any(|step| matches!(step, Step::GiveRole(_) | Step::Suspend));
    let promotes = steps().any(|step| matches!(step, Step::GiveRole(role) if role == owner));
    if about.role.is_owner() && demotes && about.status != Status::Suspended {
        let is_last = snapshot.count_role(owner)? == 1;
        return Ok(is_last.then_some("they are the last owner: somebody else has to be one first"));
    }
    Ok((promotes && policy.single_owner())
        .then_some("the policy allows one owner only: ownership would have to move to them"))
}
