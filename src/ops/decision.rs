//! `can` and `why`: one decision about one member, with every step that led to it.

use crate::{
    ops::{
        Result, Session,
        lookup::require_actor,
        permission::require_permission,
        remedy::{RemedyRow, rows},
    },
    rules::{
        error::{Kind, NameError},
        id::ChatId,
        policy::{
            actor::Actor,
            decision::{Reason, decide, explain},
            permission::Permission,
            remedy,
            scope::{ChatFacts, Scope},
        },
        privacy::lens::{Lens, SafeText},
        workspace::member::Status,
    },
    store::{Ahead, Snapshot},
};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub enum Question<'a> {
    /// May they do what this permission opens?
    Permission(&'a str),
    /// May they see this chat?
    View(ChatId),
    /// May they write in this chat?
    Reply(ChatId),
}

/// Of which time a question is about somebody who has not joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Now: they may do nothing.
    Now,
    /// Once they have joined.
    IfJoined,
}

impl When {
    /// By whether the time after joining is meant.
    #[must_use]
    pub const fn if_joined(wanted: bool) -> Self {
        if wanted { Self::IfJoined } else { Self::Now }
    }

    /// A status as it counts.
    #[must_use]
    pub const fn status(self, status: Status) -> Status {
        match self {
            Self::Now => status,
            Self::IfJoined => status.if_joined(),
        }
    }
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// About whom.
    pub member: SafeText,
    /// What was asked: a permission's key, `view` or `reply`.
    pub permission: &'static str,
    /// About which chat.
    pub chat: Option<ChatId>,
    /// Yes or no.
    pub allowed: bool,
    /// Which rule decided.
    pub reason: Reason,
    /// Which scope covers the chat.
    pub scope: Option<Scope>,
    /// How it came to that, in order.
    pub steps: Vec<StepRow>,
    /// Which of the steps decided, from 1.
    pub decided_by: usize,
}

/// One step on the way to an answer.
#[derive(Debug, Clone)]
pub struct StepRow {
    /// The permission that was asked for.
    pub permission: Permission,
    /// Which rule was asked.
    pub rule: &'static str,
    /// What it found.
    pub finding: SafeText,
    /// What it decided, if it did.
    pub decides: Option<bool>,
}

/// Answers a question about a member. Everybody may ask about themselves; `access-permissions`
/// lets one ask about others.
///
/// # Errors
/// Refused; a member, permission or chat that isn't known, which is never answered with a no.
pub fn ask(
    session: &mut Session,
    email: &str,
    question: Question<'_>,
    when: When,
) -> Result<Answer> {
    session.ask_ahead(|| asked_ahead(email, question));
    session.read(|snapshot, actor| {
        let about = subject_of(snapshot, actor, email, when)?;
        Ok(answer(snapshot, actor, &about, question)?.0)
    })
}

/// What an answer needs beside the actor.
fn asked_ahead(email: &str, question: Question<'_>) -> Vec<Ahead> {
    let chat = match question {
        Question::Permission(_) => None,
        Question::View(id) | Question::Reply(id) => Some(Ahead::chat_standing(id)),
    };
    chat.into_iter().chain([Ahead::person(email)]).collect()
}

/// The same, and what would have to change for the opposite answer.
pub fn why(session: &mut Session, email: &str, question: Question<'_>, when: When) -> Result<Why> {
    session.ask_ahead(|| asked_ahead(email, question));
    session.read(|snapshot, actor| {
        let about = subject_of(snapshot, actor, email, when)?;
        let (answer, facts) = answer(snapshot, actor, &about, question)?;
        let policy = snapshot.policy()?;
        let remedies = match (facts, question) {
            (Some(facts), _) => remedy::for_chat(&policy, about.viewer(), facts),
            (None, Question::Permission(key)) => {
                remedy::for_permission(&policy, about.subject(), require_permission(key)?)
            }
            (None, _) => Vec::new(),
        };
        let (remedies, obstacle) =
            rows(snapshot, &policy, (&about, actor.lens()), answer.chat, &remedies)?;
        Ok(Why { answer, remedies, obstacle })
    })
}

