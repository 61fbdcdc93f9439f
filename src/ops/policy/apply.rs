//! `policy apply`: the plan and the change in one transaction.

use std::collections::HashSet;

use anyhow::anyhow;

use crate::rules::policy::grant::Policies;
use crate::{
    ops::{
        Changed, Outcome, Result, Session,
        policy::{
            Draft, Plan, drift, hash, names_hash,
            plan::{Prepared, prepare},
        },
    },
    rules::{error::PolicyError, policy::matrix::Policy},
    store::Change,
};

/// What applying did, or would do.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The plan, made in the same transaction.
    pub plan: Plan,
    /// What was changed, as it stands in the audit.
    pub outcome: Outcome,
}

/// Makes a file's policy the workspace's; with `expect`, only if the one in force has that hash.
/// Nothing is changed if a test in the file fails, as the plan then says.
///
/// # Errors
/// Refused to all but an owner; a policy that has changed since; and as for a plan.
pub fn apply(session: &mut Session, draft: Draft<'_>, expect: Option<&str>) -> Result<Applied> {
    let now = session.now();
    let mut made = None;
    let outcome = session.change(
        |snapshot, actor| {
            let grant = actor.authorize_owner(now)?;
            if let Some(expected) = expect {
                let current = snapshot.policy()?;
                let found = hash(&current);
                if !names_hash(expected, &found) {
                    let since = drift::since(snapshot, &current, expected)?;
                    let expected = expected.to_owned();
                    return Err(PolicyError::PolicyMoved { expected, found, since }.into());
                }
            }
            Ok((grant, prepare(snapshot, actor, draft, false)?))
        },
        |change, _, (plan, prepared)| {
            // An outcome without a change keeps nothing: a failing test rejects the whole of it.
            let outcome = if plan.is_empty() || plan.is_rejected() {
                Outcome::default()
            } else {
                write(change, &plan, &prepared, now)?
            };
            made = Some(plan);
            Ok(outcome)
        },
    )?;
    let plan = made.ok_or_else(|| crate::ops::Error::Bug(anyhow!("a change without a plan")))?;
    Ok(Applied { plan, outcome })
}

fn write(
    change: &Change<'_, Policies>,
    plan: &Plan,
    prepared: &Prepared,
    now: i64,
) -> Result<Outcome> {
    let (changed, warnings) = (plan.changes.clone(), plan.warnings.clone());
    let mut outcome = Outcome { changed, warnings, ..Outcome::default() };
    outcome.changed.extend(prepared.moves(change)?);
    save(change, prepared)?;
    for team in &plan.teams {
        change.insert_team(team, false, now)?;
        outcome.changed.push(Changed::new("team.add", team.as_str()));
    }
    outcome.effects = plan.effects.lines(&HashSet::new());
    Ok(outcome)
}

/// Saves the policy, and moves members before the roles they hold are removed.
pub(in crate::ops) fn save(change: &Change<'_, Policies>, prepared: &Prepared) -> Result<()> {
    let Prepared { before, after, moved, people: [_, later] } = prepared;
    if !moved.is_empty() {
        // For a moment there are the roles of both: nobody is ever without one.
        let mut both = after.roles().to_vec();
        let old = before.roles().iter().filter(|role| after.role(&role.name).is_err());
        both.extend(old.cloned());
        change.save_policy(&Policy::new(both, after.single_owner())?)?;
        let moved: HashSet<_> = moved.iter().collect();
        for person in later.people.iter().filter(|person| moved.contains(&person.id)) {
            if let Some(mut member) = change.member_by_id(person.id)? {
                member.role.clone_from(&person.role);
                change.update_member(&member)?;
            }
        }
    }
    Ok(change.save_policy(after)?)
}
