//! `leaks` finds nothing where nothing leaks, and finds what is planted, wherever it is planted.

use rolecall::{
    ops::{
        Session,
        leaks::{Report, Task, task},
    },
    rules::policy::caller::Caller,
    store::{Mode, Store},
};

use crate::support::Workspace;

fn masked() -> Workspace {
    let workspace = Workspace::sample();
    for role in ["admin", "teammate", "agent", "collaborator"] {
        workspace.does(&format!("mask enable number --role {role}"));
        workspace.does(&format!("mask enable traits --role {role}"));
        workspace.does(&format!("perm allow access-permissions --role {role}"));
        workspace.does(&format!("perm allow team-settings --role {role}"));
    }
    workspace
}

#[test]
fn where_nothing_leaks_it_says_what_it_searched() {
    let workspace = masked();
    let before = workspace.state();
    let ran = workspace.does("leaks --format json");
    let found = ran.json();
    let outputs = &found["commands_run"];
    let said = format!("no leaks: 6 chats and {outputs} outputs read as admin, teammate");
    assert!(ran.stderr.contains(&said), "{}", ran.stderr);
    assert_eq!(found["roles"], serde_json::json!(["admin", "teammate", "agent", "collaborator"]));
    assert_eq!(found["leaks"], serde_json::json!([]));
    assert_eq!((&found["numbers"], &found["traits"]), (&4.into(), &2.into()));
    assert_eq!((&found["chats"], &found["chats_opened"]), (&6.into(), &6.into()));
    assert!(found["bytes_read"].as_u64().unwrap() > 100_000, "{found}");
    before.is_still(&workspace.state(), "leaks");
    let junit = workspace.does("leaks --output junit").stdout;
    assert_eq!(junit.matches("<testsuite name").count(), 4);
    assert!(!junit.contains("<failure"), "{junit}");
}

/// What the workspace's own people write goes through no lens: a number there is printed, by the
/// program itself, to whom numbers are hidden.
#[test]
fn a_number_in_any_place_that_is_no_customers_is_found() {
    for (place, sql, contact) in [
        ("member list", "UPDATE member SET name = '₹9876543210' WHERE id = 3", 1),
        ("team list", "UPDATE team SET name = 'GBP 7700900123' WHERE id = 2", 2),
        ("account list", "UPDATE account SET label = 'GBP 7700900123' WHERE id = 1", 2),
        ("role list", "UPDATE role SET title = '£7700900123' WHERE name = 'agent'", 2),
        ("audit list", "UPDATE audit SET actor_email = 'INR 9876543210' WHERE id = 2", 1),
        ("workspace show", "UPDATE workspace SET name = 'USD 2025550143'", 3),
    ] {
        let workspace = masked();
        workspace.does("perm allow workspace --role admin");
        workspace.execute(sql);
        let ran = workspace.run("leaks adam@acme.test --format json").exits(1);
        let leaks = ran.json()["leaks"].as_array().unwrap().clone();
        let hit = leaks.iter().find(|leak| leak["command"].as_str().unwrap().starts_with(place));
        let hit = hit.unwrap_or_else(|| panic!("{place}: {}", ran.transcript()));
        assert_eq!((&hit["contact"], &hit["what"]), (&contact.into(), &"number".into()), "{place}");
        // Where it is, and never what it is.
        for digits in ["43210", "900123", "0143"] {
            assert!(!ran.stdout.contains(digits), "{}", ran.transcript());
        }
        let junit = workspace.run("leaks adam@acme.test --output junit").exits(1).stdout;
        assert!(junit.contains(&format!("the number of contact {contact} shows")), "{junit}");
    }
}

