//! Integrations: a member's, or the organisation's.

use rusqlite::{Row, params};

use crate::rules::{
    id::{IntegrationId, MemberId},
    workspace::integration::{SecretPlace, Service},
};
use crate::store::{
    Change, Snapshot,
    engine::error::{Error, Result},
};

/// An integration as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Integration {
    /// Its key.
    pub id: IntegrationId,
    /// What it connects to.
    pub service: Service,
    /// Whose it is, with their email; the organisation's where it is nobody's.
    pub member: Option<(MemberId, String)>,
    /// What people call it.
    pub name: Option<String>,
    /// Where it leads.
    pub url: Option<String>,
    /// Where its secret stands.
    pub secret_place: Option<String>,
    /// The email of whoever added it.
    pub added_by: String,
    /// When, in milliseconds since 1970.
    pub added_at: i64,
}

/// An integration to add.
pub struct NewIntegration<'a> {
    /// What it connects to.
    pub service: Service,
    /// Whose it is; the organisation's where it is nobody's.
    pub member: Option<MemberId>,
    /// What people call it.
    pub name: Option<&'a str>,
    /// Where it leads.
    pub url: Option<&'a str>,
    /// Where its secret stands.
    pub secret_place: Option<&'a SecretPlace>,
    /// The email of whoever adds it.
    pub added_by: &'a str,
    /// When, in milliseconds since 1970.
    pub added_at: i64,
}

fn integration(row: &Row<'_>) -> rusqlite::Result<(Integration, String)> {
    let member: Option<i64> = row.get(2)?;
    let member =
        member.map(|id| Ok::<_, rusqlite::Error>((MemberId(id), row.get(3)?))).transpose()?;
    let integration = Integration {
        id: IntegrationId(row.get(0)?),
        service: Service::Webhook,
        member,
        name: row.get(4)?,
        url: row.get(5)?,
        secret_place: row.get(6)?,
        added_by: row.get(7)?,
        added_at: row.get(8)?,
    };
    Ok((integration, row.get(1)?))
}

impl Snapshot<'_> {
    /// Every integration, in the order in which they were added.
    pub fn integrations(&self) -> Result<Vec<Integration>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT integration.id, service, member_id, member.email, integration.name, url,
                secret_place, integration.added_by, integration.added_at
             FROM integration LEFT JOIN member ON member.id = member_id ORDER BY integration.id",
        )?;
        let rows = statement.query_map([], integration)?;
        rows.map(|row| {
            let (mut integration, service) = row?;
            integration.service = Service::from_key(&service).ok_or_else(|| {
                Error::Corrupt(format!("integration {} is of no service", integration.id.0))
            })?;
            Ok(integration)
        })
        .collect()
    }
}

impl Change<'_> {
    /// Adds an integration.
    pub fn insert_integration(&self, new: &NewIntegration<'_>) -> Result<IntegrationId> {
        let id = self.next_key("integration")?;
        self.connection
            .prepare_cached(
                "INSERT INTO integration (id, service, member_id, name, url, secret_place,
                    added_by, added_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                id,
                new.service.key(),
                new.member.map(|member| member.0),
                new.name,
                new.url,
                new.secret_place.map(SecretPlace::as_str),
                new.added_by,
                new.added_at,
            ])?;
        Ok(IntegrationId(id))
    }

    /// Removes an integration.
    pub fn delete_integration(&self, id: IntegrationId) -> Result<()> {
        self.connection.prepare_cached("DELETE FROM integration WHERE id = ?1")?.execute([id.0])?;
        Ok(())
    }
}
