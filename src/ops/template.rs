//! Message templates: looking one up to send it. What is done to them is a file each.

mod edition;
mod list;
mod usable;
mod verdict;
mod write;

use std::collections::BTreeSet;

pub use self::{
    edition::Edition,
    list::{Filter, TemplateRow, TemplateView, VersionRow, list, show},
    usable::{Usable, Wanted, usable},
    verdict::{Hearing, News, Verdict, hear, mark},
    write::{New, add, edit, remove, submit},
};
pub use crate::formats::template::{Definition, SIZE_CAP};
use crate::{
    formats,
    ops::{
        Result, Session,
        error::{Error, InputFault},
    },
    rules::{
        error::{Kind, NameError, TemplateError},
        id::TemplateVersionId,
        nearest::nearest,
        policy::{actor::Actor, permission::Permission},
        privacy::text::CustomerText,
        whatsapp::template::{Form, Language, Values, may_see},
    },
    store::{Snapshot, Template, TemplateFilter},
};

/// A template that can be sent: its approved version, ready to be filled in.
#[derive(Debug, Clone)]
pub struct Sendable {
    /// Its name.
    pub name: String,
    /// Its language.
    pub language: Language,
    /// The approved version, which a message that is made by it notes.
    pub version: TemplateVersionId,
    /// Its variables and words.
    pub form: Form,
}

impl Sendable {
    /// What it says with these values. A name is a variable's as [`Form::variables`] gives it.
    ///
    /// # Errors
    /// [`TemplateError::Fill`], with every variable that can't be filled and every value for none.
    pub fn render(&self, values: &Values) -> std::result::Result<CustomerText, TemplateError> {
        self.form.fill(values).map_err(|faults| TemplateError::Fill {
            name: self.name.clone(),
            variables: self.form.variables().to_vec(),
            faults,
        })
    }
}

/// The template that an actor may use, by name. They need not have `templates`: to use one in a
/// chat, sight of the chat is enough. The language can be left out where there is one only.
///
/// # Errors
/// A template that isn't there or that the actor doesn't see, which are the same; several languages
/// and none named; one that isn't approved.
pub fn sendable(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    name: &str,
    language: Option<&Language>,
) -> Result<Sendable> {
    let template = require_template(snapshot, actor, name, language)?;
    match template.approved() {
        Some(version) => Ok(Sendable {
            version: version.id,
            form: Form::new(&version.content),
            name: template.name,
            language: template.language,
        }),
        None => Err(TemplateError::UnapprovedTemplate {
            status: template.current().map_or("removed", |version| version.status.key()),
            name: template.name,
            language: template.language.as_str().to_owned(),
        }
        .into()),
    }
}

/// The template of that name, as far as the actor sees any.
pub(super) fn require_template(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    name: &str,
    language: Option<&Language>,
) -> Result<Template> {
    let filter = TemplateFilter { name: Some(name), language, ..TemplateFilter::default() };
    let is_seen = |template: &Template| may_see(actor.role.model, actor.id, template.ownership());
    let mut found: Vec<_> = snapshot.templates(&filter)?.into_iter().filter(is_seen).collect();
    match (found.pop(), found.len()) {
        (Some(template), 0) => Ok(template),
        (Some(template), _) => {
            let others = found.iter().map(|other| other.language.as_str().to_owned());
            let mut languages: Vec<_> = others.collect();
            languages.push(template.language.as_str().to_owned());
            languages.sort();
            Err(TemplateError::SeveralLanguages { name: name.to_owned(), languages }.into())
        }
        (None, _) => Err(unknown(snapshot, actor, name, language, is_seen)?.into()),
    }
}

/// That there is no such template, with what it may have been meant for.
fn unknown(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    name: &str,
    language: Option<&Language>,
    is_seen: impl Fn(&Template) -> bool,
) -> Result<NameError> {
    // Names are the workspace's own words, but one may hold a number all the same.
    if actor.lens().hides_numbers() {
        return Ok(NameError::unknown(Kind::Template, name, None));
    }
    let known = snapshot.templates(&TemplateFilter::default())?;
    let known: Vec<_> = known.into_iter().filter(is_seen).collect();
    let other = known.iter().find(|template| template.name == name);
    Ok(match (language, other) {
        (Some(language), Some(other)) => {
            let near = other.language.as_str().to_owned();
            NameError::unknown(Kind::Language, language.as_str(), Some(near))
        }
        _ => {
            let names = known.iter().map(|template| template.name.as_str());
            NameError::unknown(Kind::Template, name, nearest(name, names))
        }
    })
}

/// The names of the templates that the actor may use, each once, as far as they read them: a name is
/// the workspace's own word, and may hold a number all the same.
pub fn names(session: &mut Session) -> Result<Vec<String>> {
    session.read(|snapshot, actor| {
        let uses = [Permission::Inbox, Permission::Templates];
        let uses_any = uses.into_iter().any(|permission| actor.may(permission).allowed);
        if !uses_any {
            return Ok(Vec::new());
        }
        let lens = actor.lens();
        let found = snapshot.templates(&TemplateFilter::default())?;
        let seen = found
            .into_iter()
            .filter(|template| may_see(actor.role.model, actor.id, template.ownership()));
        let is_read = |name: &String| lens.staff(name.as_str()).as_str() == name;
        let names: BTreeSet<_> = seen.map(|template| template.name).filter(is_read).collect();
        Ok(names.into_iter().collect())
    })
}

/// Values as they are given on a command line.
#[must_use]
pub fn values<'v>(pairs: impl IntoIterator<Item = (&'v str, &'v str)>) -> Values {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), CustomerText::new(value))).collect()
}

/// Reads the templates of a file as the Business Management API has them.
///
/// # Errors
/// What can't be read, with its place.
pub fn definitions(file: &str, bytes: &[u8]) -> Result<Vec<Definition>> {
    formats::template::read(bytes).map_err(|error| {
        let at = match error.place.pointer.as_str() {
            "" => String::new(),
            pointer => format!(" at `{pointer}`"),
        };
        Error::Input(Box::new(InputFault {
            file: file.to_owned(),
            line: Some(error.place.line).filter(|line| *line > 0),
            column: error.place.column,
            problem: format!("{}{at}", error.problem),
            hint: Some(error.hint),
        }))
    })
}

/// What a template is called in the audit: by its name and its language.
fn label(name: &str, language: &Language) -> String {
    format!("{name}/{language}")
}
