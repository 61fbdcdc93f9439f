//! `policy plan`: what a policy file would change and what that means for people. Applying it goes
//! through the same preparation, in the transaction of the change.

use std::collections::HashMap;

use crate::{
    ops::{
        Changed, Result, Session,
        effect::{Effects, measure},
        policy::{
            changed, hash,
            replay::{Replay, replay},
            test::hold,
        },
    },
    rules::{
        error::{Kind, NameError, PolicyError},
        id::MemberId,
        nearest::nearest,
        policy::{
            actor::Actor,
            change::changes,
            expectation::Report,
            file::PolicyFile,
            matrix::Policy,
            permission::Permission,
            role::Model,
            warning::{Warning, warnings},
        },
        privacy::lens::{Lens, SafeText},
        workspace::member::Status,
    },
    store::{Census, Snapshot},
};

/// A policy that somebody wants.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// The file that says it.
    pub file: &'a PolicyFile,
    /// The role for members whose role vanishes.
    pub move_to: Option<&'a str>,
}

/// A member who gets another role because theirs vanishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Whom.
    pub email: SafeText,
    /// From which role.
    pub from: SafeText,
    /// To which role.
    pub to: SafeText,
}

/// What applying a policy would do.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The hash of the policy in force: what it was planned against.
    pub hash: String,
    /// The hash of the policy that is wanted.
    pub wanted: String,
    /// What changes in the matrix.
    pub changes: Vec<Changed>,
    /// The teams that are missing.
    pub teams: Vec<String>,
    /// Who gets another role.
    pub moves: Vec<Moved>,
    /// What it means for people.
    pub effects: Effects,
    /// Warnings about the change.
    pub warnings: Vec<Warning>,
    /// How the tests went that stand in the file; `None` where there are none.
    pub tests: Option<Report>,
    /// What would have been refused, if that was asked for.
    pub replay: Option<Replay>,
    /// Through whose eyes it is printed.
    pub lens: Lens,
}

impl Plan {
    /// Whether applying it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.teams.is_empty()
    }

    /// Whether a test in the file fails, so that it can't be applied.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.tests.as_ref().is_some_and(|report| report.failed() > 0)
    }
}

/// What a plan rests on: the two policies, and the people under each.
pub(in crate::ops) struct Prepared {
    pub(in crate::ops) before: Policy,
    pub(in crate::ops) after: Policy,
    pub(in crate::ops) moved: Vec<MemberId>,
    pub(in crate::ops) people: [Census; 2],
}

impl Prepared {
    /// Who gets another role, as it stands in the audit. Asked before they get it.
    pub(in crate::ops) fn moves(&self, snapshot: &Snapshot<'_>) -> Result<Vec<Changed>> {
        let [people, later] = &self.people;
        let roles = |census: &'_ Census| -> HashMap<MemberId, String> {
            census.people.iter().map(|person| (person.id, person.role.clone())).collect()
        };
        let (from, to) = (roles(people), roles(later));
        let change = |member: &MemberId| {
            let email = people.emails.get(member).cloned().unwrap_or_default();
            let row = snapshot.row_of(crate::store::Kind::Member, member.0)?;
            let (before, after) = (from.get(member).cloned(), to.get(member).cloned());
            Ok(Changed::new("member.edit", email).field("role", before, after).keeping(row))
        };
        self.moved.iter().map(change).collect()
    }
}

/// What would change, and for whom; with `replays` also which actions of the audit would have been
/// refused.
///
/// # Errors
/// Refused without `access-permissions`; roles that would vanish while members hold them; more
/// owners than the policy allows.
pub fn plan(session: &mut Session, draft: Draft<'_>, replays: bool) -> Result<Plan> {
    session.read(|snapshot, actor| {
        actor.require(Permission::AccessPermissions)?;
        Ok(prepare(snapshot, actor, draft, replays)?.0)
    })
}

