//! The versions of message templates: what each says, and how it stands.

use rusqlite::{OptionalExtension, Row, params};

use super::{
    Change, Snapshot,
    error::{Error, Result},
};
use crate::rules::{
    id::{TemplateId, TemplateVersionId},
    template::{Button, ButtonKind, Category, Content, Header, Media, Status},
};

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

pub(super) const VERSION: &str =
    "SELECT id, number, status, reason, category, header_format, header, body, footer,
    written_at, submitted_at, decided_at FROM template_version";

pub(super) fn version(row: &Row<'_>) -> rusqlite::Result<Result<TemplateVersion>> {
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

    /// With its buttons, which stand in a table of their own.
    pub(super) fn with_buttons(&self, mut version: TemplateVersion) -> Result<TemplateVersion> {
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
}
