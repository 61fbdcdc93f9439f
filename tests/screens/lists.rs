//! Every list of the program, on terminals of several widths.

use std::fmt::Write as _;

use super::{WIDTHS, fits, screens};
use crate::support::{
    Workspace,
    inside::Inside,
    payload::{Customer, NOON, text},
    sample::MAIN,
};

/// A team as large as teams get, with names as people have them.
fn crowd() -> Workspace {
    let workspace = Workspace::sample();
    let long = "Wolfeschlegelsteinhausenbergerdorff".repeat(5);
    let mut list = String::from("email,name,role,team\n");
    for (at, name) in [
        "山田太郎とその家族の皆さん、そして親しい友人たち",
        "👨‍👩‍👧‍👦 the whole family 👩🏽‍🚀🏳️‍🌈",
        "محمد عبد الله الأنصاري",
        "Zoë Brontë",
        long.as_str(),
    ]
    .into_iter()
    .enumerate()
    {
        writeln!(list, "a{at}@acme.test,{name},agent,Sales").unwrap();
    }
    for at in 0..4990 {
        writeln!(list, "member{at:04}@acme.test,Member {at},agent,Support").unwrap();
    }
    workspace.takes("member import - --no-invite --create-teams", list);
    for (at, (name, message)) in [
        ("山田太郎とその家族の皆さん", "こんにちは、青いのはまだありますか？"),
        ("👩🏽‍🚀 Ada 🏳️‍🌈", "🎉🎉🎉 thank you so much for the quick delivery, we love it"),
        ("محمد عبد الله", "هل ما زال الأزرق متوفرا؟"),
        (long.as_str(), long.as_str()),
    ]
    .into_iter()
    .enumerate()
    {
        let number = format!("91987650000{at}");
        let customer = Customer::Number(name, &number);
        let payload = text(MAIN, customer, &format!("wamid.S{at}"), NOON + 86_400, message);
        workspace.takes("chat import -", payload);
    }
    workspace
}

/// What lists and what shows, as the sample can be asked.
const LINES: &[&str] = &[
    "member list",
    "member list --all --fields email,name,added_at",
    "member show tess@acme.test",
    "invite list",
    "outbox list",
    "team list",
    "role list",
    "role show teammate",
    "perm list",
    "perm show users",
    "mask list",
    "module list",
    "account list",
    "account access +14155550132",
    "chat list",
    "chat list --as tess@acme.test",
    "chat show 1",
    "chat show 1 --as colin@acme.test",
    "chat search blue",
    "contact list",
    "contact show +919876543210",
    "template list",
    "campaign list",
    "analytics",
    "analytics --by member",
    "analytics --by account",
    "billing show",
    "api-key show",
    "whatsapp show +14155550132",
    "integration list",
    "workspace show",
    "status",
    "status --as tess@acme.test",
    "can tess@acme.test view --chat 3",
    "why tess@acme.test view --chat 3",
    "who-can users.export",
    "review",
    "policy plan --preset timelinesai",
    "audit list",
    "help exit-codes",
];

#[test]
fn nothing_is_wider_than_its_terminal() {
    let workspace = Workspace::sample();
    let mut inside = Inside::new();
    for line in LINES {
        for columns in WIDTHS {
            let ran = inside.at_screen(columns, &workspace.path(), line);
            assert!(matches!(ran.code, 0 | 1), "{}", ran.transcript());
            fits(&ran.stdout, columns);
        }
    }
}

#[test]
fn a_large_team_is_shown() {
    let workspace = crowd();
    let mut shown = String::new();
    for line in [
        "member list --limit 12",
        "chat list",
        "chat list --as tim@acme.test",
        "chat show 1",
        "chat show 10",
        "status",
    ] {
        shown.push_str(&screens(&workspace, line));
    }
    insta::assert_snapshot!(shown);
    let mut inside = Inside::new();
    let all = inside.at_screen(60, &workspace.path(), "member list --all").succeeds();
    fits(&all.stdout, 60);
    assert!(all.stdout.lines().count() > 5000);
}

#[test]
fn decisions_are_shown() {
    let workspace = Workspace::sample();
    workspace.does("mask enable number --role teammate");
    let mut shown = String::new();
    for line in [
        "perm list",
        "status --as tess@acme.test",
        "why tess@acme.test view --chat 1",
        "why tess@acme.test users.export",
        "why olive@acme.test billing",
        "policy plan --preset timelinesai",
        "audit list --limit 8",
        "review",
    ] {
        shown.push_str(&screens(&workspace, line));
    }
    insta::assert_snapshot!(shown);
}

/// Roles that have no room beside the others follow below them: none is left out.
#[test]
fn every_role_has_its_column() {
    let workspace = Workspace::sample();
    for role in ["supervisor", "night-shift", "auditor", "a-role-with-quite-a-long-name"] {
        workspace.does(&format!("role add {role} --like agent"));
    }
    let mut inside = Inside::new();
    let ran = inside.at_screen(60, &workspace.path(), "perm list").succeeds();
    fits(&ran.stdout, 60);
    for role in ["owner", "collaborator", "supervisor", "night-shift", "auditor", "a-role-with-q…"]
    {
        assert!(ran.stdout.contains(role), "{role}\n{}", ran.stdout);
    }
}

#[test]
fn a_list_of_nothing_says_so() {
    let workspace = Workspace::new();
    let ran = workspace.does("integration list");
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", "nothing to list\n"));
    let ran = workspace.does("integration list --format json");
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("[]\n", ""));
}