pub(super) fn prepare(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    draft: Draft<'_>,
    replays: bool,
) -> Result<(Plan, Prepared)> {
    let before = snapshot.policy()?;
    let after = draft.file.policy.clone();
    let people = snapshot.census()?;
    let mut later = people.clone();
    let moved = move_members(&mut later, &after, draft.move_to)?;
    check_owners(&people, &later, &before, &after)?;
    let effects = measure(snapshot, (&before, &people), (&after, &later))?;
    let roles: HashMap<_, _> = people.people.iter().map(|it| (it.id, it.role.as_str())).collect();
    let text = |text: &str| actor.lens().staff(text);
    let new_roles = moved.iter().map(|member| Moved {
        email: text(people.emails.get(member).map_or("", String::as_str)),
        from: text(roles.get(member).copied().unwrap_or_default()),
        to: text(draft.move_to.unwrap_or_default()),
    });
    let plan = Plan {
        lens: actor.lens(),
        hash: hash(&before),
        wanted: hash(&after),
        changes: changes(&before, &after)
            .into_iter()
            .map(|change| changed("policy.apply", change))
            .collect(),
        teams: missing_teams(snapshot, draft.file)?,
        moves: new_roles.collect(),
        effects,
        warnings: warnings(&before, &after),
        tests: if draft.file.suite.tests.is_empty() {
            None
        } else {
            Some(hold(snapshot, actor, &draft.file.suite, &after, Some(&later))?)
        },
        replay: if replays {
            Some(replay(snapshot, actor, (&before, &people), (&after, &later))?)
        } else {
            None
        },
    };
    Ok((plan, Prepared { before, after, moved, people: [people, later] }))
}

fn missing_teams(snapshot: &Snapshot<'_>, file: &PolicyFile) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    for team in file.teams.iter().flatten() {
        if snapshot.team(team)?.is_none() {
            missing.push(team.clone());
        }
    }
    Ok(missing)
}

/// Gives those whose role vanishes the role they are to have, or names them where there is none.
pub(in crate::ops) fn move_members(
    census: &mut Census,
    after: &Policy,
    move_to: Option<&str>,
) -> Result<Vec<MemberId>> {
    if let Some(role) = move_to.filter(|role| after.role(role).is_err()) {
        let near = nearest(role, after.roles().iter().map(|role| role.name.as_str()));
        return Err(NameError::unknown(Kind::Role, role, near).into());
    }
    let mut moved = Vec::new();
    let mut held: Vec<(String, Vec<String>)> = Vec::new();
    for person in &mut census.people {
        if after.role(&person.role).is_ok() {
            continue;
        }
        if let Some(role) = move_to {
            role.clone_into(&mut person.role);
            moved.push(person.id);
            continue;
        }
        let email = census.emails.get(&person.id).cloned().unwrap_or_default();
        match held.iter_mut().find(|(role, _)| *role == person.role) {
            Some((_, emails)) => emails.push(email),
            None => held.push((person.role.clone(), vec![email])),
        }
    }
    if held.is_empty() { Ok(moved) } else { Err(PolicyError::RolesHeld { roles: held }.into()) }
}

/// A policy with one owner only can't be had while there are more.
pub(in crate::ops) fn check_owners(
    people: &Census,
    later: &Census,
    before: &Policy,
    after: &Policy,
) -> Result<()> {
    let owners = |census: &Census| -> Vec<String> {
        let owners = census.people.iter().filter(|person| {
            person.role == Model::Owner.key() && person.status != Status::Suspended
        });
        owners.filter_map(|person| census.emails.get(&person.id).cloned()).collect()
    };
    let (was, is) = (owners(people), owners(later));
    // A workspace that has too many already may still take a policy that keeps the rule.
    if after.single_owner() && is.len() > 1 && (!before.single_owner() || is.len() > was.len()) {
        return Err(PolicyError::TooManyOwners { owners: is }.into());
    }
    Ok(())
}
