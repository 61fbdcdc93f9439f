//! What `doctor` finds, and what it mends.

use rolecall::store::{Access, Store};

use crate::support::{Workspace, state::dump};

fn checks(workspace: &Workspace) -> Vec<String> {
    let ran = workspace.run("doctor --format json").exits(1).json();
    let rows = ran.as_array().unwrap();
    rows.iter().map(|row| row["check"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_sound_workspace_has_nothing_wrong() {
    let workspace = Workspace::sample();
    let ran = workspace.does("doctor --format json");
    assert_eq!(ran.json(), serde_json::json!([]));
    workspace.run("doctor --as tess@acme.test").exits(3);
    let copy = workspace.folder().join("copy.db");
    workspace.does(&format!("backup {}", copy.display()));
    let mut store = Store::open_for(&copy, Access::Read).unwrap();
    assert_eq!(store.examine(i64::MAX).unwrap(), [], "also where nothing may be written");
}

#[test]
fn what_is_derived_is_made_anew() {
    let workspace = Workspace::sample();
    let sound = dump(&workspace.sql());
    let [emptied, more] = if workspace.is_on_server() {
        [
            "DELETE FROM message_search",
            "INSERT INTO name_search (rowid, words) VALUES (77, '''@a1'':1 ''nobody'':2')",
        ]
    } else {
        [
            "INSERT INTO message_search (message_search) VALUES ('delete-all')",
            "INSERT INTO name_search (rowid, place, name) VALUES (77, 'a1', 'nobody')",
        ]
    };
    for (sql, check) in [
        ("DELETE FROM chat_tag", "tags"),
        ("UPDATE chat_tag SET tag = 'other'", "tags"),
        ("DELETE FROM known_number WHERE contact_id = 2", "known-numbers"),
        ("UPDATE known_number SET national = national + 1 WHERE contact_id = 1", "known-numbers"),
        ("UPDATE chat SET last_message_id = NULL WHERE id = 2", "chats"),
        ("UPDATE chat SET unread = 1 - unread WHERE id = 3", "chats"),
        (emptied, "search"),
        (more, "search"),
    ] {
        let workspace = Workspace::sample();
        workspace.change(|it| it.execute_batch(sql).unwrap());
        assert_eq!(checks(&workspace), [check], "{sql}");
        workspace.does("doctor --fix");
        workspace.does("doctor");
        assert_eq!(dump(&workspace.sql()), sound, "{sql}");
    }
}

#[test]
fn what_a_person_must_mend_is_told_and_left() {
    for (sql, check) in [
        ("UPDATE outbox SET attempts = 9", "outbox"),
        ("PRAGMA foreign_keys = OFF; UPDATE message SET chat_id = 99 WHERE id = 1", "foreign-keys"),
        ("UPDATE audit SET at = at + 86400000", "clock"),
    ] {
        let workspace = Workspace::sample();
        if workspace.is_on_server() && check == "foreign-keys" {
            // A server lets nobody write such a row.
            continue;
        }
        // Somebody to whom a mail is due.
        workspace.does("member add late@acme.test --role agent");
        workspace.change(|it| it.execute_batch(sql).unwrap());
        assert!(checks(&workspace).iter().any(|found| found == check), "{sql}");
        workspace.run("doctor --fix").exits(1);
    }
}

#[test]
fn what_lies_beside_the_workspace_is_told() {
    let workspace = Workspace::sample();
    let left = [".rolecall-out-abc123", ".rolecall-new-abc123", ".rolecall-new-def456"];
    let left = left.map(|name| workspace.folder().join(name));
    std::fs::write(&left[0], "+919876543210").unwrap();
    // One run was killed before it took its lock. Another is still running.
    std::fs::create_dir(&left[1]).unwrap();
    std::fs::create_dir(&left[2]).unwrap();
    let lock = std::fs::File::create(left[2].join("lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(checks(&workspace), ["leftovers"]);
    workspace.does("doctor --fix");
    assert_eq!(left.each_ref().map(|left| left.exists()), [false, false, true]);
    drop(lock);
    workspace.does("backup copy");
    assert!(!left[2].exists());
}
