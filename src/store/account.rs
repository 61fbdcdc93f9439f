//! WhatsApp accounts: the workspace's own numbers, each connected by one member or by nobody.

use rusqlite::{OptionalExtension, Row, params};

use super::{Change, Snapshot, engine::error::Result};
use crate::rules::{
    id::{AccountId, MemberId, TeamId},
    policy::scope::Connector,
    privacy::phone::Phone,
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
    /// When, in milliseconds since 1970.
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
    member.team_id, member.email, connected_at
    FROM account LEFT JOIN member ON member.id = connector_id";

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: AccountId(row.get(0)?),
        number: Phone::from_storage(row.get(1)?, row.get(2)?),
        label: row.get(3)?,
        connector: connector(row, 4)?,
        connector_email: row.get(6)?,
        connected_at: row.get(7)?,
    })
}

/// A connector that stands in two columns: the member and their team.
pub(super) fn connector(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Connector>> {
    let member: Option<i64> = row.get(column)?;
    member
        .map(|member| {
            Ok(Connector { member: MemberId(member), team: TeamId(row.get(column + 1)?) })
        })
        .transpose()
}

impl Snapshot<'_> {
    /// Every account, in the order in which they came.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        let mut statement =
            self.connection.prepare_cached(&format!("{ACCOUNT} ORDER BY account.id"))?;
        Ok(statement.query_map([], account)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The account with that number.
    pub fn account_by_number(&self, number: &Phone) -> Result<Option<Account>> {
        Ok(self
            .connection
            .prepare_cached(&format!("{ACCOUNT} WHERE number = ?1"))?
            .query_row([number.raw_for_storage()], account)
            .optional()?)
    }

    /// The account that WhatsApp gave that id.
    pub fn account_by_phone_number_id(&self, id: &str) -> Result<Option<Account>> {
        Ok(self
            .connection
            .prepare_cached(&format!("{ACCOUNT} WHERE phone_number_id = ?1"))?
            .query_row([id], account)
            .optional()?)
    }

    /// What is known of an account beside its number.
    pub fn account_details(&self, id: AccountId) -> Result<AccountDetails> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT phone_number_id, label, connector_id, awaited_connector FROM account
                 WHERE id = ?1",
            )?
            .query_row([id.0], |row| {
                Ok(AccountDetails {
                    phone_number_id: row.get(0)?,
                    label: row.get(1)?,
                    connector: row.get::<_, Option<i64>>(2)?.map(MemberId),
                    awaited_connector: row.get(3)?,
                })
            })?)
    }

    /// How many accounts that member connected.
    pub fn count_accounts(&self, connector: MemberId) -> Result<u64> {
        Ok(self
            .connection
            .prepare_cached("SELECT count(*) FROM account WHERE connector_id = ?1")?
            .query_row([connector.0], |row| row.get(0))?)
    }
}

impl Change<'_> {
    /// Adds an account.
    pub fn insert_account(&self, account: &NewAccount<'_>) -> Result<AccountId> {
        let id = self.next_key("account")?;
        self.connection
            .prepare_cached(
                "INSERT INTO account (id, number, number_country_code, phone_number_id, label,
                    connector_id, connected_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                id,
                account.number.raw_for_storage(),
                account.number.country_code_len(),
                account.phone_number_id,
                account.label,
                account.connector.map(|member| member.0),
                account.at,
            ])?;
        Ok(AccountId(id))
    }

    /// Gives an account that has no connector one, with a label if one is given.
    pub fn set_connector(
        &self,
        id: AccountId,
        connector: Option<MemberId>,
        label: Option<&str>,
        at: i64,
    ) -> Result<()> {
        self.connection
            .prepare_cached(
                "UPDATE account SET connector_id = ?2, label = coalesce(?3, label),
                    connected_at = ?4, awaited_connector = NULL WHERE id = ?1",
            )?
            .execute(params![id.0, connector.map(|member| member.0), label, at])?;
        Ok(())
    }

    /// Writes what is known of an account beside its number.
    pub fn set_account_details(&self, id: AccountId, details: &AccountDetails) -> Result<()> {
        if details.awaited_connector.is_some() {
            self.awaits.set(Some(true));
        }
        self.connection
            .prepare_cached(
                "UPDATE account SET phone_number_id = ?2, label = ?3, connector_id = ?4,
                    awaited_connector = ?5 WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                details.phone_number_id,
                details.label,
                details.connector.map(|member| member.0),
                details.awaited_connector,
            ])?;
        Ok(())
    }
}
