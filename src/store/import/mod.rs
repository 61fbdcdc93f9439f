//! What imports did, kept so that one can be taken back: the keys that it gave out, and how the rows
//! that were there before it stood. Rights are not among them: what a file does to members, teams,
//! accounts and assignments has entries of its own in the audit, which are undone one by one.

mod record;
mod take_back;

use std::ops::ControlFlow;

use crate::store::{
    Snapshot,
    audit::entry::Kept,
    engine::{
        Row,
        error::{Error, Result},
        row_sum::{Hasher, RowSum},
    },
};

pub use self::{
    record::ImportStart,
    take_back::{TakeBack, TakenBack},
};

/// What an import gives keys to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Added {
    Contact,
    Chat,
    Message,
    Account,
}

impl Added {
    const ALL: [Self; 4] = [Self::Contact, Self::Chat, Self::Message, Self::Account];

    /// Its table.
    const fn table(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Chat => "chat",
            Self::Message => "message",
            Self::Account => "account",
        }
    }

    /// The columns of an import that hold its range.
    const fn columns(self) -> (&'static str, &'static str) {
        match self {
            Self::Contact => ("contact_from", "contact_until"),
            Self::Chat => ("chat_from", "chat_until"),
            Self::Message => ("message_from", "message_until"),
            Self::Account => ("account_from", "account_until"),
        }
    }
}

/// The keys that an import gave out: those above the first number, up to the second.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Range {
    from: i64,
    until: i64,
}

impl Range {
    const fn has(self, key: i64) -> bool {
        self.from < key && key <= self.until
    }
}

/// The ranges of everything that gets keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Ranges([Range; 4]);

impl Ranges {
    fn of(&self, added: Added) -> Range {
        let [contact, chat, message, account] = self.0;
        match added {
            Added::Contact => contact,
            Added::Chat => chat,
            Added::Message => message,
            Added::Account => account,
        }
    }
}

/// A table that an import writes to.
struct Table {
    name: &'static str,
    key: &'static [&'static str],
    /// The column that says whose a row is, and of what. A row of something that the import itself added
    /// goes with it.
    owner: Option<(&'static str, Added)>,
    /// Columns that have entries of their own in the audit.
    left_out: &'static [&'static str],
    /// Whether its rows, of what was added, are hashed: nobody may have changed them since.
    is_hashed: bool,
}

/// A table with nothing particular about it.
const fn table(
    name: &'static str,
    key: &'static [&'static str],
    owner: (&'static str, Added),
) -> Table {
    Table { name, key, owner: Some(owner), left_out: &[], is_hashed: true }
}

