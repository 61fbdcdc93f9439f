//! `chat list --contact`: the same chats, under the same filters and in the same pages, as the whole list
//! has of that contact.

use serde_json::Value;

use crate::support::{
    Workspace,
    payload::{NOON, echo, text},
    sample::{FIELD, SALES, TOM},
};

const NUMBER: &str = "+447700900123";

fn ids(workspace: &Workspace, line: &str) -> Vec<Value> {
    let rows = workspace.does(&format!("chat list --format json {line}")).json();
    let of_contact = rows.as_array().unwrap().iter().filter(|row| row["phone"] == NUMBER);
    of_contact.map(|row| row["id"].clone()).collect()
}

#[test]
fn filters_and_pages_hold_for_one_contact_too() {
    let workspace = Workspace::sample();
    workspace.takes("chat import -", text(FIELD, TOM, "wamid.F1", NOON + 900, "also here"));
    workspace.takes("chat import -", echo(SALES, "447700900123", "wamid.S9", NOON + 950, "yes?"));
    let all = ids(&workspace, "--all");
    assert!(all.len() >= 2, "{all:?}");
    workspace.does(&format!("chat assign {} --to tess@acme.test", all[0]));
    workspace.does(&format!("chat close {}", all[1]));
    let mut found = 0;
    for filter in [
        String::new(),
        format!("--account +{SALES}"),
        format!("--account +{FIELD}"),
        "--assignee tess@acme.test".to_owned(),
        "--unassigned".to_owned(),
        "--status open".to_owned(),
        "--status closed".to_owned(),
        "--tag vip".to_owned(),
        "--team Default".to_owned(),
        "--team Sales".to_owned(),
        "--since 2024-01-01".to_owned(),
        "--until 2024-01-01".to_owned(),
        "--unread".to_owned(),
        format!("--status open --unassigned --account +{FIELD}"),
    ] {
        let expected = ids(&workspace, &format!("--all {filter}"));
        assert_eq!(ids(&workspace, &format!("--contact {NUMBER} {filter}")), expected, "{filter}");
        found += usize::from(!expected.is_empty() && expected != all);
    }
    assert!(found >= 4, "filters that tell something: {found}");
    let first = ids(&workspace, &format!("--contact {NUMBER} --limit 1"));
    assert_eq!(first, all[..1]);
    let rest = ids(&workspace, &format!("--contact {NUMBER} --after {}", all[0]));
    assert_eq!(rest, all[1..]);
    for unknown in ["--account +14159999999", "--team Nope", "--assignee nobody@acme.test"] {
        workspace.run(&format!("chat list --contact {NUMBER} {unknown}")).exits(4);
    }
}
