//! `can` and `why`: one decision about one member, with every step that led to it.

use crate::{
    ops::{
        Result, Session,
        permission::require_permission,
        session::{as_actor, require_member},
    },
    rules::{
        actor::Actor,
        decision::{Reason, decide, explain},
        id::ChatId,
        lens::Shown,
        permission::Permission,
        scope::{ChatFacts, Scope},
    },
    store::Chat,
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

/// The answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// About whom.
    pub member: Shown,
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
}

/// One step on the way to an answer.
#[derive(Debug, Clone)]
pub struct StepRow {
    /// The permission that was asked for.
    pub permission: Permission,
    /// Which rule was asked.
    pub rule: &'static str,
    /// What it found.
    pub finding: Shown,
    /// What it decided, if it did.
    pub decides: Option<bool>,
}

/// Answers a question about a member. Everybody may ask about themselves; `access-permissions`
/// lets one ask about others.
///
/// # Errors
/// Refused; a member, permission or chat that isn't known, which is never answered with a no.
pub fn ask(session: &mut Session, email: &str, question: Question<'_>) -> Result<Answer> {
    session.read(|snapshot, actor| {
        let themselves = email.eq_ignore_ascii_case(&actor.email);
        if !themselves {
            actor.require(Permission::AccessPermissions)?;
        }
        let about = if themselves {
            actor.clone()
        } else {
            as_actor(snapshot, require_member(snapshot, email)?)?
        };
        let (id, verb) = match question {
            Question::Permission(key) => return Ok(permission(&about, require_permission(key)?)),
            Question::View(id) => (id, "view"),
            Question::Reply(id) => (id, "reply"),
        };
        let facts = snapshot.chat(id)?.as_ref().map(Chat::facts);
        if !themselves {
            actor.require_sight(id, facts)?;
        }
        match facts {
            Some(facts) => Ok(chat(&about, id, verb, facts)),
            None => Err(crate::rules::error::Error::unknown(
                crate::rules::error::Kind::Chat,
                &id.0.to_string(),
                None,
            )
            .into()),
        }
    })
}

fn permission(about: &Actor, permission: Permission) -> Answer {
    let decision = decide(about.subject(), permission);
    Answer {
        member: Shown::plain(about.email.clone()),
        permission: permission.key(),
        chat: None,
        allowed: decision.allowed,
        reason: decision.reason,
        scope: None,
        steps: steps(about, permission),
    }
}

fn chat(about: &Actor, id: ChatId, verb: &'static str, facts: ChatFacts) -> Answer {
    let viewer = about.viewer();
    let sight = viewer.sees(facts);
    let mut rows = Vec::new();
    for step in viewer.explain(facts) {
        if let Some(scope) = step.scope {
            rows.push(StepRow {
                permission: step.permission,
                rule: "scope",
                finding: Shown::plain(scope.finding(step.applies)),
                decides: None,
            });
        }
        if step.applies {
            rows.extend(steps(about, step.permission));
        }
    }
    Answer {
        member: Shown::plain(about.email.clone()),
        permission: verb,
        chat: Some(id),
        allowed: sight.allowed,
        reason: sight.reason,
        scope: sight.scope,
        steps: rows,
    }
}

fn steps(about: &Actor, permission: Permission) -> Vec<StepRow> {
    explain(about.subject(), permission)
        .into_iter()
        .map(|step| StepRow {
            permission,
            rule: step.rule.key(),
            finding: Shown::plain(step.finding),
            decides: step.decision.map(|decision| decision.allowed),
        })
        .collect()
}
