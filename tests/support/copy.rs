//! What is on a server, in a database of a file's engine that lies in memory: it is asked there as a file is, in the
//! same words.

use std::sync::LazyLock;

use postgres::{Client, Row, types::Type};
use rusqlite::{
    Connection,
    types::{Value, ValueRef},
};

use super::Workspace;

/// What the program makes in a file, without its full-text indexes: on a server these are tables.
static TABLES: LazyLock<String> = LazyLock::new(|| {
    let workspace = Workspace::in_file();
    workspace.does("init Acme --owner olive@acme.test");
    let connection = workspace.sql();
    let sql = "SELECT sql FROM sqlite_master
        WHERE sql IS NOT NULL AND name NOT LIKE '%\\_search%' ESCAPE '\\'";
    let mut statement = connection.prepare(sql).unwrap();
    let statements = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let statements: Vec<_> = statements.map(Result::unwrap).collect();
    let searched = ["message_search", "name_search"]
        .map(|name| format!("CREATE TABLE {name} (rowid INTEGER PRIMARY KEY, words TEXT)"));
    let others = ["CREATE TABLE one_writer (version INTEGER)".to_owned()];
    [&statements[..], &searched, &others].concat().join(";\n")
});

/// The rows of these tables, as they are at one moment.
pub fn of(client: &mut Client, tables: &[String]) -> Connection {
    let copy = Connection::open_in_memory().unwrap();
    copy.execute_batch(&TABLES).unwrap();
    // What is copied is what is there, whether or not it may be.
    copy.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
    client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").unwrap();
    for table in tables {
        let all = if table.ends_with("_search") { "rowid, words::text" } else { "*" };
        let rows = client.query(&format!("SELECT {all} FROM {table}"), &[]).unwrap();
        let Some(first) = rows.first() else { continue };
        let places = vec!["?"; first.len()].join(", ");
        let mut insert = copy.prepare(&format!("INSERT INTO {table} VALUES ({places})")).unwrap();
        for row in &rows {
            let values = (0..row.len()).map(|column| value(row, column));
            insert.execute(rusqlite::params_from_iter(values)).unwrap();
        }
    }
    client.batch_execute("COMMIT").unwrap();
    copy.execute_batch("PRAGMA foreign_keys = ON; PRAGMA ignore_check_constraints = OFF").unwrap();
    copy
}

/// A table's rows in the form in which a server takes them.
pub fn rows(copy: &Connection, table: &str) -> String {
    let mut statement = copy.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut lines = String::new();
    while let Some(row) = rows.next().unwrap() {
        let cells: Vec<_> = (0..columns).map(|column| cell(row.get_ref(column).unwrap())).collect();
        lines.extend([&cells.join("\t"), "\n"]);
    }
    lines
}

fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "\\N".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Text(text) => {
            let escaped = |letter| match letter {
                '\\' => "\\\\".to_owned(),
                '\t' => "\\t".to_owned(),
                '\n' => "\\n".to_owned(),
                '\r' => "\\r".to_owned(),
                other => other.to_string(),
            };
            std::str::from_utf8(text).unwrap().chars().map(escaped).collect()
        }
        ValueRef::Blob(bytes) => {
            let digits: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("\\\\x{}", digits.concat())
        }
        ValueRef::Real(_) => panic!("no column is of this type"),
    }
}

fn value(row: &Row, column: usize) -> Value {
    match *row.columns()[column].type_() {
        Type::INT8 => row.get::<_, Option<i64>>(column).map_or(Value::Null, Value::Integer),
        Type::TEXT => row.get::<_, Option<String>>(column).map_or(Value::Null, Value::Text),
        Type::BYTEA => row.get::<_, Option<Vec<u8>>>(column).map_or(Value::Null, Value::Blob),
        ref other => panic!("a column of type {other}"),
    }
}