/// An answer, and the way to the opposite one.
#[derive(Debug, Clone)]
pub struct Why {
    /// The answer.
    pub answer: Answer,
    /// What would have to change, way by way.
    pub remedies: Vec<RemedyRow>,
    /// What else stands in the way.
    pub obstacle: Option<&'static str>,
}

fn answer(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    about: &Actor,
    question: Question<'_>,
) -> Result<(Answer, Option<ChatFacts>)> {
    let lens = actor.lens();
    let (id, verb) = match question {
        Question::Permission(key) => {
            return Ok((permission(about, require_permission(key)?, lens), None));
        }
        Question::View(id) => (id, "view"),
        Question::Reply(id) => (id, "reply"),
    };
    let facts = require_facts(snapshot, id, actor)?;
    Ok((chat(about, (id, verb, facts), lens), Some(facts)))
}

/// The member asked about, if the actor may ask about them.
///
/// # Errors
/// Refused; a member who isn't known.
pub(super) fn subject_of(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    email: &str,
    when: When,
) -> Result<Actor> {
    let about = if email.eq_ignore_ascii_case(&actor.email) {
        actor.clone()
    } else {
        actor.require(Permission::AccessPermissions)?;
        require_actor(snapshot, actor, email)?
    };
    Ok(Actor { previews: when == When::IfJoined, ..about })
}

/// What a decision needs of a chat; of one out of the asker's sight nothing is told, not even that
/// it is there: also to who asks about themselves.
///
/// # Errors
/// A chat that isn't known, or that the asker doesn't see; an asker whose inbox is closed.
pub(super) fn require_facts(
    snapshot: &Snapshot<'_>,
    id: ChatId,
    asker: &Actor,
) -> Result<ChatFacts> {
    let facts = snapshot.chat_facts(id)?;
    asker.require_sight(id, facts)?;
    facts.ok_or_else(|| NameError::unknown(Kind::Chat, &id.0.to_string(), None).into())
}

fn permission(about: &Actor, permission: Permission, lens: Lens) -> Answer {
    let decision = decide(about.subject(), permission);
    let steps = steps(about, permission, lens);
    Answer {
        member: lens.staff(about.email.as_str()),
        permission: permission.key(),
        chat: None,
        allowed: decision.allowed,
        reason: decision.reason,
        scope: None,
        decided_by: steps.len(),
        steps,
    }
}

fn chat(about: &Actor, (id, verb, facts): (ChatId, &'static str, ChatFacts), lens: Lens) -> Answer {
    let viewer = about.viewer();
    let sight = viewer.sees(facts);
    let mut rows = Vec::new();
    for step in viewer.explain(facts) {
        if let Some(scope) = step.scope {
            rows.push(StepRow {
                permission: step.permission,
                rule: "scope",
                finding: SafeText::word(scope.finding(step.applies)),
                decides: None,
            });
        }
        if step.applies {
            rows.extend(steps(about, step.permission, lens));
        }
    }
    let deciding = match sight.scope {
        Some(scope) => scope.permission(),
        None if !about.may(Permission::Inbox).allowed => Permission::Inbox,
        None => viewer.account_scope(facts.connector).permission(),
    };
    let decided = rows.iter().position(|row| row.permission == deciding && row.decides.is_some());
    Answer {
        member: lens.staff(about.email.as_str()),
        permission: verb,
        chat: Some(id),
        allowed: sight.allowed,
        reason: sight.reason,
        scope: sight.scope,
        decided_by: decided.map_or(rows.len(), |index| index + 1),
        steps: rows,
    }
}

fn steps(about: &Actor, permission: Permission, lens: Lens) -> Vec<StepRow> {
    explain(about.subject(), permission)
        .into_iter()
        .map(|step| StepRow {
            permission,
            rule: step.rule.key(),
            finding: lens.staff(step.finding),
            decides: step.decision.map(|decision| decision.allowed),
        })
        .collect()
}
