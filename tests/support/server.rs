//! A schema of its own for each test on a PostgreSQL server, where the tests are to run on one:
//! `ROLECALL_TEST_SERVER` is its address, without a schema.

use std::path::Path;
#[cfg(feature = "postgres")]
use std::{
    collections::BTreeMap,
    io::{Read, Write},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rusqlite::Connection;

#[cfg(feature = "postgres")]
use super::copy;

/// A schema on the server.
#[cfg(feature = "postgres")]
pub struct Server {
    base: String,
    schema: String,
    /// A connection that is kept for many questions: to connect takes longer than most answers.
    kept: Mutex<Option<Kept>>,
}

#[cfg(feature = "postgres")]
struct Kept {
    client: postgres::Client,
    /// How each table is copied out.
    copies: BTreeMap<String, postgres::Statement>,
}

#[cfg(feature = "postgres")]
impl Kept {
    /// All rows of a table.
    fn rows(&mut self, table: &str) -> Vec<u8> {
        if !self.copies.contains_key(table) {
            let copy = self.client.prepare(&format!("COPY {table} TO STDOUT")).unwrap();
            self.copies.insert(table.to_owned(), copy);
        }
        let mut rows = Vec::new();
        self.client.copy_out(&self.copies[table]).unwrap().read_to_end(&mut rows).unwrap();
        rows
    }

    /// Which of these tables have rows.
    fn filled<'t>(&mut self, tables: &'t [String]) -> Vec<&'t str> {
        let each: Vec<_> =
            tables.iter().map(|table| format!("EXISTS (SELECT FROM {table})")).collect();
        let sql = format!("SELECT ARRAY[{}]::boolean[]", each.join(", "));
        let are: Vec<bool> = self.client.query_one(&sql, &[]).unwrap().get(0);
        let filled = tables.iter().zip(are).filter(|(_, is)| *is);
        filled.map(|(table, _)| table.as_str()).collect()
    }
}

/// There is none in a program that was built without PostgreSQL.
#[cfg(not(feature = "postgres"))]
pub enum Server {}

#[cfg(feature = "postgres")]
impl Server {
    /// A schema that is not there yet, called after a folder that is nobody else's.
    pub fn for_test(folder: &Path) -> Option<Self> {
        Some(Self::at(&std::env::var("ROLECALL_TEST_SERVER").ok()?, folder))
    }

    /// The same on the server with that address.
    pub fn at(base: &str, folder: &Path) -> Self {
        let hex = |digit: u8| char::from_digit(digit.into(), 16).unwrap();
        let name = folder.file_name().unwrap().to_string_lossy();
        let random: String =
            name.bytes().flat_map(|byte| [byte >> 4, byte & 15]).map(hex).collect();
        Self { base: base.to_owned(), schema: format!("t{random}"), kept: Mutex::default() }
    }

    pub fn address(&self) -> String {
        format!("{}?schema={}", self.base, self.schema)
    }

    pub fn client(&self) -> postgres::Client {
        let mut client = postgres::Client::connect(&self.base, postgres::NoTls).unwrap();
        let quiet = "SET client_min_messages TO error";
        client.batch_execute(&format!("{quiet}; SET search_path TO {}", self.schema)).unwrap();
        client
    }

    pub fn wait_for_writers(&self) {
        self.client().batch_execute("BEGIN; SELECT FROM one_writer FOR UPDATE; ROLLBACK").unwrap();
    }

    pub fn drop_schema(&self) {
        let sql = format!("DROP SCHEMA IF EXISTS {} CASCADE", self.schema);
        self.client().batch_execute(&sql).unwrap();
    }

    #[track_caller]
    pub fn execute(&self, sql: &str) {
        let of_file = |part: &&str| part.trim_start().starts_with("PRAGMA");
        let sql: Vec<_> = sql.split(';').filter(|part| !of_file(part)).collect();
        self.client().batch_execute(&sql.join(";")).unwrap();
    }

    /// The first value of what it answers, as text.
    pub fn value(&self, sql: &str) -> String {
        let rows = self.ask(|kept| kept.client.simple_query(sql).unwrap());
        let value = rows.iter().find_map(|message| match message {
            postgres::SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        });
        value.unwrap_or("NULL").to_owned()
    }

    /// Asks over the connection that is kept.
    fn ask<T>(&self, ask: impl FnOnce(&mut Kept) -> T) -> T {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // The server may have been stopped since.
        kept.take_if(|it| it.client.is_valid(Duration::from_secs(9)).is_err());
        ask(kept.get_or_insert_with(|| Kept { client: self.client(), copies: BTreeMap::new() }))
    }

    fn tables(&self, client: &mut postgres::Client) -> Vec<String> {
        let sql =
            "SELECT relname::text FROM pg_class JOIN pg_namespace AS it ON it.oid = relnamespace
            WHERE relkind = 'r' AND nspname = $1 ORDER BY pg_class.oid";
        client.query(sql, &[&self.schema]).unwrap().iter().map(|row| row.get(0)).collect()
    }