fn searched(workspace: &Workspace, mut prints: impl FnMut(&str) -> Vec<Vec<u8>>) -> Report {
    let store = Store::open(&workspace.name()).unwrap();
    let mut session = Session::new(store, Caller::owner("tests"), 1_770_000_000_000, Mode::Apply);
    let task: Task = task(&mut session, Some("tess@acme.test"), None).unwrap();
    let lines = ["one".to_owned(), "two".to_owned(), "three".to_owned()];
    let report: Result<_, std::convert::Infallible> = task.search(&lines, |_, line, look| {
        for piece in prints(line) {
            look(&piece);
        }
        Ok(true)
    });
    report.unwrap()
}

/// A source of output that leaks, in the shapes in which output comes.
#[test]
fn what_a_leaking_program_would_print_is_found() {
    let workspace = masked();
    for (planted, what, contact) in [
        ("ID  CONTACT\n1   +91 98765 43210  -\n", "number", 1),
        ("[\n  {\"id\":1,\"phone\":\"+919876543210\"}\n]\n", "number", 1),
        ("id,phone\n1,+919876543210\n", "number", 1),
        ("error: no contact `07700 900123`\nhint: see `rolecall --help`\n", "number", 2),
        ("{\"error\":{\"message\":\"447700900123@s.whatsapp.net\"}}\n", "number", 2),
        ("{\"text\":\"\\uff19\\uff18 9876543210\"}\n", "number", 1),
        (
            "\u{ff19}\u{ff18}\u{ff17}\u{ff16}\u{ff15}\u{ff14}\u{ff13}\u{ff12}\u{ff11}\u{ff10}",
            "number",
            1,
        ),
        ("BEGIN:VCARD\nTEL;waid=12025550143:+1 202-555-0143\n", "number", 3),
        ("traits:  city=Mumbai\n", "trait", 1),
        ("{\"card\":{\"traits\":{\"city\":\"Mumbai\"}}}\n", "trait", 1),
    ] {
        let report = searched(&workspace, |line| {
            if line == "two" {
                vec![planted.as_bytes().to_vec()]
            } else {
                vec![b"all well\n".into()]
            }
        });
        let found: Vec<_> =
            report.leaks.iter().map(|leak| (&*leak.line, leak.what, leak.contact.0)).collect();
        assert_eq!(found, [("two", what, contact)], "{planted}");
        // In whatever pieces it comes.
        let report =
            searched(&workspace, |_| planted.as_bytes().iter().map(|byte| vec![*byte]).collect());
        assert_eq!((report.runs, report.leaks.len()), (3, 3), "{planted}");
    }
}

#[test]
fn what_happens_to_be_written_is_no_leak_of_a_trait_and_times_are_no_numbers() {
    let workspace = masked();
    let innocent = [
        "{\"text\":\"I live in Mumbai\",\"name\":\"Mumbai\",\"tags\":[\"Mumbai\"]}\n",
        "2026-01-31T12:00:00Z  2026-01-31T12:00:01Z  +14155550132  1769860800000\n",
        "+91 ********  order 98765, 43211\n",
        "own numbers: +442071838750, +4915123456789\n",
    ];
    let report =
        searched(&workspace, |_| innocent.iter().map(|text| text.as_bytes().to_vec()).collect());
    assert_eq!(report.leaks, []);
}

#[test]
fn only_an_owner_looks_and_only_where_something_is_hidden() {
    let workspace = Workspace::sample();
    workspace.run("leaks --as adam@acme.test --format json").refuses(3, "owner-only");
    workspace.run("leaks").exits(5);
    workspace.run("leaks tess@acme.test").exits(5);
    workspace.run("leaks nobody@acme.test").exits(4);
    workspace.does("mask enable number --role agent");
    workspace.does("member remove agnes@acme.test --yes --release");
    // A role is read as, whether anybody has it or not.
    let found = workspace.does("leaks --limit 1 --format json");
    assert!(found.stderr.contains("1 of 6 chats"), "{}", found.transcript());
    let read = found.json()["read"].clone();
    assert_eq!(read[0]["role"], "agent");
    assert!(read[0]["commands_run"].as_u64().unwrap() > 100, "{read}");
}
