//! The actions of the audit decided again under another policy: who did something that they could
//! not do any more. Members are taken with the role and team that they have now; what was decided on
//! whom it was done to (rank, the last owner) is not asked again.

use std::collections::HashMap;

use crate::{
    ops::Result,
    rules::{
        id::{ChatId, MemberId},
        policy::{
            decision::{Subject, decide},
            effect::Person,
            matrix::Policy,
            requirement::{Requirement, requirement},
            scope::Viewer,
        },
        privacy::lens::{Lens, SafeText},
    },
    store::{Census, Snapshot, TrailEntry},
};

/// The audit under another policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replay {
    /// How many actions were decided again.
    pub decided: u64,
    /// How many could not be: their actor or their chat is gone, or nothing is known of the action.
    pub undecided: u64,
    /// Those that would have been refused.
    pub refused: Vec<RefusedAction>,
}

/// Something that was done and would have been refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedAction {
    /// The audit entry's key.
    pub id: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who did it.
    pub actor: SafeText,
    /// What.
    pub action: SafeText,
    /// To what.
    pub object: SafeText,
    /// Why it would be refused.
    pub reason: &'static str,
    /// Whether the policy in force would refuse it too: then the new one isn't what takes it away.
    pub refused_now: bool,
}

pub(super) fn replay(
    snapshot: &Snapshot<'_>,
    lens: Lens,
    now: (&Policy, &Census),
    then: (&Policy, &Census),
) -> Result<Replay> {
    let index = |census: &'_ Census| -> HashMap<MemberId, Person> {
        census.people.iter().map(|person| (person.id, person.clone())).collect()
    };
    let (people_now, people_then) = (index(now.1), index(then.1));
    let mut replay = Replay::default();
    snapshot.trail::<crate::ops::Error>(|entry| {
        let decide = |policy: &Policy, people: &HashMap<MemberId, Person>| {
            refusal(snapshot, policy, people, &entry)
        };
        match decide(then.0, &people_then)? {
            Answer::Undecided => replay.undecided += 1,
            Answer::Allowed => replay.decided += 1,
            Answer::Refused(reason) => {
                replay.decided += 1;
                let refused_now = matches!(decide(now.0, &people_now)?, Answer::Refused(_));
                replay.refused.push(RefusedAction {
                    id: entry.id,
                    at: entry.at,
                    actor: lens.staff(entry.actor.clone()),
                    action: lens.staff(entry.action.clone()),
                    object: lens.staff(entry.object.clone()),
                    reason,
                    refused_now,
                });
            }
        }
        Ok(())
    })?;
    Ok(replay)
}

enum Answer {
    Undecided,
    Allowed,
    Refused(&'static str),
}

fn refusal(
    snapshot: &Snapshot<'_>,
    policy: &Policy,
    people: &HashMap<MemberId, Person>,
    entry: &TrailEntry,
) -> Result<Answer> {
    let Some(needed) = requirement(&entry.action) else { return Ok(Answer::Undecided) };
    if needed == Requirement::Nothing {
        return Ok(Answer::Allowed);
    }
    let person = entry.member.and_then(|member| people.get(&member));
    let Some(person) = person else { return Ok(Answer::Undecided) };
    let Ok(role) = policy.role(&person.role) else { return Ok(Answer::Undecided) };
    let subject = Subject { status: person.status, role };
    let permission = match needed {
        Requirement::Owner if role.is_owner() => return Ok(Answer::Allowed),
        Requirement::Owner => return Ok(Answer::Refused("owner-only")),
        Requirement::Permission(permission) | Requirement::SightAnd(permission) => Some(permission),
        Requirement::Sight | Requirement::Nothing => None,
    };
    if let Some(decision) = permission.map(|permission| decide(subject, permission))
        && !decision.allowed
    {
        return Ok(Answer::Refused(decision.reason.code()));
    }
    if matches!(needed, Requirement::Permission(_)) {
        return Ok(Answer::Allowed);
    }
    let id = entry.object.strip_prefix("chat ").and_then(|id| id.parse().ok());
    let Some(id) = id else { return Ok(Answer::Undecided) };
    let Some(chat) = snapshot.chat_facts(ChatId(id))? else { return Ok(Answer::Undecided) };
    let sight = Viewer { member: person.id, team: person.team, subject }.sees(chat);
    Ok(if sight.allowed { Answer::Allowed } else { Answer::Refused(sight.reason.code()) })
}
