//! The schema: made by the migrations, and refused where it is not exactly what they make. A trigger that
//! somebody adds would run with every change, and could make an owner.

use std::path::Path;

use rusqlite_migration::{M, Migrations};

use crate::store::{
    engine::{
        Connection,
        error::{Error, Result},
    },
    search,
};

/// The newest schema, condensed when the program is built: it is read whenever a workspace is opened.
pub(super) const NEWEST: &str = {
    const TEXT: &str = include_str!("../migrations/001_workspace.sql");
    const CONDENSED: (usize, [u8; TEXT.len()]) =
        condensed(include_bytes!("../migrations/001_workspace.sql"));
    match str::from_utf8(CONDENSED.1.split_at(CONDENSED.0).0) {
        Ok(text) => text,
        Err(_) => TEXT,
    }
};

/// From nothing to the newest version, step by step.
const STEPS: [&str; 1] = [NEWEST];

/// What may stand in the file though no migration made it: the engine's statistics, and the two tables
/// by which Litestream finds its place.
const ALLOWED: [&str; 4] = [
    "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
    "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
    "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
    "CREATE TABLE _litestream_lock (id INTEGER)",
];

/// The tables, those that others refer to first.
pub(super) fn tables() -> impl Iterator<Item = &'static str> {
    let named =
        |sql: &'static str| sql.trim_start().strip_prefix("CREATE TABLE ")?.split(' ').next();
    NEWEST.split(';').filter_map(named)
}

/// The version that this program makes and reads.
pub(in crate::store) fn known_version() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// Refuses what a newer version made.
pub(in crate::store) fn check_version(path: &Path, found: i64) -> Result<()> {
    let known = known_version();
    if found > known {
        return Err(Error::Newer { path: path.to_owned(), found, known });
    }
    Ok(())
}

/// Runs the migrations that are missing.
pub(in crate::store) fn upgrade(connection: &mut Connection) -> Result<()> {
    let migrations = Migrations::new(STEPS.map(M::up).to_vec());
    migrations.to_latest(connection.file_mut()?).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        other => Error::Corrupt(other.to_string()),
    })
}

/// Holds the file's schema against what the migrations make.
pub(in crate::store) fn check(connection: &Connection) -> Result<()> {
    let mut missing: Vec<_> =
        NEWEST.split(';').map(str::trim).filter(|sql| !sql.is_empty()).collect();
    missing.reverse();
    let shadows = search::shadow_tables();
    let mut extra = None;
    let sql = "SELECT type, name, sql FROM sqlite_schema ORDER BY rowid";
    connection.each(sql, [], |row| {
        let name: String = row.get("name")?;
        let sql: Option<String> = row.get("sql")?;
        let is_known = match &sql {
            None => name.starts_with("sqlite_autoindex_"),
            // Mostly in the order in which they were made.
            Some(sql) => match missing.iter().rposition(|made| made == sql) {
                Some(at) => {
                    missing.remove(at);
                    true
                }
                None => ALLOWED.contains(&sql.as_str()) || shadows.contains(sql),
            },
        };
        if !is_known {
            extra.get_or_insert(format!("the {} `{name}`", row.get::<String>("type")?));
        }
        Ok::<_, Error>(std::ops::ControlFlow::Continue(()))
    })?;
    match (extra, missing.last()) {
        (Some(extra), _) => Err(Error::Altered(format!("{extra} is not as rolecall makes it"))),
        (None, Some(sql)) => {
            let name = sql.split_whitespace().take_while(|word| *word != "ON" && *word != "(");
            let name = name.last().unwrap_or_default();
            Err(Error::Altered(format!("`{name}` is missing")))
        }
        (None, None) => Ok(()),
    }
}

/// The same statements without comments and indentation, and how long they are. The engine keeps a
/// table's statement as it was written, and reads all of them again whenever a workspace is opened.
const fn condensed<const N: usize>(sql: &[u8; N]) -> (usize, [u8; N]) {
    let mut text = [0; N];
    let (mut at, mut length) = (0, 0);
    // What parts a word from the one before it; nothing before the first.
    let mut gap = None;
    while at < N {
        match sql[at] {
            b'-' if at + 1 < N && sql[at + 1] == b'-' => {
                while at < N && sql[at] != b'\n' {
                    at += 1;
                }
                continue;
            }
            b'\n' => gap = Some(b'\n'),
            byte if byte.is_ascii_whitespace() => {
                if gap.is_none() {
                    gap = Some(b' ');
                }
            }
            byte => {
                if let Some(sign) = gap
                    && length > 0
                {
                    text[length] = sign;
                    length += 1;
                }
                gap = None;
                text[length] = byte;
                length += 1;
            }
        }
        at += 1;
    }
    (length, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_words_stay() {
        let sql = b"-- A table.\nCREATE TABLE a ( -- of b\n    b  TEXT,\n\n    c INTEGER\n);\n";
        let (length, text) = condensed(sql);
        assert_eq!(&text[..length], b"CREATE TABLE a (\nb TEXT,\nc INTEGER\n);");
        assert!(NEWEST.starts_with("CREATE TABLE "));
        assert!(!["--", "  ", "\n\n", "\n "].iter().any(|sign| NEWEST.contains(sign)));
    }
}
