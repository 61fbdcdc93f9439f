//! The versions of message templates: what each says, and how it stands.

use crate::rules::policy::grant::{Opens, Templates, Verdicts};
use crate::rules::{
    id::{TemplateId, TemplateVersionId},
    whatsapp::template::{Button, ButtonKind, Content, Header, Media, Status},
};
use crate::store::{
    Change, Snapshot,
    engine::{
        Row,
        error::{Error, Result},
        params,
    },
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

pub(in crate::store) const VERSION: &str =
    "SELECT id, number, status, reason, category, header_format, header, body, footer,
    written_at, submitted_at, decided_at, buttons FROM template_version";

/// A button as its column holds it, in a list of them: what it does, what stands on it, and where it
/// leads.
type KeptButton = (String, String, Option<String>);

fn buttons_to_json(buttons: &[Button]) -> Result<String> {
    let kept = |button: &Button| -> KeptButton {
        (button.kind.key().to_owned(), button.text.clone(), button.target.clone())
    };
    serde_json::to_string(&buttons.iter().map(kept).collect::<Vec<_>>())
        .map_err(|error| Error::Corrupt(error.to_string()))
}

fn buttons_from_json(json: &str) -> Option<Vec<Button>> {
    let kept: Vec<KeptButton> = serde_json::from_str(json).ok()?;
    kept.into_iter()
        .map(|(kind, text, target)| {
            Some(Button { kind: ButtonKind::from_key(&kind)?, text, target })
        })
        .collect()
}

fn damaged(column: &str) -> Error {
    Error::Corrupt(format!("a template's `{column}` has a value that it can't have"))
}

pub(in crate::store) fn version(row: &Row<'_>) -> Result<TemplateVersion> {
    let format: Option<String> = row.get("header_format")?;
    let header: Option<String> = row.get("header")?;
    let header = match (format.as_deref(), header) {
        (Some("text"), Some(text)) => Some(Header::Text(text)),
        (Some(format), _) => {
            Some(Header::Media(Media::from_key(format).ok_or_else(|| damaged("header_format"))?))
        }
        (None, _) => None,
    };
    let (category, body, footer) = (row.get("category")?, row.get("body")?, row.get("footer")?);
    let buttons =
        buttons_from_json(&row.get::<String>("buttons")?).ok_or_else(|| damaged("buttons"))?;
    Ok(TemplateVersion {
        id: row.get("id")?,
        number: row.get("number")?,
        status: row.get("status")?,
        reason: row.get("reason")?,
        content: Content { category, header, body, footer, buttons },
        written_at: row.get("written_at")?,
        submitted_at: row.get("submitted_at")?,
        decided_at: row.get("decided_at")?,
    })
}

impl Snapshot<'_> {
    /// That version, also of a template that was removed.
    pub fn template_version(&self, id: TemplateVersionId) -> Result<Option<TemplateVersion>> {
        self.connection.find(&format!("{VERSION} WHERE id = ?1"), [id], version)
    }

    /// Every version of a template, oldest first.
    pub fn template_versions(&self, id: TemplateId) -> Result<Vec<TemplateVersion>> {
        let sql = format!("{VERSION} WHERE template_id = ?1 ORDER BY number");
        self.connection.all(&sql, [id], version)
    }
}

impl<K: Opens<Templates>> Change<'_, K> {
    /// Adds a version, a draft, behind those that there are.
    pub fn insert_template_version(
        &self,
        template: TemplateId,
        content: &Content,
        at: i64,
    ) -> Result<TemplateVersionId> {
        let id = TemplateVersionId(self.next_key("template_version")?);
        self.connection.execute(
            "INSERT INTO template_version (id, template_id, number, status, category, body,
                    written_at)
                 VALUES (?1, ?2, (SELECT coalesce(max(number), 0) + 1 FROM template_version
                    WHERE template_id = ?2), 'draft', ?3, '', ?4)",
            params![id.0, template.0, content.category.key(), at],
        )?;
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
        self.connection.execute("UPDATE template_version SET status = 'draft', category = ?2, header_format = ?3,
                    header = ?4, body = ?5, footer = ?6, buttons = ?7, reason = NULL, written_at = ?8,
                    submitted_at = NULL, decided_at = NULL WHERE id = ?1", params![
                id.0,
                content.category.key(),
                format,
                header,
                content.body,
                content.footer,
                buttons_to_json(&content.buttons)?,
                at
            ])?;
        Ok(())
    }
}

impl<K: Opens<Verdicts>> Change<'_, K> {
    /// Writes how a version stands since then, and why. Handing in has a time of its own.
    pub fn set_template_status(
        &self,
        id: TemplateVersionId,
        status: Status,
        reason: Option<&str>,
        at: i64,
    ) -> Result<()> {
        let since = if status == Status::Submitted { "submitted_at" } else { "decided_at" };
        self.connection.execute(
            &format!(
                "UPDATE template_version SET status = ?2, reason = ?3, {since} = ?4 WHERE id = ?1"
            ),
            params![id.0, status.key(), reason, at],
        )?;
        Ok(())
    }
}