    /// All rows of all tables, in no format of anybody's; `None` where there is no schema.
    pub fn rows(&self) -> Option<Vec<u8>> {
        self.ask(|kept| self.rows_over(kept))
    }

    fn rows_over(&self, kept: &mut Kept) -> Option<Vec<u8>> {
        let tables = self.tables(&mut kept.client);
        let filled = kept.filled(&tables);
        let mut bytes = Vec::new();
        for table in &tables {
            let is_filled = filled.contains(&table.as_str());
            let rows = if is_filled { kept.rows(table) } else { Vec::new() };
            bytes.extend(format!("{table} {}\n", rows.len()).bytes());
            // In the order of a text: where a row lies says nothing.
            let mut lines: Vec<_> = rows.split_inclusive(|byte| *byte == b'\n').collect();
            lines.sort_unstable();
            bytes.extend(lines.concat());
        }
        (!bytes.is_empty()).then_some(bytes)
    }

    /// Makes the rows those of another moment. A table that has them is left alone.
    pub fn set_rows(&self, bytes: &[u8]) {
        self.ask(|kept| self.set_rows_over(kept, bytes));
    }

    fn set_rows_over(&self, kept: &mut Kept, bytes: &[u8]) {
        let now = self.rows_over(kept).unwrap_or_default();
        let now: BTreeMap<_, _> = parts(&now).collect();
        let client = &mut kept.client;
        client.batch_execute("BEGIN; SET LOCAL session_replication_role = replica").unwrap();
        for (table, rows) in parts(bytes).filter(|(table, rows)| now.get(table) != Some(rows)) {
            client.batch_execute(&format!("DELETE FROM {table}")).unwrap();
            let mut writer = client.copy_in(&format!("COPY {table} FROM STDIN")).unwrap();
            writer.write_all(rows).unwrap();
            writer.finish().unwrap();
        }
        client.batch_execute("COMMIT").unwrap();
    }

    /// The rows of the tables that are named in there, to be asked as a file is.
    pub fn copy(&self, named_in: Option<&str>) -> Connection {
        self.ask(|kept| {
            let mut tables = self.tables(&mut kept.client);
            if let Some(sql) = named_in {
                tables.retain(|table| sql.contains(table));
            }
            let filled: Vec<_> = kept.filled(&tables).into_iter().map(str::to_owned).collect();
            copy::of(&mut kept.client, &filled)
        })
    }

    /// Makes the rows what they are in such a copy.
    pub fn set_to(&self, copy: &Connection) {
        let tables = self.ask(|kept| self.tables(&mut kept.client));
        let rows = tables.iter().map(|table| (table, copy::rows(copy, table)));
        let all: Vec<_> =
            rows.map(|(table, rows)| format!("{table} {}\n{rows}", rows.len())).collect();
        self.set_rows(all.concat().as_bytes());
    }

    /// Its schemas: the one that is used, and those that were made of it.
    fn schemas(&self, client: &mut postgres::Client) -> String {
        let sql = "SELECT nspname::text FROM pg_namespace
            WHERE nspname = $1 OR starts_with(nspname, $1 || '_')";
        let rows = client.query(sql, &[&self.schema]).unwrap();
        rows.iter().map(|row| row.get(0)).collect::<Vec<&str>>().join(", ")
    }
}

/// The tables of such a moment, each with its rows.
#[cfg(feature = "postgres")]
fn parts(mut bytes: &[u8]) -> impl Iterator<Item = (&str, &[u8])> {
    std::iter::from_fn(move || {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let (table, length) = head.split_once(' ').unwrap();
        let (rows, rest) = bytes[end + 1..].split_at(length.parse().unwrap());
        bytes = rest;
        Some((table, rows))
    })
}

#[cfg(feature = "postgres")]
impl Drop for Server {
    fn drop(&mut self) {
        // A test that fails says so itself.
        if let Ok(mut client) = postgres::Client::connect(&self.base, postgres::NoTls) {
            let schemas = self.schemas(&mut client);
            if !schemas.is_empty() {
                // A standby that is to confirm it may be gone.
                let alone = "SET synchronous_commit = local";
                drop(client.batch_execute(&format!("{alone}; DROP SCHEMA {schemas} CASCADE")));
            }
        }
    }
}

#[cfg(not(feature = "postgres"))]
impl Server {
    pub const fn for_test(_: &Path) -> Option<Self> {
        None
    }

    pub fn address(&self) -> String {
        match *self {}
    }

    pub fn wait_for_writers(&self) {
        match *self {}
    }

    pub fn drop_schema(&self) {
        match *self {}
    }

    pub fn rows(&self) -> Option<Vec<u8>> {
        match *self {}
    }

    pub fn set_rows(&self, _: &[u8]) {
        match *self {}
    }

    pub fn execute(&self, _: &str) {
        match *self {}
    }

    pub fn copy(&self, _: Option<&str>) -> Connection {
        match *self {}
    }

    pub fn set_to(&self, _: &Connection) {
        match *self {}
    }
}
