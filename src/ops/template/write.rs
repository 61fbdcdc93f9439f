//! `template add`, `template edit`, `template remove`: what a template says, and whose it is.

use super::{edition::Edition, label, require_template};
use crate::rules::policy::grant::Templates;
use crate::rules::whatsapp::template::Ownership;
use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::{
        error::{Kind, NameError, TemplateError},
        policy::{actor::Actor, permission::Permission},
        whatsapp::template::{
            Content, Language, Move, Status, Step, check_content, check_name, is_shared_at_first,
            status_of_list,
        },
    },
    store::{Change, NewTemplate, Snapshot, Template},
};

/// A template to add.
#[derive(Debug, Clone)]
pub struct New {
    /// Its name.
    pub name: String,
    /// Its language.
    pub language: String,
    /// What it says.
    pub content: Content,
    /// Whether it is everybody's; `None` leaves it to the role of who adds it.
    pub is_shared: Option<bool>,
    /// How it stands with `WhatsApp` already, as its lists say it; `None` for a draft.
    pub status: Option<String>,
    /// Why it was turned down, if it was.
    pub reason: Option<String>,
}

/// A template that was looked at and can be added.
struct Checked {
    new: New,
    language: Language,
    is_shared: bool,
    status: Status,
}

/// Adds templates, all of them or none.
///
/// # Errors
/// Refused without `templates`; a template beyond `WhatsApp`'s limits, with every fault; one that is
/// there already, or stands twice among them.
pub fn add(session: &mut Session, templates: &[New]) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<Templates>(now)?;
            let mut checked: Vec<Checked> = Vec::with_capacity(templates.len());
            for new in templates {
                let next = check(snapshot, actor, new)?;
                let is_same = |other: &Checked| {
                    other.new.name == next.new.name && other.language == next.language
                };
                if checked.iter().any(is_same) {
                    return Err(duplicate(&next));
                }
                checked.push(next);
            }
            Ok((grant, checked))
        },
        |change, _, checked| {
            let mut outcome = Outcome::default();
            for one in checked {
                let (id, version) = change.insert_template(&NewTemplate {
                    name: &one.new.name,
                    language: &one.language,
                    is_shared: one.is_shared,
                    content: &one.new.content,
                })?;
                if one.status != Status::Draft {
                    change.set_template_status(
                        version,
                        one.status,
                        one.new.reason.as_deref(),
                        now,
                    )?;
                    change.set_template_heard(id, now)?;
                }
                outcome.changed.push(
                    Changed::new("template.add", label(&one.new.name, &one.language))
                        .new_field("category", Some(one.new.content.category.key()))
                        .new_field("status", Some(one.status.key()))
                        .new_field("shared", Some(yes_or_no(one.is_shared))),
                );
            }
            Ok(outcome)
        },
    )
}

fn check(snapshot: &Snapshot<'_>, actor: &Actor, new: &New) -> Result<Checked> {
    let language = Language::parse(&new.language)?;
    let mut faults = check_name(&new.name);
    faults.extend(check_content(&new.content));
    if !faults.is_empty() {
        return Err(TemplateError::Template { name: new.name.clone(), faults }.into());
    }
    let status = match &new.status {
        None => Status::Draft,
        Some(status) => status_of_list(status).ok_or_else(|| {
            NameError::invalid(Kind::Template, &new.name, "stands in a way that isn't known")
        })?,
    };
    if status == Status::Approved {
        actor.require_other_author(Ownership { author: Some(actor.id), is_shared: false })?;
    }
    let checked = Checked {
        language,
        is_shared: new.is_shared.unwrap_or_else(|| is_shared_at_first(actor.role.model)),
        status,
        new: new.clone(),
    };
    match snapshot.template(&checked.new.name, &checked.language)? {
        Some(_) => Err(duplicate(&checked)),
        None => Ok(checked),
    }
}

fn duplicate(checked: &Checked) -> crate::ops::Error {
    NameError::duplicate(Kind::Template, &label(&checked.new.name, &checked.language)).into()
}

