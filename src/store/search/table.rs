//! The two tables that words are looked up in. In a file they are full-text indexes that tell words
//! themselves; on a server they hold what [`Tokens`](super::tokens) told.

#[cfg(feature = "postgres")]
use super::tokens::Tokens;
use crate::rules::id::AccountId;
use crate::store::engine::{Connection, Statement, error::Result};

/// A table of words, by its name and, in a file, the name of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct WordTable {
    pub(in crate::store) name: &'static str,
    pub(in crate::store) column: &'static str,
}

/// The words of messages.
pub(in crate::store) const MESSAGES: WordTable =
    WordTable { name: "message_search", column: "text" };

/// The words of contacts' names, of each chat.
pub(in crate::store) const NAMES: WordTable = WordTable { name: "name_search", column: "name" };

/// The word by which the index finds what is on an account.
pub(in crate::store) fn place(account: AccountId) -> String {
    format!("a{}", account.0)
}

/// Adds texts to a table.
pub(in crate::store) struct Writer<'c>(To<'c>);

enum To<'c> {
    File(Statement<'c>),
    #[cfg(feature = "postgres")]
    Server {
        connection: &'c Connection,
        tokens: Tokens,
        add: String,
    },
}

impl WordTable {
    /// Begins to add texts.
    pub(in crate::store) fn writer<'c>(&self, connection: &'c Connection) -> Result<Writer<'c>> {
        let Self { name, column } = self;
        #[cfg(feature = "postgres")]
        if !connection.is_file() {
            let add = format!("INSERT INTO {name} (rowid, words) VALUES (?1, ?2)");
            return Ok(Writer(To::Server { connection, tokens: Tokens::default(), add }));
        }
        let sql = format!("INSERT INTO {name} (rowid, place, {column}) VALUES (?1, ?2, ?3)");
        Ok(Writer(To::File(connection.statement(&sql)?)))
    }

    /// Takes a text out, which must be told as it was put in.
    pub(in crate::store) fn remove(
        &self,
        connection: &Connection,
        row: i64,
        account: AccountId,
        text: &str,
    ) -> Result<()> {
        let Self { name, column } = self;
        if connection.is_file() {
            let sql = format!(
                "INSERT INTO {name} ({name}, rowid, place, {column}) VALUES ('delete', ?1, ?2, ?3)"
            );
            connection.execute(&sql, (row, place(account), text))?;
        } else {
            connection.execute(&format!("DELETE FROM {name} WHERE rowid = ?1"), [row])?;
        }
        Ok(())
    }

    /// Takes all texts out.
    pub(in crate::store) fn empty(&self, connection: &Connection) -> Result<()> {
        let name = self.name;
        let sql = if connection.is_file() {
            format!("INSERT INTO {name} ({name}) VALUES ('delete-all')")
        } else {
            format!("DELETE FROM {name}")
        };
        connection.execute(&sql, []).map(drop)
    }

    /// Writes the table anew without the words that were taken out of it, which are only struck until then.
    pub(in crate::store) fn purge(&self, connection: &Connection) -> Result<()> {
        let name = self.name;
        if connection.is_file() {
            connection.execute(&format!("INSERT INTO {name} ({name}) VALUES ('optimize')"), [])?;
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// Adds a text on an account.
    pub(in crate::store) fn add(&mut self, row: i64, account: AccountId, text: &str) -> Result<()> {
        match &mut self.0 {
            To::File(statement) => statement.execute((row, place(account), text)).map(drop),
            #[cfg(feature = "postgres")]
            To::Server { connection, tokens, add } => {
                connection.add(add, (row, tokens.vector(&place(account), text)?))
            }
        }
    }
}
