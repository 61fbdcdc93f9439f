//! Business profiles, one an account at most.

use crate::rules::policy::grant::{Opens, Profile};
use crate::rules::{id::AccountId, whatsapp::business_profile::BusinessProfile};
use crate::store::{
    Change, Snapshot,
    engine::{Row, error::Result, params},
};

const PROFILE: &str =
    "SELECT display_name, about, address, description, email, vertical, website_1,
    website_2 FROM business_profile";

fn profile(row: &Row<'_>) -> Result<BusinessProfile> {
    let websites: [Option<String>; 2] = [row.get("website_1")?, row.get("website_2")?];
    Ok(BusinessProfile {
        display_name: row.get("display_name")?,
        about: row.get("about")?,
        address: row.get("address")?,
        description: row.get("description")?,
        email: row.get("email")?,
        vertical: row.get("vertical")?,
        websites: websites.into_iter().flatten().collect(),
    })
}

impl Snapshot<'_> {
    /// An account's profile; an empty one where nothing was said.
    pub fn business_profile(&self, account: AccountId) -> Result<BusinessProfile> {
        Ok(self
            .connection
            .find(&format!("{PROFILE} WHERE account_id = ?1"), [account.0], profile)?
            .unwrap_or_default())
    }
}

impl<K: Opens<Profile>> Change<'_, K> {
    /// Keeps an account's profile.
    pub fn save_business_profile(
        &self,
        account: AccountId,
        profile: &BusinessProfile,
    ) -> Result<()> {
        self.connection.execute(
            "INSERT INTO business_profile (account_id, display_name, about, address,
                    description, email, vertical, website_1, website_2)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (account_id) DO UPDATE SET display_name = excluded.display_name,
                    about = excluded.about, address = excluded.address,
                    description = excluded.description, email = excluded.email,
                    vertical = excluded.vertical, website_1 = excluded.website_1,
                    website_2 = excluded.website_2",
            params![
                account.0,
                profile.display_name,
                profile.about,
                profile.address,
                profile.description,
                profile.email,
                profile.vertical,
                profile.websites.first(),
                profile.websites.get(1),
            ],
        )?;
        Ok(())
    }
}
