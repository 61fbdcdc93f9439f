//! Changes taken back: by the ordinary rules, to the very state that was.

use crate::support::Workspace;

fn state(workspace: &Workspace) -> String {
    workspace.value("SELECT hex(state) FROM audit ORDER BY id DESC")
}

/// Changes of every kind that can be taken back.
const CHANGES: &[&str] = &[
    "member add new@acme.test --role agent",
    "member edit tess@acme.test --name Tessa --role agent",
    "member edit tim@acme.test --team Sales",
    "member suspend tim@acme.test",
    "team add Nights",
    "team rename Sales Sellers",
    "team join Support tess@acme.test",
    "team leave tess@acme.test",
    "account transfer +14155550132 --to adam@acme.test",
    "account disconnect +919812345678",
    "chat assign 2 --to tess@acme.test",
    "chat unassign 1",
    "chat close 3",
    "perm allow billing --role admin",
    "perm deny templates --role teammate",
    "mask enable number --role agent --yes",
    "role add supervisor --like teammate",
    "workspace rename 'Acme Ltd'",
];

#[test]
fn every_kind_of_change_is_taken_back() {
    for line in CHANGES {
        let workspace = Workspace::sample();
        let before = state(&workspace);
        workspace.does(line);
        let done = workspace.value("SELECT max(id) FROM audit");
        workspace.does(&format!("undo {done} --dry-run"));
        assert_eq!(workspace.value("SELECT max(id) FROM audit"), done, "{line}");
        workspace.does(&format!("undo {done}"));
        assert_eq!(state(&workspace), before, "{line}");
        workspace.does("audit verify");
    }
}

#[test]
fn a_row_of_changes_is_taken_back_from_its_end() {
    // Several orders, each with another step through the list.
    for step in [5, 7, 11] {
        let workspace = Workspace::sample();
        let before = state(&workspace);
        let mut done = Vec::new();
        for at in 0..CHANGES.len() {
            let line = CHANGES[at * step % CHANGES.len()];
            let last = workspace.value("SELECT max(id) FROM audit");
            // What a change before it has made impossible is left out.
            if workspace.run(line).code == 0 {
                let now = workspace.value("SELECT max(id) FROM audit");
                let [last, now]: [i64; 2] = [last, now].map(|id| id.parse().unwrap());
                done.extend(last + 1..=now);
            }
        }
        assert!(done.len() > 10);
        for entry in done.iter().rev() {
            let ran = workspace.run(&format!("undo {entry}"));
            assert_eq!(ran.code, 0, "{}", ran.transcript());
        }
        assert_eq!(state(&workspace), before);
    }
}

#[test]
fn what_left_or_was_built_on_stays() {
    let workspace = Workspace::sample();
    workspace.does("chat reply 2 -m hello --no-assign");
    workspace.run("undo").exits(5);
    workspace.does("member add new@acme.test --role agent");
    let added = workspace.value("SELECT max(id) FROM audit");
    workspace.does("outbox flush");
    workspace.run(&format!("undo {added}")).exits(5);
    workspace.does("team rename Sales Sellers");
    let renamed = workspace.value("SELECT max(id) FROM audit");
    workspace.does("team rename Sellers Sailors");
    let error = workspace.run(&format!("undo {renamed} --format json")).exits(5).error();
    assert!(error["hint"].as_str().unwrap().contains("rolecall undo"));
    workspace.run("undo 999").exits(4);
    // A change of somebody else's is nobody's to take back who may not make it.
    workspace.run(&format!("undo {renamed} --as tess@acme.test")).exits(4);
}
