//! Rows on their way to a server. Each would take a round trip; so they wait until they are many, or until
//! something is asked that could meet them. Few of them go as statements, many by COPY.

use rusqlite::types::ValueRef;

use super::{line::write_line, literal::tuple, wire::Lot};
use crate::store::engine::error::Result;

/// The number of rows of a table that go as a statement, which takes fewer round trips than COPY.
const FEW: usize = 16;

/// What a row refers to is looked for when the change ends.
const DEFERRED: &str = "SET CONSTRAINTS ALL DEFERRED;\n";

/// The number of bytes after which they are sent.
const MOST_WAITING: usize = 1 << 20;

/// The rows that wait.
#[derive(Default)]
pub(super) struct Waiting {
    tables: Vec<Rows>,
    bytes: usize,
}

/// Rows that go together.
struct Rows {
    /// The statement that adds one of them.
    insert: String,
    table: String,
    columns: String,
    count: usize,
    /// The first of them, as a statement takes them.
    few: String,
    /// All of them, as COPY takes them.
    lines: Vec<u8>,
}

impl Waiting {
    pub(super) const fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    /// Whether they are enough to be sent.
    pub(super) const fn is_full(&self) -> bool {
        self.bytes > MOST_WAITING
    }

    /// Lets a row wait that `insert` would add.
    pub(super) fn push<'v>(
        &mut self,
        insert: &str,
        values: impl Iterator<Item = ValueRef<'v>>,
    ) -> Result<()> {
        let at = self.tables.iter().position(|rows| rows.insert == insert);
        let at = at.unwrap_or_else(|| {
            self.tables.push(Rows::of(insert));
            self.tables.len() - 1
        });
        if let Some(rows) = self.tables.get_mut(at) {
            self.bytes += rows.push(&values.collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// Whether a query names any of their tables.
    pub(super) fn concern(&self, query: &str) -> bool {
        let is_of_word =
            |byte: Option<&u8>| byte.is_some_and(|it| it.is_ascii_alphanumeric() || *it == b'_');
        self.tables.iter().any(|Rows { table, .. }| {
            query.match_indices(table.as_str()).any(|(at, _)| {
                let (before, behind) = query.as_bytes().split_at(at);
                !is_of_word(before.last()) && !is_of_word(behind.get(table.len()))
            })
        })
    }

    /// The lot in which they are sent. What they refer to may be among them, in any order.
    pub(super) fn into_lot(self) -> Lot {
        let mut lot = Lot { statements: DEFERRED.to_owned(), copies: Vec::new() };
        for Rows { table, columns, count, few, lines, .. } in self.tables {
            if count <= FEW {
                lot.statements.extend([
                    "INSERT INTO ",
                    &table,
                    " (",
                    &columns,
                    ") VALUES ",
                    &few,
                    ";\n",
                ]);
            } else {
                lot.copies.push((format!("COPY {table} ({columns}) FROM STDIN"), lines));
            }
        }
        lot
    }
}

/// The table and the columns of `INSERT INTO table (columns) VALUES …`, with a place for each column in order.
pub(super) fn added_by(insert: &str) -> (&str, &str) {
    let (into, columns) = insert.split_once('(').unwrap_or((insert, ""));
    let table = into.trim().strip_prefix("INSERT INTO ").unwrap_or(into).trim();
    (table, columns.split(')').next().unwrap_or_default())
}

impl Rows {
    fn of(insert: &str) -> Self {
        let (table, columns) = added_by(insert);
        Self {
            insert: insert.to_owned(),
            table: table.to_owned(),
            columns: columns.to_owned(),
            count: 0,
            few: String::new(),
            lines: Vec::new(),
        }
    }

    /// Adds a row. Gives how much longer they are now, in bytes.
    fn push(&mut self, values: &[ValueRef<'_>]) -> Result<usize> {
        let before = self.lines.len();
        write_line(&mut self.lines, values.iter().copied().map(Ok))?;
        if self.count < FEW {
            self.few += if self.count == 0 { "" } else { ", " };
            self.few += &tuple(values)?;
        }
        self.count += 1;
        Ok(self.lines.len() - before)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use rusqlite::types::ValueRef;

    use super::{DEFERRED, Waiting};

    const CHAT: &str = "INSERT INTO chat (id,
        status) VALUES (?1, ?2)";

    #[test]
    fn rows_of_a_statement_go_together_and_meet_queries_of_their_table_alone() {
        let mut waiting = Waiting::default();
        assert!(waiting.is_empty() && !waiting.concern("SELECT 1 FROM chat"));
        waiting.push(CHAT, [ValueRef::Integer(1), "a\tb".into()].into_iter()).unwrap();
        waiting
            .push("INSERT INTO team (id) VALUES (?1)", std::iter::once(ValueRef::Integer(5)))
            .unwrap();
        waiting.push(CHAT, [ValueRef::Integer(2), "c".into()].into_iter()).unwrap();
        for (query, is_met) in [
            ("SELECT chat.id FROM message JOIN chat ON true", true),
            ("SELECT chat_id FROM chat_participant", false),
            ("SELECT 1 FROM team", true),
            ("SELECT team_id FROM member", false),
        ] {
            assert_eq!(waiting.concern(query), is_met, "{query}");
        }
        for key in 10..30 {
            waiting
                .push("INSERT INTO tag (id) VALUES (?1)", std::iter::once(ValueRef::Integer(key)))
                .unwrap();
        }
        let lot = waiting.into_lot();
        let statements = lot.statements.strip_prefix(DEFERRED).unwrap();
        let (chats, teams) = statements.split_once("INSERT INTO team").unwrap();
        assert!(chats.starts_with("INSERT INTO chat (id,"), "{chats}");
        assert!(chats.ends_with(" VALUES ((1), 'a\tb'), ((2), 'c');\n"), "{chats}");
        assert_eq!(teams, " (id) VALUES ((5));\n");
        let [(copy, lines)] = &lot.copies[..] else { panic!() };
        assert_eq!(copy, "COPY tag (id) FROM STDIN");
        assert!(lines.starts_with(b"10\n11\n") && lines.ends_with(b"\n29\n"));
    }
}