impl Table {
    /// What can happen to a row that is there, each with the row's names in a trigger. What gets a new key
    /// was not there: nobody need look, and a trigger makes the engine keep a journal of each statement.
    fn events(&self) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
        let is_new_when_added = self.owner.is_some_and(|(column, _)| self.key == [column]);
        let added: Option<(_, &'static [_])> = (!is_new_when_added).then_some(("INSERT", &["new"]));
        let later: [(_, &'static [_]); 2] = [("DELETE", &["old"]), ("UPDATE", &["old", "new"])];
        added.into_iter().chain(later)
    }
}

const TABLES: [Table; 13] = [
    table("contact", &["id"], ("id", Added::Contact)),
    table("contact_past_number", &["phone", "contact_id"], ("contact_id", Added::Contact)),
    table("contact_past_user_id", &["user_id"], ("contact_id", Added::Contact)),
    table("contact_trait", &["contact_id", "key"], ("contact_id", Added::Contact)),
    table("contact_tag", &["contact_id", "tag"], ("contact_id", Added::Contact)),
    Table {
        left_out: &["assignee_id", "awaited_assignee"],
        ..table("chat", &["id"], ("id", Added::Chat))
    },
    table("chat_participant", &["chat_id", "contact_id"], ("chat_id", Added::Chat)),
    Table {
        left_out: &["label", "connector_id", "awaited_connector", "last_connector_id"],
        is_hashed: false,
        ..table("account", &["id"], ("id", Added::Account))
    },
    // Only later imports change messages, and those have kept what they changed.
    Table { is_hashed: false, ..table("message", &["id"], ("id", Added::Message)) },
    Table {
        is_hashed: false,
        ..table(
            "early_event",
            &["account_id", "external_id", "event"],
            ("account_id", Added::Account),
        )
    },
    table(
        "campaign_recipient",
        &["campaign_id", "number", "contact_id"],
        ("contact_id", Added::Contact),
    ),
    Table { owner: None, is_hashed: false, ..table("template", &["id"], ("id", Added::Account)) },
    Table {
        owner: None,
        is_hashed: false,
        ..table("template_version", &["id"], ("id", Added::Account))
    },
];

impl Snapshot<'_> {
    /// The entries of imports of which something is kept.
    pub(in crate::store) fn kept_imports(&self) -> Result<Vec<i64>> {
        self.connection.all("SELECT entry FROM import ORDER BY entry", [], Row::only)
    }

    /// What is kept with the entry of an import, so that nobody makes `undo` give what nobody had; `None`
    /// where nothing is kept of the import itself.
    pub fn import_seal(&self, entry: i64) -> Result<Option<Kept>> {
        let mut hasher = Hasher::default();
        let mut is_there = false;
        for sql in [
            "SELECT * FROM import WHERE entry = ?1",
            "SELECT * FROM import_change WHERE entry = ?1 ORDER BY number",
        ] {
            let mut statement = self.connection.statement(sql)?;
            statement.each([entry], |row| {
                is_there = true;
                hasher.take_row(row)?;
                Ok::<_, Error>(ControlFlow::Continue(()))
            })?;
        }
        Ok(is_there.then(|| Kept::import(&hasher.end())))
    }

    /// The columns of a table that an import may change.
    fn columns_of(&self, table: &Table) -> Result<Vec<String>> {
        let mut columns = self.connection.columns_of(table.name)?;
        columns.retain(|column| !table.left_out.contains(&column.as_str()));
        Ok(columns)
    }

    /// A hash of what an import added, as it is now.
    fn hash_of_added(&self, ranges: &Ranges) -> Result<RowSum> {
        let mut hasher = Hasher::default();
        for table in TABLES.iter().filter(|table| table.is_hashed) {
            let Some((column, added)) = table.owner else { continue };
            let Range { from, until } = ranges.of(added);
            let columns = self.connection.columns_of(table.name)?;
            let sql = format!(
                "SELECT {} FROM {} WHERE {column} > ?1 AND {column} <= ?2 ORDER BY {}",
                columns.join(", "),
                table.name,
                table.key.join(", ")
            );
            self.connection.each(&sql, [from, until], |row| {
                hasher.take_row(row)?;
                Ok::<_, Error>(ControlFlow::Continue(()))
            })?;
        }
        Ok(hasher.end())
    }
}

/// A row's columns as a text, told by the engine.
fn object(columns: &[String], row: &str) -> String {
    let pairs: Vec<_> = columns.iter().map(|column| format!("'{column}', {row}{column}")).collect();
    format!("CAST(json_object({}) AS TEXT)", pairs.join(", "))
}

/// The columns of a key as a text, told by the engine.
fn key_of(table: &Table, row: &str) -> String {
    let columns: Vec<_> = table.key.iter().map(|column| format!("{row}{column}")).collect();
    format!("CAST(json_array({}) AS TEXT)", columns.join(", "))
}

/// The condition that a row of that table has the key that its first values give.
fn has_key(table: &Table) -> String {
    let columns = (1..).zip(table.key).map(|(place, column)| format!("{column} = ?{place}"));
    columns.collect::<Vec<_>>().join(" AND ")
}
