//! A schema of its own for each test on a PostgreSQL server, where the tests are to run on one:
//! `ROLECALL_TEST_SERVER` is its address, without a schema.

#[cfg(feature = "postgres")]
use std::io::{Read, Write};
use std::path::Path;

/// A schema on the server.
#[cfg(feature = "postgres")]
pub struct Server {
    base: String,
    schema: String,
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
        Self { base: base.to_owned(), schema: format!("t{random}") }
    }

    pub fn address(&self) -> String {
        format!("{}?schema={}", self.base, self.schema)
    }

    fn client(&self) -> postgres::Client {
        let mut client = postgres::Client::connect(&self.base, postgres::NoTls).unwrap();
        let quiet = "SET client_min_messages TO error";
        client.batch_execute(&format!("{quiet}; SET search_path TO {}", self.schema)).unwrap();
        client
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

    fn tables(&self, client: &mut postgres::Client) -> Vec<String> {
        let sql =
            "SELECT relname::text FROM pg_class JOIN pg_namespace AS it ON it.oid = relnamespace
            WHERE relkind = 'r' AND nspname = $1 ORDER BY pg_class.oid";
        client.query(sql, &[&self.schema]).unwrap().iter().map(|row| row.get(0)).collect()
    }

    /// All rows of all tables, in no format of anybody's; `None` where there is no schema.
    pub fn rows(&self) -> Option<Vec<u8>> {
        let mut client = self.client();
        let mut bytes = Vec::new();
        for table in self.tables(&mut client) {
            let mut rows = Vec::new();
            client
                .copy_out(&format!("COPY {table} TO STDOUT"))
                .unwrap()
                .read_to_end(&mut rows)
                .unwrap();
            bytes.extend(format!("{table} {}\n", rows.len()).bytes());
            // In the order of a text: where a row lies says nothing.
            let mut lines: Vec<_> = rows.split_inclusive(|byte| *byte == b'\n').collect();
            lines.sort_unstable();
            bytes.extend(lines.concat());
        }
        (!bytes.is_empty()).then_some(bytes)
    }

    /// Makes the rows those of another moment.
    pub fn set_rows(&self, mut bytes: &[u8]) {
        let mut client = self.client();
        let tables = self.tables(&mut client).join(", ");
        let begin = "BEGIN; SET LOCAL session_replication_role = replica";
        client.batch_execute(&format!("{begin}; TRUNCATE {tables}")).unwrap();
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            let head = std::str::from_utf8(&bytes[..end]).unwrap();
            let (table, length) = head.split_once(' ').unwrap();
            let (rows, rest) = bytes[end + 1..].split_at(length.parse().unwrap());
            let mut writer = client.copy_in(&format!("COPY {table} FROM STDIN")).unwrap();
            writer.write_all(rows).unwrap();
            writer.finish().unwrap();
            bytes = rest;
        }
        client.batch_execute("COMMIT").unwrap();
    }

    pub fn value(&self, sql: &str) -> String {
        for message in self.client().simple_query(sql).unwrap() {
            if let postgres::SimpleQueryMessage::Row(row) = message {
                return row.get(0).unwrap_or("NULL").to_owned();
            }
        }
        panic!("no row: {sql}");
    }
}

#[cfg(feature = "postgres")]
impl Drop for Server {
    fn drop(&mut self) {
        // A test that fails says so itself.
        if let Ok(mut client) = postgres::Client::connect(&self.base, postgres::NoTls) {
            let sql = format!("DROP SCHEMA IF EXISTS {} CASCADE", self.schema);
            drop(client.batch_execute(&sql));
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

    pub fn value(&self, _: &str) -> String {
        match *self {}
    }
}
