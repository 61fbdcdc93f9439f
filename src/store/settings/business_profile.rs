//! Business profiles, one an account at most.

use rusqlite::{OptionalExtension, Row, params};

use crate::rules::{id::AccountId, whatsapp::business_profile::BusinessProfile};
use crate::store::{Change, Snapshot, engine::error::Result};

fn profile(row: &Row<'_>) -> rusqlite::Result<BusinessProfile> {
    let websites: [Option<String>; 2] = [row.get(6)?, row.get(7)?];
    Ok(BusinessProfile {
        display_name: row.get(0)?,
        about: row.get(1)?,
        address: row.get(2)?,
        description: row.get(3)?,
        email: row.get(4)?,
        vertical: row.get(5)?,
        websites: websites.into_iter().flatten().collect(),
    })
}

impl Snapshot<'_> {
    /// An account's profile; an empty one where nothing was said.
    pub fn business_profile(&self, account: AccountId) -> Result<BusinessProfile> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT display_name, about, address, description, email, vertical, website_1,
                    website_2 FROM business_profile WHERE account_id = ?1",
            )?
            .query_row([account.0], profile)
            .optional()?
            .unwrap_or_default())
    }
}

impl Change<'_> {
    /// Keeps an account's profile.
    pub fn save_business_profile(
        &self,
        account: AccountId,
        profile: &BusinessProfile,
    ) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO business_profile (account_id, display_name, about, address,
                    description, email, vertical, website_1, website_2)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (account_id) DO UPDATE SET display_name = excluded.display_name,
                    about = excluded.about, address = excluded.address,
                    description = excluded.description, email = excluded.email,
                    vertical = excluded.vertical, website_1 = excluded.website_1,
                    website_2 = excluded.website_2",
            )?
            .execute(params![
                account.0,
                profile.display_name,
                profile.about,
                profile.address,
                profile.description,
                profile.email,
                profile.vertical,
                profile.websites.first(),
                profile.websites.get(1),
            ])?;
        Ok(())
    }
}
