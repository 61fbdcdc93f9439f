//! Single bits of a workspace flipped, each held against what the program says of it.
//!
//! A thousand bits are sampled of the bytes that hold something; `ROLECALL_HEAVY=1` takes one of every
//! byte.

use std::{collections::BTreeMap, fs};

use rolecall::store::{Access, Store};
use rusqlite::{Connection, OpenFlags, types::Value};

use crate::support::Workspace;

/// What decides who may do what and who sees whom, and how it came to be.
const DECIDING: [&str; 8] =
    ["workspace", "setting", "role", "role_permission", "team", "member", "account", "audit"];

/// The rows of all that decides; an error where they can't all be read.
fn deciding(workspace: &Workspace) -> rusqlite::Result<Vec<Vec<Vec<Value>>>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = Connection::open_with_flags(workspace.path(), flags)?;
    let rows_of = |table| {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = statement.column_count();
        statement
            .query_map([], |row| (0..columns).map(|column| row.get(column)).collect())?
            .collect()
    };
    DECIDING.into_iter().map(rows_of).collect()
}

#[test]
fn a_flipped_bit_is_found_or_changes_nothing_that_decides() {
    let workspace = Workspace::sample();
    workspace.does("mask enable number --role teammate --yes");
    workspace.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    let whole = fs::read(workspace.path()).unwrap();
    let sound = deciding(&workspace).unwrap();
    let now = i64::MAX / 2;
    let is_heavy = std::env::var_os("ROLECALL_HEAVY").is_some();
    // Most of a small file is room in its pages, where a bit changes nothing.
    let places: Vec<_> = (0..whole.len()).filter(|&at| is_heavy || whole[at] != 0).collect();
    let count = if is_heavy { places.len() } else { 1000 };
    let step = places.len() / count;
    let mut outcomes = BTreeMap::<&str, u32>::new();
    for number in 0..count {
        // Another bit and another place within each stretch of the file.
        let at = places[number * step + number * 7 % step];
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (number % 8);
        workspace.put(&bytes);
        let outcome = match Store::open_for(&workspace.path(), Access::Full) {
            Err(_) => "refused when opened",
            Ok(mut store) => match store.examine(now) {
                Err(_) => "unreadable to doctor",
                Ok(found) if !found.is_empty() => "found by doctor",
                Ok(_) => "nothing found",
            },
        };
        *outcomes.entry(outcome).or_default() += 1;
        if outcome == "nothing found" {
            workspace.put(&bytes);
            assert_eq!(
                deciding(&workspace).as_ref(),
                Ok(&sound),
                "bit {} of byte {at}",
                number % 8
            );
        }
    }
    println!("{outcomes:?}");
    assert!(outcomes["found by doctor"] > 100, "{outcomes:?}");
}
