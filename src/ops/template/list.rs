//! `template list`, `template show`: the templates that a member sees.

use super::require_template;
use crate::{
    ops::{Result, Session},
    rules::{
        id::{MemberId, TemplateId},
        policy::permission::Permission,
        privacy::lens::{Lens, SafeText},
        whatsapp::template::{
            ButtonKind, Category, Form, Header, Language, Ownership, Status, may_see,
        },
    },
    store::{Template, TemplateFilter, TemplateVersion},
};

/// Which templates to list. What is `None` doesn't filter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// That stand so, or whose next version does.
    pub status: Option<Status>,
    /// For that.
    pub category: Option<Category>,
    /// In that language.
    pub language: Option<&'a str>,
    /// Behind that one.
    pub after: Option<TemplateId>,
    /// At most so many.
    pub limit: Option<u64>,
}

/// A template as it is listed.
#[derive(Debug, Clone)]
pub struct TemplateRow {
    /// Its key.
    pub id: TemplateId,
    /// Its name.
    pub name: SafeText,
    /// Its language.
    pub language: SafeText,
    /// What it is for.
    pub category: Option<Category>,
    /// How it stands: its live version, else its next one.
    pub status: Option<Status>,
    /// How its next version stands, beside one that is live.
    pub next: Option<Status>,
    /// Whether it is everybody's.
    pub is_shared: bool,
    /// Who made it.
    pub author: SafeText,
    /// The names of its variables.
    pub variables: Vec<SafeText>,
    /// When it was made, in milliseconds since 1970.
    pub created_at: i64,
}

/// A template with all its versions.
#[derive(Debug, Clone)]
pub struct TemplateView {
    /// As the list shows it.
    pub head: TemplateRow,
    /// Oldest first.
    pub versions: Vec<VersionRow>,
}

/// A version as it is shown.
#[derive(Debug, Clone)]
pub struct VersionRow {
    /// Which one it is, from 1.
    pub number: i64,
    /// How it stands.
    pub status: Status,
    /// Why it was turned down or paused.
    pub reason: Option<SafeText>,
    /// What it is for.
    pub category: Category,
    /// What stands above the body: `text`, `image`, ….
    pub header_format: Option<SafeText>,
    /// That text.
    pub header: Option<SafeText>,
    /// The message.
    pub body: SafeText,
    /// What stands below it.
    pub footer: Option<SafeText>,
    /// Each with its kind, its text, and where it leads.
    pub buttons: Vec<(ButtonKind, SafeText, Option<SafeText>)>,
    /// The names of its variables.
    pub variables: Vec<SafeText>,
    /// When it was written, in milliseconds since 1970.
    pub written_at: i64,
    /// When it was handed in, in milliseconds since 1970.
    pub submitted_at: Option<i64>,
    /// When it was judged, in milliseconds since 1970.
    pub decided_at: Option<i64>,
}

/// The templates that the actor sees, in the order in which they were made.
///
/// # Errors
/// Refused without `templates`; a language that is none.
pub fn list(session: &mut Session, filter: &Filter<'_>) -> Result<Vec<TemplateRow>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::Templates)?;
        let lens = actor.lens();
        let language = filter.language.map(Language::parse).transpose()?;
        // Who doesn't see the templates of somebody who is nobody sees their own and the shared.
        let nobodys = Ownership { author: None, is_shared: false };
        let sees_all = may_see(actor.role.model, actor.id, nobodys);
        let found = snapshot.templates(&TemplateFilter {
            seen_by: (!sees_all).then_some::<MemberId>(actor.id),
            name: None,
            status: filter.status,
            category: filter.category,
            language: language.as_ref(),
            after: filter.after,
            limit: filter.limit,
        })?;
        Ok(found.into_iter().map(|template| row(template, lens)).collect())
    })
}

/// One template with all its versions.
///
/// # Errors
/// Refused without `templates`; a template that isn't there or that the actor doesn't see, which are
/// the same; several languages and none named.
pub fn show(session: &mut Session, name: &str, language: Option<&str>) -> Result<TemplateView> {
    session.read(|snapshot, actor| {
        actor.require(Permission::Templates)?;
        let lens = actor.lens();
        let language = language.map(Language::parse).transpose()?;
        let template = require_template(snapshot, actor, name, language.as_ref())?;
        let versions = snapshot.template_versions(template.id)?;
        Ok(TemplateView {
            head: row(template, lens),
            versions: versions.into_iter().map(|version| version_row(version, lens)).collect(),
        })
    })
}

fn row(template: Template, lens: Lens) -> TemplateRow {
    let current = template.current();
    let is_live = template.live.is_some();
    TemplateRow {
        id: template.id,
        language: SafeText::of(&[&template.language]),
        category: current.map(|version| version.content.category),
        status: current.map(|version| version.status),
        next: template.next.as_ref().filter(|_| is_live).map(|version| version.status),
        is_shared: template.is_shared,
        variables: current.map(|version| variables(version, lens)).unwrap_or_default(),
        created_at: template.created_at,
        name: lens.staff(template.name),
        author: lens.staff(template.author_email),
    }
}

fn variables(version: &TemplateVersion, lens: Lens) -> Vec<SafeText> {
    let form = Form::new(&version.content);
    form.variables().iter().map(|name| lens.staff(name.as_str())).collect()
}

pub(super) fn version_row(version: TemplateVersion, lens: Lens) -> VersionRow {
    let variables = variables(&version, lens);
    let content = version.content;
    let (header_format, header) = match content.header {
        Some(Header::Text(text)) => (Some("text"), Some(text)),
        Some(Header::Media(media)) => (Some(media.key()), None),
        None => (None, None),
    };
    VersionRow {
        number: version.number,
        status: version.status,
        reason: version.reason.map(|text| lens.staff(text)),
        category: content.category,
        header_format: header_format.map(SafeText::word),
        header: header.map(|text| lens.staff(text)),
        body: lens.staff(content.body),
        footer: content.footer.map(|text| lens.staff(text)),
        buttons: content
            .buttons
            .into_iter()
            .map(|button| {
                (button.kind, lens.staff(button.text), button.target.map(|text| lens.staff(text)))
            })
            .collect(),
        variables,
        written_at: version.written_at,
        submitted_at: version.submitted_at,
        decided_at: version.decided_at,
    }
}
