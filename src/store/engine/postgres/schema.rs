//! The tables on a server: made by the same statements as in a file, with what a server needs beside them.

use rusqlite::types::ValueRef;

use super::{cell::value, server::Server};
use crate::store::engine::{
    error::{Error, Result},
    row_sum::RowSum,
    watched::Watched,
};

/// What the statements of a file call otherwise, the longest first.
const WORDS: [(&str, &str); 5] = [
    (" STRICT, WITHOUT ROWID", ""),
    (" STRICT", ""),
    (" INTEGER", " BIGINT"),
    // Compared byte by byte, as in a file.
    (" TEXT", " TEXT COLLATE \"C\""),
    (" BLOB", " BYTEA"),
];

/// Functions that a file's engine has. A truth value is a number there, and numbers have one length.
const FUNCTIONS: &str = r"
CREATE TABLE one_writer (version BIGINT NOT NULL);

CREATE FUNCTION substr(text, bigint, bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT
    RETURN pg_catalog.substr($1, $2::integer, $3::integer);
CREATE FUNCTION max(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL ELSE greatest($1, $2) END;
CREATE FUNCTION min(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL ELSE least($1, $2) END;

-- A value as the sum of rows takes it: its type, its length and its bytes, the lowest first.
CREATE FUNCTION low_first(bytea) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT
    RETURN substr($1, 8, 1) || substr($1, 7, 1) || substr($1, 6, 1) || substr($1, 5, 1)
        || substr($1, 4, 1) || substr($1, 3, 1) || substr($1, 2, 1) || substr($1, 1, 1);
CREATE FUNCTION summed(bigint) RETURNS bytea LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN $1 IS NULL THEN '\x000000000000000000'::bytea
        ELSE '\x010800000000000000'::bytea || low_first(int8send($1)) END;
CREATE FUNCTION summed(text) RETURNS bytea LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN $1 IS NULL THEN '\x000000000000000000'::bytea
        ELSE '\x03'::bytea || low_first(int8send(octet_length($1))) || convert_to($1, 'UTF8') END;

-- Adds rows, by their hashes, to the sum of this transaction, or takes them away. The sum is eight numbers, the
-- lowest first: of as many hashes as there were, added up by four bytes.
CREATE FUNCTION add_rows(sign integer, hashes bytea[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    before numeric[] := coalesce(nullif(current_setting('rolecall.sum', true), ''),
        '{0,0,0,0,0,0,0,0}')::numeric[];
BEGIN
    IF hashes IS NOT NULL THEN
        PERFORM set_config('rolecall.sum', (
            SELECT array_agg(before[n + 1] + sign * part ORDER BY n) FROM (
                SELECT n, sum(get_byte(hash, 4 * n) + get_byte(hash, 4 * n + 1) * 256::bigint
                    + get_byte(hash, 4 * n + 2) * 65536::bigint
                    + get_byte(hash, 4 * n + 3) * 16777216::bigint) AS part
                FROM unnest(hashes) AS hash, generate_series(0, 7) AS n GROUP BY n
            ) AS parts
        )::text, true);
    END IF;
END $$;

-- What is searched: the words of messages and of contacts' names, under the keys that they have in a file. A word
-- that begins with @ is the account's key.
CREATE TABLE message_search (rowid BIGINT PRIMARY KEY, words tsvector NOT NULL);
CREATE TABLE name_search (rowid BIGINT PRIMARY KEY, words tsvector NOT NULL);
";

const SEARCHED: &str = "
CREATE INDEX message_search_words ON message_search USING gin (words) WITH (fastupdate = off);
CREATE INDEX name_search_words ON name_search USING gin (words) WITH (fastupdate = off);
";

/// A statement of a file's schema as a server takes it.
fn in_its_words(sql: &str) -> String {
    WORDS.iter().fold(sql.to_owned(), |sql, (from, to)| sql.replace(from, to))
}

/// The statement of a table without what its rows refer to, which is added to `later`: where it says so, it is
/// looked at when a change has ended.
fn without_references(sql: &str, table: &str, later: &mut String) -> String {
    let mut kept = Vec::new();
    for line in sql.lines() {
        let Some((before, reference)) = line.split_once(" REFERENCES ") else {
            kept.push(line.to_owned());
            continue;
        };
        let (reference, comma) =
            reference.strip_suffix(',').map_or((reference, ""), |reference| (reference, ","));
        let column = before.trim_start().split(' ').next().unwrap_or_default();
        later.extend([format!(
            "ALTER TABLE {table} ADD FOREIGN KEY ({column}) REFERENCES {reference} DEFERRABLE;\n"
        )]);
        kept.push(format!("{before}{comma}"));
    }
    kept.join("\n")
}

impl Server {
    /// Makes the tables, in a schema of their own. Gives the statements that make what rows are looked up by and
    /// held against: with many rows to come, they are run when these are there.
    pub(in crate::store::engine) fn make_tables(
        &self,
        schema: &str,
        tables: &str,
    ) -> Result<String> {
        let mut sql = format!("CREATE SCHEMA \"{schema}\";\nSET search_path TO \"{schema}\";");
        sql += FUNCTIONS;
        let mut later = SEARCHED.to_owned();
        let mut names = vec!["message_search", "name_search"];
        for statement in tables.split(';').filter(|sql| !sql.contains("VIRTUAL TABLE")) {
            match statement.trim_start().strip_prefix("CREATE TABLE ") {
                Some(table) => {
                    let name = table.split(' ').next().unwrap_or_default();
                    names.push(name);
                    sql += &without_references(&in_its_words(statement), name, &mut later);
                    sql.push(';');
                }
                None => later.extend([&in_its_words(statement), ";\n"]),
            }
        }
        self.batch(&sql)?;
        // Without figures about the rows the server would read them in the wrong order.
        Ok(format!("{later}ANALYZE {}", names.join(", ")))
    }

    /// Adds up the rows of these tables as they change.
    pub(in crate::store::engine) fn watch(&self, tables: &[Watched]) -> Result<()> {
        for watched in tables {
            let Watched { table, part, .. } = watched;
            let (columns, only) = match part {
                Some((columns, only)) => (columns.iter().map(|&it| it.to_owned()).collect(), *only),
                None => (self.columns_of(table)?, "true"),
            };
            let values: String =
                columns.iter().flat_map(|column| [" || summed(row.", column, ")"]).collect();
            let add = |sign, rows| {
                format!(
                    "PERFORM add_rows({sign}, (SELECT array_agg(sha256(summed('{table}'::text){values}))
                        FROM {rows} AS row WHERE {only}));"
                )
            };
            let (came, gone) = (add(1, "came"), add(-1, "gone"));
            let mut sql = format!(
                "CREATE FUNCTION sum_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF TG_OP <> 'DELETE' THEN {came} END IF;
                    IF TG_OP <> 'INSERT' THEN {gone} END IF;
                    RETURN NULL;
                END $$;"
            );
            for (event, rows) in [
                ("INSERT", "NEW TABLE AS came"),
                ("UPDATE", "OLD TABLE AS gone NEW TABLE AS came"),
                ("DELETE", "OLD TABLE AS gone"),
            ] {
                sql.extend([format!(
                    "CREATE TRIGGER sum_{event} AFTER {event} ON {table} REFERENCING {rows}
                        FOR EACH STATEMENT EXECUTE FUNCTION sum_{table}();"
                )]);
            }
            self.batch(&sql)?;
        }
        Ok(())
    }

    /// Whether every row refers to what is there.
    pub(in crate::store::engine) fn references_hold(&self) -> Result<bool> {
        self.batch("SAVEPOINT references_hold")?;
        let held = self.batch("SET CONSTRAINTS ALL IMMEDIATE");
        if held.is_err() {
            self.batch("ROLLBACK TO references_hold")?;
        }
        self.batch("RELEASE references_hold")?;
        match held {
            Err(Error::Dangling) => Ok(false),
            other => other.map(|()| true),
        }
    }

    /// The columns of a table, in order.
    pub(in crate::store::engine) fn columns_of(&self, table: &str) -> Result<Vec<String>> {
        if let Some(columns) = self.columns.borrow().get(table) {
            return Ok(columns.clone());
        }
        let sql = "SELECT attname::text FROM pg_attribute
            WHERE attrelid = ?1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum";
        let rows = self.query(sql, &[&table], None)?;
        let names = (0..rows.len()).filter_map(|at| rows.get(at));
        let names = names.map(|row| Ok(value(row, 0)?.as_str().unwrap_or_default().to_owned()));
        let columns: Vec<_> = names.collect::<Result<_>>()?;
        self.columns.borrow_mut().insert(table.to_owned(), columns.clone());
        Ok(columns)
    }

    /// Says which tables' rows are summed.
    pub(in crate::store::engine) fn watch_sum_of(&self, tables: &'static [Watched]) {
        self.watched.set(tables);
    }

    /// The sum of what came and went in this transaction.
    pub(in crate::store::engine) fn sum(&self) -> Result<RowSum> {
        if let Some(sum) = self.sum.get() {
            return Ok(sum);
        }
        self.send_waiting()?;
        let sql = "SELECT array_to_string(
            nullif(current_setting('rolecall.sum', true), '')::numeric[], ' ')";
        let mut sum = RowSum::default();
        let rows = self.query(sql, &[], None)?;
        let parts = rows.get(0).map(|row| value(row, 0)).transpose()?.unwrap_or(ValueRef::Null);
        let mut carry: i128 = 0;
        for (bytes, part) in
            sum.chunks_mut(4).zip(parts.as_str().unwrap_or_default().split_terminator(' '))
        {
            let part: i128 = part.parse().map_err(|_| Error::Engine("a sum of rows".to_owned()))?;
            carry += part;
            let low = u32::try_from(carry.rem_euclid(1 << 32)).unwrap_or_default();
            bytes.copy_from_slice(&low.to_le_bytes());
            carry = carry.div_euclid(1 << 32);
        }
        self.sum.set(Some(sum));
        Ok(sum)
    }

    /// Starts the sum again from nothing.
    pub(in crate::store::engine) fn reset_sum(&self) -> Result<()> {
        if self.is_fresh() {
            return Ok(());
        }
        self.batch("SET LOCAL rolecall.sum = ''")
    }
}
