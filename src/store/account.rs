//! WhatsApp accounts: the workspace's own numbers, each connected by one member or by nobody.

use super::{
    Change, Snapshot,
    engine::{Row, error::Result, params},
};
use crate::rules::policy::grant::{Accounts, Import, Opens};
use crate::rules::{
    id::{AccountId, MemberId},
    phone::Phone,
    policy::scope::Connector,
};

/// A WhatsApp number of the workspace.
#[derive(Clone)]
pub struct Account {
    /// Its key.
    pub id: AccountId,
    /// Its number. It is the business's own, not a customer's.
    pub number: Phone,
    /// What people call it.
    pub label: Option<String>,
    /// Who connected it, and the team they are in now.
    pub connector: Option<Connector>,
    /// Their email.
    pub connector_email: Option<String>,
    /// Who connected it and isn't a member yet.
    pub awaited_connector: Option<String>,
    /// Who left it without a connector.
    pub last_connector: Option<MemberId>,
    /// When it was connected, in milliseconds since 1970.
    pub connected_at: i64,
}

/// An account to add.
pub struct NewAccount<'a> {
    /// Its number.
    pub number: &'a Phone,
    /// WhatsApp's own id of the number.
    pub phone_number_id: Option<&'a str>,
    /// What people call it.
    pub label: Option<&'a str>,
    /// Who connects it; nobody, where it came with an import.
    pub connector: Option<MemberId>,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// What an import may know of an account beside its number.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountDetails {
    /// The platform's own id of the number.
    pub phone_number_id: Option<String>,
    /// What people call it.
    pub label: Option<String>,
    /// Who connected it.
    pub connector: Option<MemberId>,
    /// Who connected it but isn't a member yet: their email in lower case.
    pub awaited_connector: Option<String>,
}

const ACCOUNT: &str = "SELECT account.id, number, number_country_code, label, connector_id,
    member.team_id, member.email, awaited_connector, last_connector_id, connected_at
    FROM account LEFT JOIN member ON member.id = connector_id";

fn account(row: &Row<'_>) -> Result<Account> {
    Ok(Account {
        id: row.get("id")?,
        number: Phone::from_storage(row.get("number")?, row.get("number_country_code")?),
        label: row.get("label")?,
        connector: connector(row, "connector_id", "team_id")?,
        connector_email: row.get("email")?,
        awaited_connector: row.get("awaited_connector")?,
        last_connector: row.get("last_connector_id")?,
        connected_at: row.get("connected_at")?,
    })
}

/// A connector that stands in two columns: the member and their team.
pub(super) fn connector(
    row: &Row<'_>,
    member: &'static str,
    team: &'static str,
) -> Result<Option<Connector>> {
    let member: Option<MemberId> = row.get(member)?;
    member.map(|member| Ok(Connector { member, team: row.get(team)? })).transpose()
}

impl Snapshot<'_> {
    /// Every account, in the order in which they came.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        self.connection.all(&format!("{ACCOUNT} ORDER BY account.id"), [], account)
    }

    /// The account with that number.
    pub fn account_by_number(&self, number: &Phone) -> Result<Option<Account>> {
        self.connection.find(
            &format!("{ACCOUNT} WHERE number = ?1"),
            [number.raw_for_storage()],
            account,
        )
    }

    /// The account that WhatsApp gave that id.
    pub fn account_by_phone_number_id(&self, id: &str) -> Result<Option<Account>> {
        self.connection.find(&format!("{ACCOUNT} WHERE phone_number_id = ?1"), [id], account)
    }

    /// What is known of an account beside its number.
    pub fn account_details(&self, id: AccountId) -> Result<AccountDetails> {
        self.connection.one(
            "SELECT phone_number_id, label, connector_id, awaited_connector FROM account
                 WHERE id = ?1",
            [id.0],
            |row| {
                Ok(AccountDetails {
                    phone_number_id: row.get("phone_number_id")?,
                    label: row.get("label")?,
                    connector: row.get("connector_id")?,
                    awaited_connector: row.get("awaited_connector")?,
                })
            },
        )
    }

    /// Whether an account has any chat.
    pub fn has_chats(&self, account: AccountId) -> Result<bool> {
        self.connection.exists("SELECT 1 FROM chat WHERE account_id = ?1", [account.0])
    }

    /// How many accounts that member connected.
    pub fn count_accounts(&self, connector: MemberId) -> Result<u64> {
        self.connection.one(
            "SELECT count(*) FROM account WHERE connector_id = ?1",
            [connector.0],
            Row::only,
        )
    }
}

