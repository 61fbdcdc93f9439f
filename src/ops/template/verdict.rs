//! What becomes of a template: handed in by somebody, judged by `WhatsApp`. What came back is recorded
//! by hand (`template mark`) or by a webhook, and either way takes the same steps.

use super::{label, require_template, write::versionless};
use crate::rules::policy::grant::{Opens, Verdicts};
use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::{
        error::{Denied, Kind, NameError, TemplateError},
        policy::{actor::Actor, permission::Permission},
        whatsapp::template::{Heard, Language, Move, Status, Step, Unfit, step_of_event},
        workspace::member::is_unprintable,
    },
    store::{Change, Template},
};

/// The most characters of a reason that are kept.
const LONGEST_REASON: usize = 1024;

/// What `WhatsApp` made of a template, as somebody records it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It can be sent.
    Approved,
    /// It was turned down.
    Rejected,
    /// It can't be sent for now.
    Paused,
}

/// Records what came back.
///
/// # Errors
/// Refused without `templates`, and to an agent for somebody else's; a template that isn't there;
/// one that nothing can have come back for; a reason that is empty or unreadable.
pub fn mark(
    session: &mut Session,
    name: &str,
    language: Option<&str>,
    verdict: Verdict,
    reason: Option<&str>,
) -> Result<Outcome> {
    let step = match verdict {
        Verdict::Approved => Step::Approve,
        Verdict::Rejected => Step::Reject,
        Verdict::Paused => Step::Pause,
    };
    take(session, "template.mark", (name, language), step, reason)
}

pub(super) fn take(
    session: &mut Session,
    action: &'static str,
    (name, language): (&str, Option<&str>),
    step: Step,
    reason: Option<&str>,
) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            actor.require(Permission::Templates)?;
            let language = language.map(Language::parse).transpose()?;
            let template = require_template(snapshot, actor, name, language.as_ref())?;
            let grant = actor.authorize_template(template.ownership(), now)?;
            if step == Step::Approve {
                actor.require_other_author(template.ownership())?;
            }
            let reason = reason.map(check_reason).transpose()?;
            let moved = template.standing().take(step).map_err(|unfit| {
                TemplateError::UnfitTemplate { name: template.name.clone(), unfit }
            })?;
            Ok((grant, (template, moved, reason)))
        },
        |change, _, (template, moved, reason)| {
            let changed = move_versions(change, &template, moved, reason.as_deref(), now)?;
            if changed.is_some() && step != Step::Submit {
                change.set_template_heard(template.id, now)?;
            }
            Ok(changed
                .map(|(number, before, after)| {
                    Changed::new(action, label(&template.name, &template.language))
                        .new_field("version", Some(number))
                        .field("status", Some(before.key()), Some(after.key()))
                        .new_field("reason", reason)
                        .into()
                })
                .unwrap_or_default())
        },
    )
}

/// A reason, in one line.
fn check_reason(text: &str) -> Result<String> {
    let text = text.trim();
    let problem = if text.is_empty() {
        "is empty"
    } else if text.chars().count() > LONGEST_REASON {
        "is longer than 1024 characters"
    } else if text.chars().any(is_unprintable) {
        "has control characters"
    } else {
        return Ok(text.to_owned());
    };
    Err(NameError::invalid(Kind::Text, text, problem).into())
}

/// Moves a template's versions: which one, how it stood, how it stands. `None` where nothing moved.
fn move_versions<K: Opens<Verdicts>>(
    change: &Change<'_, K>,
    template: &Template,
    moved: Move,
    reason: Option<&str>,
    at: i64,
) -> Result<Option<(i64, Status, Status)>> {
    let (version, status) = match moved {
        Move::Stays | Move::AddsNext | Move::RewritesNext => return Ok(None),
        Move::Next(status) => (template.next.as_ref(), status),
        Move::Live(status) => (template.live.as_ref(), status),
        Move::GoesLive => {
            if let Some(live) = &template.live {
                let since = live.decided_at.unwrap_or(at);
                change.set_template_status(live.id, Status::Replaced, None, since)?;
            }
            (template.next.as_ref(), Status::Approved)
        }
    };
    let version = version.ok_or_else(versionless)?;
    change.set_template_status(version.id, status, reason, at)?;
    Ok(Some((version.number, version.status, status)))
}

/// What a webhook says of a template.
#[derive(Debug, Clone, Copy)]
pub struct News<'n> {
    /// The template's name.
    pub name: &'n str,
    /// Its language.
    pub language: &'n str,
    /// What happened, as `WhatsApp` names it.
    pub event: &'n str,
    /// Why.
    pub reason: Option<&'n str>,
    /// When, in milliseconds since 1970; `None` for now.
    pub at: Option<i64>,
}

/// What became of a piece of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hearing {
    /// The template stands otherwise now.
    Changed(Changed),
    /// It was known, or is older than what is known.
    Known,
    /// It says nothing of whether the template can be sent.
    Aside,
    /// The workspace has no such template.
    Stranger,
    /// It would say that the importer's own template is approved.
    Own(Denied),
    /// The template is one that this can't have happened to, such as a draft that was never handed in.
    Unfit,
}

/// Hears what a webhook says, under the authority of the import that brings it.
///
/// # Errors
/// The store's own: news that doesn't fit is no error.
pub fn hear<K: Opens<Verdicts>>(
    change: &Change<'_, K>,
    actor: &Actor,
    news: News<'_>,
    now: i64,
) -> Result<Hearing> {
    let Some(step) = step_of_event(news.event) else { return Ok(Hearing::Aside) };
    let Ok(language) = Language::parse(news.language) else { return Ok(Hearing::Stranger) };
    let Some(template) = change.template(news.name, &language)? else {
        return Ok(Hearing::Stranger);
    };
    let at = news.at.unwrap_or(now);
    // A pause is the live version's, whatever has been handed in since.
    let is_of_next = step != Step::Pause;
    let under_review = template.next.as_ref().filter(|version| is_of_next && version.number > 1);
    let heard = Heard {
        last_at: template.heard_at,
        submitted_at: under_review.and_then(|version| version.submitted_at),
    };
    if !heard.is_news(at) {
        return Ok(Hearing::Known);
    }
    let moved = match template.standing().take(step) {
        Ok(moved) => moved,
        Err(Unfit::NotSubmitted | Unfit::NotApproved) => return Ok(Hearing::Unfit),
        Err(_) => return Ok(Hearing::Known),
    };
    if step == Step::Approve
        && let Err(error) = actor.require_other_author(template.ownership())
    {
        return Ok(Hearing::Own(error));
    }
    let reason = news.reason.map(legible);
    let changed = move_versions(change, &template, moved, reason.as_deref(), at)?;
    let Some((number, before, after)) = changed else { return Ok(Hearing::Known) };
    change.set_template_heard(template.id, at)?;
    Ok(Hearing::Changed(
        Changed::new("template.import", label(&template.name, &template.language))
            .new_field("version", Some(number))
            .field("status", Some(before.key()), Some(after.key()))
            .new_field("reason", reason),
    ))
}

/// What `WhatsApp` gives as a reason, in one line of a length that can be shown.
fn legible(text: &str) -> String {
    let shown = text.chars().map(|c| if is_unprintable(c) { ' ' } else { c });
    shown.take(LONGEST_REASON).collect()
}
