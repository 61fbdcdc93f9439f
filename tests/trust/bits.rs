//! Single bits of a workspace flipped, each held against what the program says of it.
//!
//! A thousand bits are sampled; `ROLECALL_HEAVY=1` takes one of every byte.

use std::{
    collections::BTreeMap,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
};

use rolecall::store::{Access, Store};
use rusqlite::{Connection, OpenFlags};

use crate::support::{Workspace, state::dump};

/// What decides who may do what and who sees whom, and how it came to be.
const DECIDING: &[&str] =
    &["workspace", "setting", "role", "role_permission", "team", "member", "account", "audit"];

fn deciding(workspace: &Workspace) -> Option<BTreeMap<String, Vec<String>>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = Connection::open_with_flags(workspace.path(), flags).ok()?;
    let mut tables = catch_unwind(AssertUnwindSafe(|| dump(&connection))).ok()?;
    tables.retain(|name, _| DECIDING.contains(&name.as_str()));
    Some(tables)
}

#[test]
fn a_flipped_bit_is_found_or_changes_nothing_that_decides() {
    let workspace = Workspace::sample();
    workspace.does("mask enable number --role teammate --yes");
    workspace.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    let whole = fs::read(workspace.path()).unwrap();
    let sound = deciding(&workspace).unwrap();
    let now = i64::MAX / 2;
    let count = if std::env::var_os("ROLECALL_HEAVY").is_some() { whole.len() } else { 1000 };
    let step = (whole.len() / count).max(1);
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut outcomes = BTreeMap::<&str, u32>::new();
    for number in 0..count {
        // Another bit and another place within each stretch of the file.
        let at = (number * step + number * 7 % step).min(whole.len() - 1);
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
                Some(&sound),
                "bit {} of byte {at}",
                number % 8
            );
        }
    }
    std::panic::set_hook(hook);
    println!("{outcomes:?}");
    assert!(outcomes["found by doctor"] > 100, "{outcomes:?}");
}
