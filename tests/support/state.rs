//! What a workspace is at one moment: its file's bytes, the files beside it, and all its rows.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, types::ValueRef};

/// A moment of a workspace.
#[derive(Clone, PartialEq, Eq)]
pub struct State {
    /// The file's bytes; `None` where there is none.
    pub bytes: Option<Vec<u8>>,
    /// What lies in the folder.
    pub files: Vec<PathBuf>,
}

impl State {
    /// The state now.
    pub fn of(folder: &Path, file: &Path) -> Self {
        let mut files: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        Self { bytes: fs::read(file).ok(), files }
    }

    /// Holds that nothing changed since.
    #[track_caller]
    pub fn is_still(&self, now: &Self, what: &str) {
        assert_eq!(self.files, now.files, "other files lie in the folder after: {what}");
        assert!(self.bytes == now.bytes, "the file's bytes changed: {what}");
    }
}

/// Every table with every row, as text, in the order of keys.
pub fn dump(connection: &Connection) -> BTreeMap<String, Vec<String>> {
    let names: Vec<String> = connection
        .prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table'
                AND name NOT LIKE '%\\_search%' ESCAPE '\\' ORDER BY name",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut tables: BTreeMap<_, _> =
        names.into_iter().map(|name| (name.clone(), rows(connection, &name))).collect();
    for index in ["message_search", "name_search"] {
        tables.insert(index.to_owned(), words(connection, index));
    }
    tables
}

/// Every word of a full-text index with where it stands. The index of a file can't be read as a table.
fn words(connection: &Connection, index: &str) -> Vec<String> {
    let sql = "SELECT sql LIKE 'CREATE VIRTUAL%' FROM sqlite_master WHERE name = ?1";
    if !connection.query_row(sql, [index], |row| row.get::<_, bool>(0)).unwrap() {
        return rows(connection, index);
    }
    connection
        .execute_batch(&format!(
            "CREATE VIRTUAL TABLE temp.{index}_words USING fts5vocab (main, {index}, instance)"
        ))
        .unwrap();
    let words = rows(connection, &format!("temp.{index}_words"));
    connection.execute_batch(&format!("DROP TABLE temp.{index}_words")).unwrap();
    words
}

/// Every row of one table, or of a query in brackets, as text, sorted.
pub fn rows(connection: &Connection, table: &str) -> Vec<String> {
    let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let mut rows = statement.query([]).unwrap();
    let mut lines = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let mut line = String::new();
        for (index, column) in columns.iter().enumerate() {
            let value = match row.get_ref(index).unwrap() {
                ValueRef::Null => continue,
                ValueRef::Integer(value) => value.to_string(),
                ValueRef::Text(text) => format!("{:?}", String::from_utf8_lossy(text)),
                other => format!("{other:?}"),
            };
            write!(line, "{column}={value} ").unwrap();
        }
        lines.push(line);
    }
    lines.sort();
    lines
}
