//! Integrations: a member's, or the organisation's.

use crate::rules::policy::grant::{Integrations, Opens};
use crate::rules::{
    id::{IntegrationId, MemberId},
    workspace::integration::{SecretPlace, Service},
};
use crate::store::{
    Change, Snapshot,
    engine::{
        Row,
        error::{Error, Result},
        params,
    },
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

const INTEGRATION: &str =
    "SELECT integration.id, service, member_id, member.email, integration.name,
    url, secret_place, integration.added_by, integration.added_at
    FROM integration LEFT JOIN member ON member.id = member_id";

fn integration(row: &Row<'_>) -> Result<Integration> {
    let member: Option<MemberId> = row.get("member_id")?;
    Ok(Integration {
        id: row.get("id")?,
        service: row.get("service")?,
        member: member.map(|id| Ok::<_, Error>((id, row.get("email")?))).transpose()?,
        name: row.get("name")?,
        url: row.get("url")?,
        secret_place: row.get("secret_place")?,
        added_by: row.get("added_by")?,
        added_at: row.get("added_at")?,
    })
}

impl Snapshot<'_> {
    /// Every integration, in the order in which they were added.
    pub fn integrations(&self) -> Result<Vec<Integration>> {
        self.connection.all(&format!("{INTEGRATION} ORDER BY integration.id"), [], integration)
    }
}

impl<K: Opens<Integrations>> Change<'_, K> {
    /// Adds an integration.
    pub fn insert_integration(&self, new: &NewIntegration<'_>) -> Result<IntegrationId> {
        let id = self.next_key("integration")?;
        self.connection.execute(
            "INSERT INTO integration (id, service, member_id, name, url, secret_place,
                    added_by, added_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                id,
                new.service.key(),
                new.member,
                new.name,
                new.url,
                new.secret_place.map(SecretPlace::as_str),
                new.added_by,
                new.added_at,
            ],
        )?;
        Ok(IntegrationId(id))
    }

    /// Removes an integration.
    pub fn delete_integration(&self, id: IntegrationId) -> Result<()> {
        self.connection.execute("DELETE FROM integration WHERE id = ?1", [id.0])?;
        Ok(())
    }
}