/// Rewrites a template. An approved one stays as it is and is sent as it is; what is written becomes
/// its next version, which can be submitted.
///
/// # Errors
/// Refused without `templates`, and to an agent for somebody else's; a template that isn't there;
/// one that is under review; another category for one that was approved; what is beyond `WhatsApp`'s
/// limits.
pub fn edit(
    session: &mut Session,
    name: &str,
    language: Option<&str>,
    edition: &Edition,
) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            actor.require(Permission::Templates)?;
            let language = language.map(Language::parse).transpose()?;
            let template = require_template(snapshot, actor, name, language.as_ref())?;
            let grant = actor.authorize_template(template.ownership(), now)?;
            let old = template.next.as_ref().or(template.live.as_ref());
            let old = old.map(|version| version.content.clone()).ok_or_else(versionless)?;
            let new = edition.applied_to(&old);
            let step = if new == old {
                Move::Stays
            } else {
                let live = template.live.as_ref().map(|version| version.content.category);
                if live.is_some_and(|category| category != new.category) {
                    return Err(TemplateError::FixedCategory { name: template.name }.into());
                }
                let faults = check_content(&new);
                if !faults.is_empty() {
                    return Err(TemplateError::Template { name: template.name, faults }.into());
                }
                template.standing().take(Step::Edit).map_err(|unfit| {
                    TemplateError::UnfitTemplate { name: template.name.clone(), unfit }
                })?
            };
            Ok((grant, (template, old, new, step)))
        },
        |change, _, (template, old, new, step)| {
            let mut changed =
                Changed::new("template.edit", label(&template.name, &template.language));
            if step != Move::Stays {
                changed = rewrite(change, &template, (&old, &new), step, changed, now)?;
            }
            if let Some(is_shared) =
                edition.is_shared.filter(|shared| *shared != template.is_shared)
            {
                change.share_template(template.id, is_shared)?;
                changed = changed.field(
                    "shared",
                    Some(yes_or_no(template.is_shared)),
                    Some(yes_or_no(is_shared)),
                );
            }
            Ok(if changed.fields.is_empty() { Outcome::default() } else { changed.into() })
        },
    )
}

fn rewrite(
    change: &Change<'_, Templates>,
    template: &Template,
    (old, new): (&Content, &Content),
    step: Move,
    changed: Changed,
    now: i64,
) -> Result<Changed> {
    let was = template.next.as_ref().or(template.live.as_ref()).ok_or_else(versionless)?;
    let mut number = was.number;
    if step == Move::AddsNext {
        change.insert_template_version(template.id, new, now)?;
        number += 1;
    } else {
        change.rewrite_template_version(was.id, new, now)?;
    }
    let parts = [
        ("header", old.header != new.header),
        ("body", old.body != new.body),
        ("footer", old.footer != new.footer),
        ("buttons", old.buttons != new.buttons),
    ];
    let parts: Vec<_> =
        parts.into_iter().filter(|(_, differs)| *differs).map(|(part, _)| part).collect();
    // The words themselves stay out: the audit has readers who may not read every number in them.
    Ok(changed
        .field("version", Some(was.number), Some(number))
        .field("status", Some(was.status.key()), Some(Status::Draft.key()))
        .field("category", Some(old.category.key()), Some(new.category.key()))
        .new_field("rewritten", (!parts.is_empty()).then(|| parts.join(", "))))
}

/// Takes a template away. Messages that were made by it keep their words, and what runs by one of its
/// versions keeps that version; its name is free.
///
/// # Errors
/// Refused without `templates`, and to an agent for somebody else's; a template that isn't there.
pub fn remove(session: &mut Session, name: &str, language: Option<&str>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            actor.require(Permission::Templates)?;
            let language = language.map(Language::parse).transpose()?;
            let template = require_template(snapshot, actor, name, language.as_ref())?;
            Ok((actor.authorize_template(template.ownership(), now)?, template))
        },
        |change, _, template| {
            change.remove_template(template.id, now)?;
            let status = template.current().map(|version| version.status.key());
            let changed =
                Changed::new("template.remove", label(&template.name, &template.language));
            Ok(changed.old_field("status", status).into())
        },
    )
}

/// Hands the next version in.
///
/// # Errors
/// Refused as for [`edit`]; a template that isn't there; nothing to hand in.
pub fn submit(session: &mut Session, name: &str, language: Option<&str>) -> Result<Outcome> {
    super::verdict::take(session, "template.submit", (name, language), Step::Submit, None)
}

/// There is always a version, of either sort.
pub(super) fn versionless() -> crate::ops::Error {
    crate::store::Error::Corrupt("a template has no version".to_owned()).into()
}

const fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}
