//! A history that can't be rewritten unseen.

use crate::support::Workspace;

fn faults(workspace: &Workspace) -> Vec<String> {
    let ran = workspace.run("audit verify --format json").exits(1);
    let faults = ran.json()["faults"].as_array().unwrap().clone();
    faults.iter().map(|fault| fault.as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_was_changed_behind_the_program_is_found() {
    for sql in [
        "UPDATE role SET mask_traits = 1 WHERE name = 'agent'",
        "DELETE FROM role_permission WHERE role = 'admin' AND permission = 'inbox'",
        "UPDATE member SET role = 'owner' WHERE id = 4",
        "UPDATE member SET name = 'Olive' WHERE id = 3",
        "UPDATE member SET status = 'suspended' WHERE id = 2",
        "UPDATE member SET team_id = 2 WHERE id = 4",
        "UPDATE account SET connector_id = 1 WHERE id = 2",
        "UPDATE chat SET assignee_id = NULL WHERE id = 1",
        "UPDATE chat SET assignee_id = 3 WHERE id = 2",
        "UPDATE team SET name = 'Sailors' WHERE id = 2",
        "INSERT INTO setting VALUES ('billing.seats', '99')",
        "UPDATE workspace SET single_owner = 1",
        "UPDATE audit SET actor_email = 'tess@acme.test' WHERE id = 3",
        "UPDATE audit SET at = at + 1 WHERE id = 3",
        "UPDATE audit SET needed = 'nothing' WHERE id = 3",
        "UPDATE audit SET state = zeroblob(32) WHERE id = 3",
        "UPDATE audit SET kept = zeroblob(32) WHERE id = 3",
        "DELETE FROM audit WHERE id = 3",
        "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)",
        "INSERT INTO audit SELECT id + 1, part_of, at, actor_id, actor_email, operator, via, clock_set, undoes, action, object,
            before, after, needed, kept, state, hash FROM audit ORDER BY id DESC LIMIT 1",
    ] {
        let workspace = Workspace::sample();
        workspace.does("audit verify");
        workspace.change(|it| it.execute_batch(sql).unwrap());
        assert!(!faults(&workspace).is_empty(), "{sql}");
        workspace.run("doctor").exits(1);
    }
}

#[test]
fn what_decides_nothing_is_no_fault() {
    let workspace = Workspace::sample();
    workspace.execute("UPDATE contact SET name = 'Aisha' WHERE id = 1; UPDATE chat SET unread = 0");
    workspace.does("audit verify");
}

#[test]
fn a_fault_stays_whatever_is_done_afterwards() {
    let workspace = Workspace::sample();
    workspace.execute("UPDATE member SET role = 'owner' WHERE id = 4");
    workspace.does("team add New");
    workspace.does("member edit tess@acme.test --name Tessa");
    assert_eq!(faults(&workspace).len(), 1);
}

#[test]
fn a_head_kept_elsewhere_tells_a_history_that_was_built_anew() {
    let workspace = Workspace::sample();
    let head = |workspace: &Workspace| {
        let report = workspace.does("audit verify --format json").json();
        report["head"].as_str().unwrap().to_owned()
    };
    let kept = head(&workspace);
    workspace.does("team add New");
    workspace.does(&format!("audit verify --expect {kept}"));
    // As `status` prints it on a terminal.
    let short = &kept[..=kept.find('-').unwrap() + 16];
    workspace.does(&format!("audit verify --expect {short}"));
    // Another workspace's history is whole, and not this one.
    let other = Workspace::sample();
    other.does("team add Old");
    let expected = format!("audit verify --expect {}", head(&other));
    workspace.run(&expected).exits(1);
    workspace.run("audit verify --expect 12").exits(2);
    workspace.run("audit verify --as tess@acme.test").exits(3);
}

#[test]
fn undo_gives_back_only_what_was_kept() {
    for (sql, entry) in [
        ("UPDATE audit_kept SET value = replace(value, '\"agent\"', '\"owner\"')", "kept of entry"),
        ("UPDATE audit_kept SET salt = zeroblob(16)", "kept of entry"),
        ("UPDATE audit_kept SET place = place + 1", "kept of entry"),
        (
            "INSERT INTO audit_kept SELECT entry, place + 1, salt, name, value FROM audit_kept",
            "kept of entry",
        ),
        ("UPDATE audit SET kept = zeroblob(32) WHERE action = 'member.edit'", "is not what was"),
        (
            "UPDATE audit SET before = '{\"role\":\"owner\"}' WHERE action = 'member.edit'",
            "is not what was",
        ),
    ] {
        let workspace = Workspace::sample();
        workspace.does("member edit tess@acme.test --role agent");
        workspace.does("member edit tess@acme.test --role teammate");
        workspace.change(|it| it.execute_batch(sql).unwrap());
        let found = faults(&workspace);
        assert!(found.iter().any(|fault| fault.contains(entry)), "{sql}: {found:?}");
        workspace.run("doctor").exits(1);
        workspace.run("undo").exits(5).says("rolecall audit verify");
        let role = workspace.does("member show tess@acme.test --format json").json();
        assert_eq!(role["role"], "teammate", "{sql}");
    }
}

#[test]
fn undo_of_an_import_gives_back_only_what_was_kept() {
    for sql in [
        "UPDATE import_change SET before = replace(before, 'Asha', 'Mallory')",
        "UPDATE import_change SET row_key = '[2]'",
        "INSERT INTO import_change SELECT entry, number + 100, 'contact', '[2]', before, after
            FROM import_change",
        "DELETE FROM import_change",
        "UPDATE import SET contact_from = 0",
        "DELETE FROM audit_kept WHERE name = 'import'",
    ] {
        let workspace = Workspace::sample();
        workspace.does("contact add +919876543230 --name Asha");
        workspace.takes("contact import - --update", "name,phone\nElse,+919876543230\n");
        workspace.execute(sql);
        let found = faults(&workspace);
        assert!(found.iter().any(|fault| fault.contains("kept of entry")), "{sql}: {found:?}");
        workspace.run("doctor").exits(1);
        let state = workspace.state();
        workspace.run("undo").exits(5).says("rolecall audit verify");
        state.is_still(&workspace.state(), sql);
    }
}

#[test]
fn what_is_forgotten_on_purpose_is_no_fault() {
    let workspace = Workspace::sample();
    workspace.does("contact tag fresh 1 2");
    assert_ne!(workspace.value("SELECT count(*) FROM audit_kept"), "0");
    workspace.takes("contact import -", "name,phone\nElse,+919876543230\n");
    let kept = "SELECT count(*) FROM audit_kept WHERE name IN ('tag fresh', 'import')";
    assert_ne!(workspace.value(kept), "0");
    workspace.does("contact erase 1 --yes");
    assert_eq!(workspace.value(kept), "0");
    workspace.does("audit verify");
    workspace.does("doctor");
}
