//! `why`, its second half: what would have to change for the opposite answer, with the command that
//! does it, and who may.

use crate::{
    ops::{Result, effect::Chats},
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
    store::{Census, Snapshot},
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
    /// What the way as a whole opens.
    pub opens: Opens,
}

/// How much a way opens, over all members.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opens {
    /// Chats that come into sight.
    pub chats: u64,
    /// Permissions that are gained.
    pub permissions: u64,
    /// For how many members.
    pub members: u64,
    /// For how many of them customers' numbers become readable.
    pub numbers: u64,
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
    let mut census = snapshot.census()?;
    for person in census.people.iter_mut().filter(|person| person.id == about.id) {
        person.status = about.subject().status;
    }
    let chats = Chats::of(snapshot);
    let mut ways = Vec::new();
    for remedy in remedies {
        ways.push((opens(&chats, (policy, &census), about, remedy)?, remedy));
    }
    // The sort is stable: ways that open as much stay in the order in which they were found.
    ways.sort_by_key(|(opens, _)| *opens);
    for (way, (opens, remedy)) in (1..).zip(ways) {
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
                opens,
            });
        }
    }
    Ok((rows, obstacle(snapshot, policy, about, remedies)?))
}

/// What a remedy would open, done to the policy and the member.
fn opens(
    chats: &Chats<'_>,
    (policy, census): (&Policy, &Census),
    about: &Actor,
    remedy: &[Step],
) -> Result<Opens> {
    let (mut after, mut later) = (policy.clone(), census.clone());
    let role = &about.role.name;
    for step in remedy {
        let person = later.people.iter_mut().find(|person| person.id == about.id);
        match (step, person) {
            (Step::Restore | Step::Join, Some(person)) => person.status = Status::Active,
            (Step::Suspend, Some(person)) => person.status = Status::Suspended,
            (Step::GiveRole(name), Some(person)) => person.role.clone_from(name),
            (Step::JoinTeam(team), Some(person)) => person.team = *team,
            (Step::Allow(permission), _) => drop(after.set(role, *permission, true)?),
            (Step::Deny(permission), _) => drop(after.set(role, *permission, false)?),
            (Step::Unmask(mask), _) => drop(after.set_mask(role, *mask, false)?),
            _ => {}
        }
    }
    let totals = chats.measure((policy, census), (&after, &later))?.totals;
    let assigned = u64::from(remedy.contains(&Step::Assign));
    Ok(Opens {
        chats: totals.chats_gained + assigned,
        permissions: totals.permissions_gained,
        members: totals.gaining.max(assigned),
        numbers: totals.numbers_readable,
    })
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
        let is_last = snapshot.count_owners()?.holders == 1;
        return Ok(is_last.then_some("they are the last owner: somebody else has to be one first"));
    }
    Ok((promotes && policy.single_owner())
        .then_some("the policy allows one owner only: ownership would have to move to them"))
}
