//! Row-level security for reading alone: the SQL by which a server shows a login the rows that the program shows
//! the member behind it. `read.sql` is its frame; what is filled in is made here.
//!
//! What is stored of it is the same for every policy: which role opens what are rows of a table that no
//! login reads. So neither a policy's text nor a view's tells a name that staff chose.

mod columns;

use self::columns::{COLUMNS, POLICIES};
use super::{
    Snapshot,
    chat::page::VISIBLE_ACCOUNTS,
    engine::{Row, error::Result},
};
use crate::rules::{
    policy::{
        mask::MaskSet,
        reading::{Reading, deciding_cells},
        scope::Reach,
    },
    workspace::schema_name::SchemaName,
};

const FRAME: &str = include_str!("read.sql");

/// How much longer than the schema's own the longest name is that is made of it.
pub const LONGEST_ENDING: usize = "_readers".len();

impl Snapshot<'_> {
    /// The schema that the workspace lies in; `None` where it lies in a file.
    pub fn schema(&self) -> Result<Option<SchemaName>> {
        if self.connection.is_file() {
            return Ok(None);
        }
        let name: String = self.connection.one("SELECT current_schema()::text", [], Row::only)?;
        Ok(SchemaName::read(&name))
    }
}

/// The SQL for a workspace in that schema, where roles open that.
#[must_use]
pub fn row_security(schema: &SchemaName, readings: &[Reading<'_>]) -> String {
    filled(FRAME, schema, readings)
}

/// A text with its places filled. What is filled in is not looked at for places, but for what this file
/// knows to have some.
fn filled(text: &str, schema: &SchemaName, readings: &[Reading<'_>]) -> String {
    let mut sql = String::with_capacity(2 * text.len());
    let mut rest = text;
    while let Some((before, place)) = rest.split_once('{') {
        let Some((place, after)) = place.split_once('}') else { break };
        sql += before;
        match place {
            "schema" => sql += schema.as_str(),
            "rights" => sql += &rights(readings),
            "deciding_cells" => sql += &list(deciding_cells().map(|cell| literal(cell.key()))),
            "visible_accounts" => sql += &visible_accounts(),
            "columns" => sql += &filled(&grants(), schema, readings),
            "policies" => sql += &filled(&policies(), schema, readings),
            _ => match place.strip_prefix("time:") {
                Some(column) => sql += &time(column),
                // Such as the numbers of a regular expression.
                None => sql.extend(["{", place, "}"]),
            },
        }
        rest = after;
    }
    sql + rest
}

/// A text as SQL writes it.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

/// A row for each role.
fn rights(readings: &[Reading<'_>]) -> String {
    let row = |reading: &Reading<'_>| {
        // Taken apart whole: a scope or a mask that is new is named here, or this doesn't compile. How texts
        // are masked makes no difference, since whoever reads masked reads none.
        let Reading { role, reach, users, masks, cells } = reading;
        let Reach { own, same_team, other_teams, assigned } = *reach;
        let MaskSet { number, traits, texts: _ } = *masks;
        let mut cells = cells.clone();
        cells.sort_unstable();
        let bits = [own, same_team, other_teams, assigned, *users, number, traits];
        let bits = list(bits.into_iter().map(|bit| u8::from(bit).to_string()));
        format!("    ({}, {bits}, {})", literal(role), literal(&cells.join(" ")))
    };
    readings.iter().map(row).collect::<Vec<_>>().join(",\n")
}

/// The same question that a page of chats asks, about whoever reads.
fn visible_accounts() -> String {
    let of_reader = ["member_id", "team_id", "own", "same_team", "other_teams"];
    let asked =
        of_reader.iter().enumerate().fold(VISIBLE_ACCOUNTS.to_owned(), |sql, (at, name)| {
            sql.replace(&format!("?{}", at + 1), &format!("me.{name}"))
        });
    debug_assert!(!asked.contains('?'), "a value that nobody gives");
    asked
}

fn grants() -> String {
    let grant = |(table, columns): &(&str, &str)| {
        format!("GRANT SELECT ({columns}) ON {table} TO \"{{schema}}_views\";")
    };
    COLUMNS.iter().map(grant).collect::<Vec<_>>().join("\n")
}

/// Two policies a table: one that lets everybody be who was given the table, and one that binds the views.
fn policies() -> String {
    let policy = |(table, seen): &(&str, &str)| {
        format!(
            "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS rolecall_others ON {table};
CREATE POLICY rolecall_others ON {table} USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS rolecall_reading ON {table};
CREATE POLICY rolecall_reading ON {table} AS RESTRICTIVE FOR SELECT TO \"{{schema}}_views\" USING (
    {seen}
);
"
        )
    };
    POLICIES.iter().map(policy).collect()
}

/// Milliseconds since 1970 as the server's time, and nothing for what no calendar has.
fn time(column: &str) -> String {
    format!(
        "CASE WHEN {column} BETWEEN -62135596800000 AND 253402300799999
        THEN to_timestamp({column} / 1000.0) END"
    )
}

#[cfg(test)]
mod tests;
