//! `chat templates`: the approved templates that a member may send in chats, for who has no
//! `templates` as well.

use super::list::{VersionRow, version_row};
use crate::{
    ops::{Result, Session},
    rules::{
        id::TemplateId, policy::permission::Permission, privacy::lens::SafeText,
        whatsapp::template::may_see,
    },
    store::TemplateFilter,
};

/// Which templates to look for. What is `None` doesn't filter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// All of these words stand in the name or in the text, in any case.
    pub words: &'a [String],
    /// Behind that one.
    pub after: Option<TemplateId>,
    /// At most so many.
    pub limit: Option<u64>,
}

/// A template that can be sent.
#[derive(Debug, Clone)]
pub struct Usable {
    /// Its key.
    pub id: TemplateId,
    /// Its name.
    pub name: SafeText,
    /// Its language.
    pub language: SafeText,
    /// Its approved version.
    pub version: VersionRow,
}

/// The templates that the actor may send in a chat, in the order in which they were made. A mask
/// hides the module, and not these: "approved templates can still be used in a chat".
///
/// # Errors
/// Refused without `inbox`.
pub fn usable(session: &mut Session, wanted: &Wanted<'_>) -> Result<Vec<Usable>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::Inbox)?;
        let lens = actor.lens();
        let filter = TemplateFilter { after: wanted.after, ..TemplateFilter::default() };
        let found = snapshot.templates(&filter)?.into_iter();
        let limit =
            wanted.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(found
            .filter(|template| may_see(actor.role.model, actor.id, template.ownership()))
            .filter_map(|template| {
                let version = template.approved().cloned()?;
                Some(Usable {
                    id: template.id,
                    language: SafeText::of(&[&template.language]),
                    name: lens.staff(template.name),
                    version: version_row(version, lens),
                })
            })
            .filter(|template| wanted.words.iter().all(|word| has(template, word)))
            .take(limit)
            .collect())
    })
}

/// Whether a word stands in what the reader reads of a template: what is hidden can't be searched.
fn has(template: &Usable, word: &str) -> bool {
    let word = word.to_lowercase();
    let VersionRow { header, body, footer, .. } = &template.version;
    [Some(&template.name), header.as_ref(), Some(body), footer.as_ref()]
        .into_iter()
        .flatten()
        .any(|text| text.as_str().to_lowercase().contains(&word))
}
