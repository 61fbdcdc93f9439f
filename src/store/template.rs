//! Message templates and their versions. What may become of them is `rules::template`'s.

use rusqlite::{OptionalExtension, Row, params};

use super::{
    Change, Snapshot,
    error::{Error, Result},
};
use crate::rules::{
    authorization::Authorization,
    id::{MemberId, TemplateId, TemplateVersionId},
    template::{
        Button, ButtonKind, Category, Content, Header, Language, Media, Ownership, Standing, Status,
    },
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

/// One version of a template.
#[derive(Debug, Clone)]
pub struct TemplateVersion {
    /// Its key.
    pub id: TemplateVersionId,
    /// Which one it is, from 1.
    pub number: i64,
    /// How it stands.
    pub status: Status,
    /// Why it was turned down or paused.
    pub reason: Option<String>,
    /// What it says.
    pub content: Content,
    /// When it was written, in milliseconds since 1970.
    pub written_at: i64,
    /// When it was handed in, in milliseconds since 1970.
    pub submitted_at: Option<i64>,
    /// When it was approved, turned down or paused, in milliseconds since 1970.
    pub decided_at: Option<i64>,
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

fn template(row: &Row<'_>) -> rusqlite::Result<Template> {
    Ok(Template {
        id: TemplateId(row.get(0)?),
        name: row.get(1)?,
        language: Language::from_storage(row.get(2)?),
        is_shared: row.get(3)?,
        author: row.get::<_, Option<i64>>(4)?.map(MemberId),
        author_email: row.get(5)?,
        created_at: row.get(6)?,
        heard_at: row.get(7)?,
        live: None,
        next: None,
    })
}

/// The live version, and the newest where it is none that was replaced.
const CURRENT: &str = "template_id = template.id AND (status IN ('approved', 'paused')
    OR status <> 'replaced' AND number = (SELECT max(newest.number) FROM template_version AS newest
        WHERE newest.template_id = template.id))";

const VERSION: &str =
    "SELECT id, number, status, reason, category, header_format, header, body, footer,
    written_at, submitted_at, decided_at FROM template_version";

fn version(row: &Row<'_>) -> rusqlite::Result<Result<TemplateVersion>> {
    let status: String = row.get(2)?;
    let category: String = row.get(4)?;
    let format: Option<String> = row.get(5)?;
    let header: Option<String> = row.get(6)?;
    let header = match (format.as_deref(), header) {
        (Some("text"), Some(text)) => Some(Header::Text(text)),
        (Some(format), _) => Media::from_key(format).map(Header::Media),
        (None, _) => None,
    };
    let (Some(status), Some(category)) = (Status::from_key(&status), Category::from_key(&category))
    else {
        return Ok(Err(Error::Corrupt("a template is of no known status or category".to_owned())));
    };
    let (body, footer) = (row.get(7)?, row.get(8)?);
    Ok(Ok(TemplateVersion {
        id: TemplateVersionId(row.get(0)?),
        number: row.get(1)?,
        status,
        reason: row.get(3)?,
        content: Content { category, header, body, footer, buttons: Vec::new() },
        written_at: row.get(9)?,
        submitted_at: row.get(10)?,
        decided_at: row.get(11)?,
    }))
}

impl Snapshot<'_> {
    /// The templates that the filter leaves, in the order of their keys.
    pub fn templates(&self, filter: &TemplateFilter<'_>) -> Result<Vec<Template>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "{TEMPLATE} AND (?1 IS NULL OR shared = 1 OR author_id = ?1)
                AND (?2 IS NULL OR name = ?2) AND (?3 IS NULL OR language = ?3)
                AND (?4 IS NULL AND ?5 IS NULL OR EXISTS (SELECT 1 FROM template_version
                    WHERE {CURRENT} AND (?4 IS NULL OR status = ?4)
                        AND (?5 IS NULL OR category = ?5)))
                AND (?6 IS NULL OR id > ?6) ORDER BY id LIMIT ?7"
        ))?;
        let limit = filter.limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
        let rows = statement.query_map(
            params![
                filter.seen_by.map(|member| member.0),
                filter.name,
                filter.language.map(Language::as_str),
                filter.status.map(Status::key),
                filter.category.map(Category::key),
                filter.after.map(|id| id.0),
                limit,
            ],
            template,
        )?;
        rows.map(|found| self.with_versions(found?)).collect()
    }

    /// The template of that name in that language.
    pub fn template(&self, name: &str, language: &Language) -> Result<Option<Template>> {
        let found = self
            .connection
            .prepare_cached(&format!("{TEMPLATE} AND name = ?1 AND language = ?2"))?
            .query_row([name, language.as_str()], template)
            .optional()?;
        found.map(|found| self.with_versions(found)).transpose()
    }

    /// That version, also of a template that was removed.
    pub fn template_version(&self, id: TemplateVersionId) -> Result<Option<TemplateVersion>> {
        let found = self
            .connection
            .prepare_cached(&format!("{VERSION} WHERE id = ?1"))?
            .query_row([id.0], version)
            .optional()?;
        found.map(|found| self.with_buttons(found?)).transpose()
    }

    /// Every version of a template, oldest first.
    pub fn template_versions(&self, id: TemplateId) -> Result<Vec<TemplateVersion>> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{VERSION} WHERE template_id = ?1 ORDER BY number"))?;
        let rows = statement.query_map([id.0], version)?;
        rows.map(|found| self.with_buttons(found??)).collect()
    }

    fn with_versions(&self, template: Template) -> Result<Template> {
        let mut statement = self.connection.prepare_cached(&format!(
            "{VERSION} WHERE id IN (SELECT template_version.id FROM template_version, template
                WHERE template.id = ?1 AND {CURRENT}) ORDER BY number"
        ))?;
        let mut found = template;
        for row in statement.query_map([found.id.0], version)? {
            let row = self.with_buttons(row??)?;
            if row.status.live().is_some() {
                found.live = Some(row);
            } else {
                found.next = Some(row);
            }
        }
        Ok(found)
    }

    fn with_buttons(&self, mut version: TemplateVersion) -> Result<TemplateVersion> {
        let mut statement = self.connection.prepare_cached(
            "SELECT kind, text, target FROM template_button WHERE version_id = ?1 ORDER BY position",
        )?;
        let rows = statement.query_map([version.id.0], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))
        })?;
        for row in rows {
            let (kind, text, target) = row?;
            let kind = ButtonKind::from_key(&kind)
                .ok_or_else(|| Error::Corrupt("a button is of no known kind".to_owned()))?;
            version.content.buttons.push(Button { kind, text, target });
        }
        Ok(version)
    }
}

