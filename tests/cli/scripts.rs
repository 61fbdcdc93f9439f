//! What scripts rest on: columns keep their place in CSV, an error is one object, a page is a page.

use std::{fs::OpenOptions, process::Stdio};

use crate::support::{Workspace, payload, sample, words::words};

/// A workspace with enough contacts for a page, and an invited teammate.
fn full() -> Workspace {
    let workspace = Workspace::new();
    let rows: Vec<_> = (0..101).map(|at| format!("+1415555{:04},C{at}", 1000 + at)).collect();
    workspace.takes("contact import -", format!("phone,name\n{}", rows.join("\n")));
    workspace.does("member add tess@acme.test --role teammate --no-invite");
    workspace
}

#[test]
fn a_page_of_a_hundred_contacts_is_no_export() {
    let workspace = full();
    let exports =
        || workspace.does("audit list --action contact.export --format json").rows().len();
    workspace.does("perm deny users.export --role teammate");
    let page = "contact list --limit 100 --format json --as tess@acme.test";
    let shown = workspace.does(page).says("there are more");
    assert_eq!(shown.rows().len(), 100);
    workspace.run(&page.replace("100", "101")).refuses(3, "toggle-off");
    workspace.does("contact list --limit 100 --format json");
    assert_eq!(exports(), 0);
    workspace.does("contact list --limit 101 --format json");
    assert_eq!(exports(), 1);
}

#[test]
fn who_was_refused_is_told_of_no_preview() {
    let workspace = Workspace::new();
    workspace.does("member add nina@acme.test --role teammate");
    let preview = "this is a preview";
    for line in ["perm list", "contact export", "audit list"] {
        for format in ["json", "jsonl", "table"] {
            let ran = workspace.run(&format!("{line} --as nina@acme.test --format {format}"));
            let ran = ran.exits(3);
            assert!(!ran.stderr.contains(preview), "{}", ran.transcript());
            if format != "table" {
                assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.transcript());
                assert_eq!(ran.error()["code"], "denied");
            }
        }
    }
    let seen = workspace.does("contact list --as nina@acme.test --format json").says(preview);
    assert_eq!(seen.stderr.lines().count(), 1, "{}", seen.transcript());
}

#[test]
fn a_column_keeps_its_place_in_csv() {
    let workspace = Workspace::new();
    workspace.does("member add tess@acme.test --role teammate --no-invite");
    workspace.does("mask enable number --role teammate");
    let policy = workspace.does("policy export").stdout;
    std::fs::write(workspace.folder().join("p.toml"), policy).unwrap();
    let head = |line: &str| {
        let ran = workspace.does(&format!("{line} --format csv"));
        ran.stdout.lines().next().unwrap_or_default().to_owned()
    };
    for (line, first) in [
        (
            "status",
            "workspace,member,name,role,team,status,phone_masked,traits_masked,open_assigned,\
             open_assigned_more,open_unassigned,open_unassigned_more,pending_invitations,\
             pending_invitations_more,due_campaigns,seats_free,seats_over,modules,hidden,",
        ),
        ("leaks", "roles,commands_run,bytes_read,numbers,traits,chats_opened,chats,found,leaks,"),
    ] {
        let head = head(line);
        assert!(head.starts_with(first), "{line}: {head}");
    }
    for line in ["policy plan p.toml --replay", "policy apply p.toml --dry-run"] {
        let head = head(line);
        assert!(head.ends_with(",warnings,invited"), "{line}: {head}");
    }
}

#[test]
fn help_that_can_t_be_written_changed_nothing() {
    let workspace = Workspace::new();
    for word in ["--version", "--help"] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = workspace.command();
        command.arg(word).stdout(Stdio::from(full)).stderr(Stdio::piped());
        let ran = command.output().unwrap();
        let told = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(8), "{told}");
        assert!(told.contains("nothing was changed"), "{told}");
    }
}

#[test]
fn a_change_that_can_t_be_told_is_said_to_be_made() {
    let workspace = Workspace::sample();
    let more = payload::text(sample::MAIN, sample::ASHA, "more", payload::NOON, "More");
    for (name, text) in [
        ("members.csv", "email,role\nnew@acme.test,agent\n"),
        ("contacts.csv", "name,phone\nNew,+919876500001\n"),
        ("payloads.jsonl", &more),
    ] {
        std::fs::write(workspace.folder().join(name), text).unwrap();
    }
    for line in [
        "team add Night",
        "member import members.csv",
        "contact import contacts.csv",
        "chat import payloads.jsonl",
        "policy apply --preset interakt --move-to teammate --yes",
    ] {
        let before = workspace.value("SELECT max(id) FROM audit");
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = workspace.command();
        command.args(words(line)).args(["--format", "json"]);
        let output = command.stdout(full).stderr(Stdio::piped()).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(8), "{line}: {told}");
        assert!(told.contains("the change was made all the same"), "{line}: {told}");
        assert_ne!(workspace.value("SELECT max(id) FROM audit"), before, "{line}");
    }
}

#[test]
fn who_has_not_joined_takes_nothing_over_and_is_told_why() {
    let workspace = Workspace::new();
    workspace.does("member add tess@acme.test --role teammate --no-invite");
    workspace.does("member add nina@acme.test --role teammate");
    workspace.does("account connect +14155550101 --for tess@acme.test");
    let leave = "member remove tess@acme.test --reassign-to nina@acme.test --yes --format json";
    let ran = workspace.run(leave).refuses(5, "invited");
    assert!(ran.stderr.contains("they have not joined yet"), "{}", ran.transcript());
    assert!(!ran.stderr.contains("they lack"), "{}", ran.transcript());
}
