//! One import is taken back: what it added is gone, what it changed is as it was, and what rests on it
//! stands in the way.

use std::{collections::BTreeMap, fs, path::PathBuf};

use super::workspace::fixture;
use crate::support::{Workspace, inside::Inside, state};

const ACCOUNT: &str = "--account +14155550100";

/// Every fixture of a source, with what must be said beside it.
fn fixtures(source: &str) -> Vec<String> {
    let folder = fs::read_dir(fixture(source)).unwrap();
    let mut files: Vec<_> = folder.map(|file| file.unwrap().path()).collect();
    files.sort();
    let line = |file: PathBuf| {
        let name = file.display();
        match source {
            "whatsapp-export" => format!(
                "chat import '{name}' {ACCOUNT} --contact +919876543210 --me Shop --dates mdy"
            ),
            _ if file.extension().is_some_and(|it| it == "csv") => {
                format!("contact import '{name}' --update --country IN")
            }
            _ => format!("chat import '{name}' {ACCOUNT}"),
        }
    };
    files.into_iter().map(line).collect()
}

/// Everything but the history, and the record by which an import is taken back.
fn rows(workspace: &Workspace) -> BTreeMap<String, Vec<String>> {
    let mut rows = state::dump(&workspace.sql());
    for table in ["audit", "audit_kept", "sequence", "import", "import_change"] {
        rows.remove(table).unwrap();
    }
    rows
}

/// Its last entry in the audit that tells of an import.
fn newest_import(workspace: &Workspace) -> String {
    workspace.value("SELECT max(id) FROM audit WHERE action IN ('chat.import', 'contact.import')")
}

#[test]
fn imports_one_upon_another_are_taken_back_one_by_one() {
    let sources = ["cloud-api", "interakt", "whatsapp-export"];
    come_and_go(sources.into_iter().flat_map(fixtures).collect());
    // Whose a chat is that was there has an entry of its own, and stays: these two assign what they bring.
    let mut pages = fixtures("timelines");
    pages.retain(|line| line.contains("chats-page") || line.contains("messages-page"));
    come_and_go(pages);
}

fn come_and_go(lines: Vec<String>) {
    let count = lines.len();
    let workspace = Workspace::new();
    let mut program = Inside::new();
    let mut run = |line: &str| program.run(&workspace.name(), line, &[]);
    let is_still = |before: &BTreeMap<String, Vec<String>>, line: &str| {
        for (table, now) in rows(&workspace) {
            assert_eq!(before[&table], now, "{table} after {line}");
        }
    };
    let mut done = Vec::new();
    for line in lines {
        let before = rows(&workspace);
        let newest = newest_import(&workspace);
        run(&line);
        let entry = newest_import(&workspace);
        if entry == newest {
            is_still(&before, &line);
        } else {
            done.push((line, entry, before));
        }
    }
    assert!(done.len() * 2 > count, "{} of {count}", done.len());
    let whole = rows(&workspace);
    for (line, entry, before) in done.iter().rev() {
        run(&format!("undo {entry}")).succeeds();
        is_still(before, line);
    }
    run("doctor").succeeds();
    for table in ["chat", "message", "contact", "import", "import_change"] {
        assert_eq!(workspace.value(&format!("SELECT count(*) FROM {table}")), "0", "{table}");
    }
    for (line, ..) in &done {
        run(line);
    }
    let counts = |rows: &BTreeMap<String, Vec<String>>| {
        ["contact", "chat", "message", "early_event"].map(|table| rows[table].len())
    };
    assert_eq!(counts(&whole), counts(&rows(&workspace)));
}

const FIRST: &str = "31/12/2023, 21:42 - Desk: price is 50\n31/12/2023, 21:43 - Asha: oops\n";
const LATER: &str = "31/12/2023, 21:42 - Desk: price is 55 <This message was edited>\n\
    31/12/2023, 21:43 - Asha: oops\n1/1/2024, 08:00 - Asha: new\n";
const SAID: &str = "chat import - --account +14155550100 --contact +919876543210 --me Desk";