impl Change<'_> {
    /// Adds a template with its first version, as that member's.
    pub fn insert_template(
        &self,
        template: &NewTemplate<'_>,
        by: &Authorization,
    ) -> Result<(TemplateId, TemplateVersionId)> {
        let id = TemplateId(self.next_key("template")?);
        self.connection
            .prepare_cached(
                "INSERT INTO template (id, name, language, shared, author_id, author, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                id.0,
                template.name,
                template.language.as_str(),
                template.is_shared,
                by.member().map(|member| member.0),
                by.email(),
                by.at(),
            ])?;
        let version = self.insert_template_version(id, template.content, by.at())?;
        Ok((id, version))
    }

    /// Adds a version, a draft, behind those that there are.
    pub fn insert_template_version(
        &self,
        template: TemplateId,
        content: &Content,
        at: i64,
    ) -> Result<TemplateVersionId> {
        let id = TemplateVersionId(self.next_key("template_version")?);
        self.connection
            .prepare_cached(
                "INSERT INTO template_version (id, template_id, number, status, category, body,
                    written_at)
                 VALUES (?1, ?2, (SELECT coalesce(max(number), 0) + 1 FROM template_version
                    WHERE template_id = ?2), 'draft', ?3, '', ?4)",
            )?
            .execute(params![id.0, template.0, content.category.key(), at])?;
        self.rewrite_template_version(id, content, at)?;
        Ok(id)
    }

    /// Writes what a version says; it is a draft then.
    pub fn rewrite_template_version(
        &self,
        id: TemplateVersionId,
        content: &Content,
        at: i64,
    ) -> Result<()> {
        let (format, header) = match &content.header {
            None => (None, None),
            Some(Header::Text(text)) => (Some("text"), Some(text.as_str())),
            Some(Header::Media(media)) => (Some(media.key()), None),
        };
        self.connection
            .prepare_cached(
                "UPDATE template_version SET status = 'draft', category = ?2, header_format = ?3,
                    header = ?4, body = ?5, footer = ?6, reason = NULL, written_at = ?7,
                    submitted_at = NULL, decided_at = NULL WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                content.category.key(),
                format,
                header,
                content.body,
                content.footer,
                at
            ])?;
        self.connection
            .prepare_cached("DELETE FROM template_button WHERE version_id = ?1")?
            .execute([id.0])?;
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO template_button (version_id, position, kind, text, target)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (position, button) in (1_i64..).zip(&content.buttons) {
            statement.execute(params![
                id.0,
                position,
                button.kind.key(),
                button.text,
                button.target
            ])?;
        }
        Ok(())
    }

    /// Writes how a version stands since then, and why. Handing in has a time of its own.
    pub fn set_template_status(
        &self,
        id: TemplateVersionId,
        status: Status,
        reason: Option<&str>,
        at: i64,
    ) -> Result<()> {
        let since = if status == Status::Submitted { "submitted_at" } else { "decided_at" };
        self.connection
            .prepare_cached(&format!(
                "UPDATE template_version SET status = ?2, reason = ?3, {since} = ?4 WHERE id = ?1"
            ))?
            .execute(params![id.0, status.key(), reason, at])?;
        Ok(())
    }

    /// Writes whether a template is everybody's.
    pub fn share_template(&self, id: TemplateId, is_shared: bool) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE template SET shared = ?2 WHERE id = ?1")?
            .execute(params![id.0, is_shared])?;
        Ok(())
    }

    /// Writes when `WhatsApp` last said how a template stands.
    pub fn set_template_heard(&self, id: TemplateId, at: i64) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE template SET heard_at = ?2 WHERE id = ?1")?
            .execute([id.0, at])?;
        Ok(())
    }

    /// Takes a template out of sight. Its name is free then; its versions stay, for what was made by
    /// them.
    pub fn remove_template(&self, id: TemplateId, at: i64) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE template SET removed_at = ?2 WHERE id = ?1")?
            .execute([id.0, at])?;
        Ok(())
    }
}