impl<K> Change<'_, K> {
    fn write_account(&self, account: &NewAccount<'_>) -> Result<AccountId> {
        let id = self.next_key("account")?;
        self.connection.execute(
            "INSERT INTO account (id, number, number_country_code, phone_number_id, label,
                    connector_id, connected_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                id,
                account.number.raw_for_storage(),
                account.number.country_code_len(),
                account.phone_number_id,
                account.label,
                account.connector,
                account.at,
            ],
        )?;
        Ok(AccountId(id))
    }
}

impl<K: Opens<Import>> Change<'_, K> {
    /// Adds an account that nobody connected, such as a file names.
    pub fn insert_bare_account(
        &self,
        number: &Phone,
        phone_number_id: Option<&str>,
        at: i64,
    ) -> Result<AccountId> {
        let (label, connector) = (None, None);
        self.write_account(&NewAccount { number, phone_number_id, label, connector, at })
    }

    /// Notes the id that `WhatsApp` has for an account which came with its number alone.
    pub fn learn_phone_number_id(&self, id: AccountId, phone_number_id: &str) -> Result<()> {
        self.connection.execute(
            "UPDATE account SET phone_number_id = ?2 WHERE id = ?1 AND phone_number_id IS NULL",
            params![id.0, phone_number_id],
        )?;
        Ok(())
    }
}

impl<K: Opens<Accounts>> Change<'_, K> {
    /// Adds an account.
    pub fn insert_account(&self, account: &NewAccount<'_>) -> Result<AccountId> {
        self.write_account(account)
    }

    /// Gives an account another connector or none, and a label if one is given. Only who leaves it
    /// without one is kept as its last: whoever it was taken from by a transfer has no claim to it.
    pub fn set_connector(
        &self,
        id: AccountId,
        connector: Option<MemberId>,
        label: Option<&str>,
        at: i64,
    ) -> Result<()> {
        self.connection.execute(
            "UPDATE account SET connector_id = ?2, label = coalesce(?3, label),
                    connected_at = ?4, awaited_connector = NULL,
                    last_connector_id =
                        CASE WHEN ?2 IS NULL THEN coalesce(connector_id, last_connector_id) END
                WHERE id = ?1",
            params![id.0, connector, label, at],
        )?;
        Ok(())
    }

    /// Removes an account, unless a chat or a campaign is its own. Says whether it is gone.
    pub fn delete_unused_account(&self, id: AccountId) -> Result<bool> {
        let gone = self.connection.execute(
            "DELETE FROM account WHERE id = ?1
                AND NOT EXISTS (SELECT 1 FROM chat WHERE account_id = ?1)
                AND NOT EXISTS (SELECT 1 FROM campaign WHERE account_id = ?1)",
            [id.0],
        )?;
        Ok(gone > 0)
    }

    /// Writes what is known of an account beside its number.
    pub fn set_account_details(&self, id: AccountId, details: &AccountDetails) -> Result<()> {
        if details.awaited_connector.is_some() {
            self.state.awaits.set(Some(true));
        }
        self.connection.execute(
            "UPDATE account SET phone_number_id = ?2, label = ?3, connector_id = ?4,
                    awaited_connector = ?5 WHERE id = ?1",
            params![
                id.0,
                details.phone_number_id,
                details.label,
                details.connector,
                details.awaited_connector,
            ],
        )?;
        Ok(())
    }
}