#[test]
fn what_rests_on_an_import_stands_in_the_way() {
    let start = || {
        let workspace = Workspace::new();
        workspace.takes(SAID, FIRST);
        let entry = newest_import(&workspace);
        (workspace, entry)
    };
    // A later import changed what this one brought.
    let (workspace, entry) = start();
    workspace.takes(SAID, LATER);
    let later = newest_import(&workspace);
    let state = workspace.state();
    workspace.run(&format!("undo {later} --dry-run")).succeeds();
    state.is_still(&workspace.state(), "undo --dry-run");
    let undo = |entry: &str| workspace.run(&format!("undo {entry}"));
    undo(&entry).exits(5).says(&format!("entry {later} changed"));
    undo(&later).succeeds();
    undo(&entry).succeeds();
    undo(&entry).exits(5).says("was undone already");
    // Somebody answered, edited, tagged, assigned, erased.
    for line in [
        "chat reply 1 --message yes",
        "contact edit 1 --name Else",
        "contact tag vip 1",
        "chat assign 1 --to olive@acme.test",
        "chat close 1",
        "contact erase 1 --yes",
    ] {
        let (workspace, entry) = start();
        workspace.does(line);
        let state = workspace.state();
        workspace.run(&format!("undo {entry}")).exits(5).says("can't be undone");
        state.is_still(&workspace.state(), line);
    }
    // A list's edits go back too.
    let workspace = Workspace::new();
    workspace.does("contact add +919876543210 --name Asha --tag old --opted-in yes");
    let before = rows(&workspace);
    let list = "name,phone,tags,city\nAsha Rao,+919876543210,new,Pune\nBo,+919876543211,,\n";
    workspace.takes("contact import - --update", list);
    assert_ne!(before, rows(&workspace));
    workspace.does("undo");
    assert_eq!(before, rows(&workspace));
}

/// A page of one chat, and whose it is.
fn page(responsible: &str) -> String {
    format!(
        r#"{{"status": "ok", "data": {{"has_more_pages": false, "chats": [{{"id": 1, "name": "Asha",
            "jid": "919876543210@s.whatsapp.net", "phone": "+919876543210", "is_group": false,
            "closed": false, "labels": [], "whatsapp_account_id": "14155550100@s.whatsapp.net",
            "created_timestamp": "2024-01-08T08:35:18Z", "last_message_timestamp": null,
            "responsible_email": "{responsible}"}}]}}}}"#
    )
}

#[test]
fn what_an_import_assigned_stays_and_stands_in_the_way() {
    let workspace = Workspace::new();
    for name in ["tess", "amir"] {
        workspace.does(&format!("member add {name}@acme.test --role admin --no-invite"));
    }
    workspace.takes("chat import -", page(""));
    workspace.does("chat assign 1 --to tess@acme.test");
    let assigned = workspace.value("SELECT max(id) FROM audit");
    workspace.takes("chat import -", page("amir@acme.test"));
    workspace.does(&format!("undo {}", newest_import(&workspace)));
    workspace.run(&format!("undo {assigned}")).exits(5).says("changed the same thing since");
    let amir = "SELECT count(*) FROM chat JOIN member ON member.id = assignee_id
        WHERE email = 'amir@acme.test'";
    assert_eq!(workspace.value(amir), "1");
}

#[test]
fn an_assignment_to_somebody_who_is_still_to_come_is_taken_back() {
    let awaits = "SELECT count(*) FROM chat WHERE awaited_assignee IS NOT NULL";
    for by_undo in [true, false] {
        let workspace = Workspace::new();
        workspace.takes("chat import -", page(""));
        workspace.takes("chat import -", page("zoe@acme.test"));
        assert_eq!(workspace.value(awaits), "1");
        let entry = workspace.value("SELECT max(id) FROM audit WHERE action = 'chat.assign'");
        workspace.does(&if by_undo { format!("undo {entry}") } else { "chat unassign 1".into() });
        assert_eq!(workspace.value(awaits), "0");
        // There is nothing left of it.
        workspace.run(&format!("undo {entry}")).exits(5);
    }
}

#[test]
fn who_may_not_read_what_rests_on_their_import_is_told_no_entry() {
    let workspace = Workspace::sample();
    workspace.does("perm allow users --role teammate");
    workspace.does("perm allow users.add --role teammate");
    workspace.takes("contact import - --as tess@acme.test", "phone,name\n+4915112345678,Bo\n");
    let entry = newest_import(&workspace);
    workspace.does("contact edit +4915112345678 --name Else");
    let later = workspace.value("SELECT max(id) FROM audit");
    let told = workspace.run(&format!("undo {entry} --as tess@acme.test")).exits(5).stderr;
    assert!(told.contains("somebody else changed") && !told.contains(&later), "{told}");
    workspace.run(&format!("undo {entry}")).exits(5).says(&format!("entry {later} changed"));
}
