//! The actions of the audit decided again under another policy: who did something that they could
//! not do any more. Members are taken with the role and team that they have now; what was decided on
//! whom it was done to (rank, the last owner) is not asked again.

use std::collections::HashMap;

use crate::{
    ops::{
        Result,
        audit::{AuditRow, row},
    },
    rules::{
        id::{ChatId, MemberId},
        phone::Phone,
        policy::{
            actor::Actor,
            decision::{Reason, Subject, decide},
            effect::Person,
            grant::{Need, Needed},
            matrix::Policy,
            scope::Viewer,
        },
    },
    store::{Census, Snapshot, TrailEntry},
};

/// The audit under another policy.
#[derive(Debug, Clone, Default)]
pub struct Replay {
    /// How many actions were decided again.
    pub decided: u64,
    /// How many could not be: their actor or their chat is gone, or nothing is known of the action.
    pub undecided: u64,
    /// Those that would have been refused.
    pub refused: Vec<RefusedAction>,
}

/// Something that was done and would have been refused.
#[derive(Debug, Clone)]
pub struct RefusedAction {
    /// Its entry in the audit, as `audit list` shows it.
    pub entry: AuditRow,
    /// Why it would be refused.
    pub reason: &'static str,
    /// Whether the policy in force would refuse it too: then the new one isn't what takes it away.
    pub refused_now: bool,
}

pub(super) fn replay(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    now: (&Policy, &Census),
    then: (&Policy, &Census),
) -> Result<Replay> {
    let index = |census: &'_ Census| -> HashMap<MemberId, Person> {
        census.people.iter().map(|person| (person.id, person.clone())).collect()
    };
    let (people_now, people_then) = (index(now.1), index(then.1));
    let mut replay = Replay::default();
    snapshot.trail::<crate::ops::Error>(|entry| {
        // Who doesn't see a chat doesn't learn what was done in it, nor how much.
        let Some(shown) = row(snapshot, actor, entry.clone())? else { return Ok(()) };
        let decide = |policy: &Policy, people: &HashMap<MemberId, Person>| {
            refusal(snapshot, policy, people, &entry)
        };
        match decide(then.0, &people_then)? {
            Answer::Undecided => replay.undecided += 1,
            Answer::Allowed => replay.decided += 1,
            Answer::Refused(reason) => {
                replay.decided += 1;
                let refused_now = matches!(decide(now.0, &people_now)?, Answer::Refused(_));
                replay.refused.push(RefusedAction { entry: shown, reason, refused_now });
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
    let Some(needed) = Needed::parse(&entry.needed) else { return Ok(Answer::Undecided) };
    let person = entry.member.and_then(|member| people.get(&member));
    let Some(person) = person else { return Ok(Answer::Undecided) };
    let Ok(role) = policy.role(&person.role) else { return Ok(Answer::Undecided) };
    let subject = Subject { status: person.status, role };
    let viewer = Viewer { member: person.id, team: person.team, subject };
    let mut answer = Answer::Undecided;
    for need in needed.needs() {
        answer = decided(snapshot, viewer, need, &entry.object)?;
        if !matches!(answer, Answer::Allowed) {
            break;
        }
    }
    Ok(answer)
}

/// One thing that was needed, asked again. An action that needed nothing is never asked.
fn decided(
    snapshot: &Snapshot<'_>,
    viewer: Viewer<'_>,
    need: &Need,
    object: &str,
) -> Result<Answer> {
    let sight = match need {
        Need::Own => return Ok(Answer::Allowed),
        Need::Owner if viewer.subject.role.is_owner() => return Ok(Answer::Allowed),
        Need::Owner => return Ok(Answer::Refused("owner-only")),
        Need::Permission(permission) => {
            let decision = decide(viewer.subject, *permission);
            return Ok(answer(decision.allowed, decision.reason));
        }
        Need::Sight => {
            let id = object.strip_prefix("chat ").and_then(|id| id.parse().ok());
            let chat = id.map(|id| snapshot.chat_facts(ChatId(id))).transpose()?.flatten();
            chat.map(|chat| viewer.sees(chat))
        }
        Need::Account(number) => {
            let number = Phone::from_wa_id(number.trim_start_matches('+')).ok();
            let account = number.map(|it| snapshot.account_by_number(&it)).transpose()?.flatten();
            account.map(|account| viewer.starts_from(account.connector))
        }
    };
    Ok(sight.map_or(Answer::Undecided, |sight| answer(sight.allowed, sight.reason)))
}

const fn answer(allowed: bool, reason: Reason) -> Answer {
    if allowed { Answer::Allowed } else { Answer::Refused(reason.code()) }
}
