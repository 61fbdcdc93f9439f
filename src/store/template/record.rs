//! Message templates. Their versions are `template_version`'s; what may become of them is
//! `rules::template`'s.

use super::version::{TemplateVersion, VERSION, version};
use crate::rules::policy::grant::{Opens, Templates, Verdicts};
use crate::rules::{
    id::{MemberId, TemplateId, TemplateVersionId},
    whatsapp::template::{Category, Content, Language, Ownership, Standing, Status},
};
use crate::store::{
    Change, Snapshot,
    engine::{Row, error::Result, params},
};

/// A message template with those of its versions that matter now.
#[derive(Debug, Clone)]
pub struct Template {
    /// Its key.
    pub id: TemplateId,
    /// Its name: with the language, unique in the workspace.
    pub name: String,
    /// Its language.
    pub language: Language,
    /// Whether it is everybody's to see and to use.
    pub is_shared: bool,
    /// Who made it, if they are still a member.
    pub author: Option<MemberId>,
    /// Their email at the time: it outlives them.
    pub author_email: String,
    /// When, in milliseconds since 1970.
    pub created_at: i64,
    /// When `WhatsApp` last said how it stands, in milliseconds since 1970.
    pub heard_at: Option<i64>,
    /// The version that is approved or paused.
    pub live: Option<TemplateVersion>,
    /// The newest version, where it isn't that one.
    pub next: Option<TemplateVersion>,
}

impl Template {
    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing {
            live: self.live.as_ref().and_then(|version| version.status.live()),
            next: self.next.as_ref().and_then(|version| version.status.next()),
        }
    }

    /// Whose it is.
    #[must_use]
    pub const fn ownership(&self) -> Ownership {
        Ownership { author: self.author, is_shared: self.is_shared }
    }

    /// The version that can be sent.
    #[must_use]
    pub fn approved(&self) -> Option<&TemplateVersion> {
        self.live.as_ref().filter(|version| version.status == Status::Approved)
    }

    /// The version that stands for it: the live one, else the next. There always is one.
    #[must_use]
    pub fn current(&self) -> Option<&TemplateVersion> {
        self.live.as_ref().or(self.next.as_ref())
    }
}

/// A template to add.
#[derive(Debug, Clone, Copy)]
pub struct NewTemplate<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its language.
    pub language: &'a Language,
    /// Whether it is everybody's.
    pub is_shared: bool,
    /// Its first version, a draft.
    pub content: &'a Content,
}

/// Which templates to list. What is `None` doesn't filter.
#[derive(Debug, Clone, Copy, Default)]
pub struct TemplateFilter<'a> {
    /// Those that this member made, and the shared ones.
    pub seen_by: Option<MemberId>,
    /// With that name.
    pub name: Option<&'a str>,
    /// Whose live or next version stands so.
    pub status: Option<Status>,
    /// Whose live or next version is for that.
    pub category: Option<Category>,
    /// In that language.
    pub language: Option<&'a Language>,
    /// Behind that one, in the order of keys.
    pub after: Option<TemplateId>,
    /// At most so many.
    pub limit: Option<u64>,
}

const TEMPLATE: &str = "SELECT id, name, language, shared, author_id, author, created_at, heard_at
    FROM template WHERE removed_at IS NULL";

fn template(row: &Row<'_>) -> Result<Template> {
    Ok(Template {
        id: row.get("id")?,
        name: row.get("name")?,
        language: Language::from_storage(row.get("language")?),
        is_shared: row.get("shared")?,
        author: row.get("author_id")?,
        author_email: row.get("author")?,
        created_at: row.get("created_at")?,
        heard_at: row.get("heard_at")?,
        live: None,
        next: None,
    })
}

/// The live version, and the newest where it is none that was replaced.
const CURRENT: &str = "template_id = template.id AND (status IN ('approved', 'paused')
    OR status <> 'replaced' AND number = (SELECT max(newest.number) FROM template_version AS newest
        WHERE newest.template_id = template.id))";

impl Snapshot<'_> {
    /// The templates that the filter leaves, in the order of their keys.
    pub fn templates(&self, filter: &TemplateFilter<'_>) -> Result<Vec<Template>> {
        let sql = format!(
            "{TEMPLATE} AND (?1 IS NULL OR shared = 1 OR author_id = ?1)
                AND (?2 IS NULL OR name = ?2) AND (?3 IS NULL OR language = ?3)
                AND (?4 IS NULL AND ?5 IS NULL OR EXISTS (SELECT 1 FROM template_version
                    WHERE {CURRENT} AND (?4 IS NULL OR status = ?4)
                        AND (?5 IS NULL OR category = ?5)))
                AND (?6 IS NULL OR id > ?6) ORDER BY id"
        );
        let found = self.connection.first(
            filter.limit,
            &sql,
            params![
                filter.seen_by,
                filter.name,
                filter.language.map(Language::as_str),
                filter.status,
                filter.category,
                filter.after,
            ],
            template,
        )?;
        found.into_iter().map(|found| self.with_versions(found)).collect()
    }

    /// The template of that name in that language.
    pub fn template(&self, name: &str, language: &Language) -> Result<Option<Template>> {
        let found = self.connection.find(
            &format!("{TEMPLATE} AND name = ?1 AND language = ?2"),
            [name, language.as_str()],
            template,
        )?;
        found.map(|found| self.with_versions(found)).transpose()
    }

    fn with_versions(&self, template: Template) -> Result<Template> {
        let mut statement = self.connection.statement(&format!(
            "{VERSION} WHERE id IN (SELECT template_version.id FROM template_version, template
                WHERE template.id = ?1 AND {CURRENT}) ORDER BY number"
        ))?;
        let mut found = template;
        for row in statement.stream([found.id], version)? {
            let row = row?;
            if row.status.live().is_some() {
                found.live = Some(row);
            } else {
                found.next = Some(row);
            }
        }
        Ok(found)
    }
}

impl<K: Opens<Templates>> Change<'_, K> {
    /// Adds a template with its first version, as that member's.
    pub fn insert_template(
        &self,
        template: &NewTemplate<'_>,
    ) -> Result<(TemplateId, TemplateVersionId)> {
        let id = TemplateId(self.next_key("template")?);
        self.connection.execute(
            "INSERT INTO template (id, name, language, shared, author_id, author, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                id.0,
                template.name,
                template.language.as_str(),
                template.is_shared,
                self.grant().member(),
                self.grant().email(),
                self.grant().at(),
            ],
        )?;
        let version = self.insert_template_version(id, template.content, self.grant().at())?;
        Ok((id, version))
    }

    /// Writes whether a template is everybody's.
    pub fn share_template(&self, id: TemplateId, is_shared: bool) -> Result<()> {
        self.connection
            .execute("UPDATE template SET shared = ?2 WHERE id = ?1", params![id.0, is_shared])?;
        Ok(())
    }

    /// Takes a template out of sight. Its name is free then; its versions stay, for what was made by
    /// them.
    pub fn remove_template(&self, id: TemplateId, at: i64) -> Result<()> {
        self.connection.execute("UPDATE template SET removed_at = ?2 WHERE id = ?1", [id.0, at])?;
        Ok(())
    }
}

impl<K: Opens<Verdicts>> Change<'_, K> {
    /// Writes when `WhatsApp` last said how a template stands.
    pub fn set_template_heard(&self, id: TemplateId, at: i64) -> Result<()> {
        self.connection.execute("UPDATE template SET heard_at = ?2 WHERE id = ?1", [id.0, at])?;
        Ok(())
    }
}
