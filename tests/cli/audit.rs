//! `audit`.

use super::ADAM_READS;
use crate::support::{
    Case,
    Way::{Denied, Missing, Success, Usage},
    Workspace, prove,
};

/// All fields but the operator, which is another on every machine and as wide as it is.
const FIELDS: &str = "--fields id,at,actor,via,action,object,before,after,needed";

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    vec![
        case(Success, &format!("audit list --limit 3 {FIELDS}")),
        case(Success, &format!("audit list --action account --actor tess@acme.test {FIELDS}")),
        case(Success, "audit list --action chat.assign --fields object,before,after"),
        case(Success, "audit list --reveals"),
        case(
            Success,
            &format!("audit list --since 2026-01-31 --until 2026-02-01 --after 4 {FIELDS}"),
        ),
        case(Success, &format!("{ADAM_READS}\naudit list --limit 2 {FIELDS} --as adam@acme.test")),
        case(Denied("toggle-off"), "audit list --as adam@acme.test"),
        case(Missing, "audit list --actor tes@acme.test"),
        case(Missing, "audit list --action chat.asign"),
        case(Missing, "audit list --after 999"),
        case(Usage, "audit list --reveals --action chat"),
        case(Success, "audit list --object 'chat 3' --fields id,action,object"),
        case(Success, "audit list --action team,account.connect --limit 2 --fields action,object"),
        case(Missing, "audit list --action chat,teem"),
        case(Success, "audit show 3"),
        case(Denied("toggle-off"), "audit show 3 --as adam@acme.test"),
        case(Missing, "audit show 999"),
        case(Usage, "audit show three"),
    ]
}

#[test]
fn what_was_done_is_listed_newest_first() {
    insta::assert_snapshot!(prove(&cases()));
}

#[test]
fn pages_follow_each_other_and_whoever_left_stays_in_it() {
    let workspace = Workspace::sample();
    let ids = |line: &str| workspace.does(&format!("{line} --format json")).column("id");
    let all = ids("audit list --all");
    let first = ids("audit list --limit 4");
    let second = ids(&format!("audit list --limit 4 --after {}", first[3]));
    assert_eq!([first, second].concat(), all[..8]);
    let keys: Vec<u32> = all.iter().map(|id| id.parse().unwrap()).collect();
    assert!(keys.is_sorted_by(|newer, older| newer > older));
    workspace.does("member remove tess@acme.test --yes --release");
    assert!(!ids("audit list --actor TESS@acme.test").is_empty());
}

/// What was done to a chat is for those who see it.
#[test]
fn entries_about_chats_out_of_sight_are_left_out() {
    let workspace = Workspace::sample();
    workspace.does("perm allow access-permissions --role agent");
    workspace.does("chat close 2");
    workspace.does("chat close 3");
    let line = "audit list --action chat --as agnes@acme.test --format json";
    let objects = workspace.does(line).column("object");
    assert!(objects.contains(&"chat 3".to_owned()) && !objects.contains(&"chat 2".to_owned()));
    let of = |chat: u8| {
        let line = format!("audit list --object 'CHAT {chat}' --as agnes@acme.test --format json");
        workspace.does(&line).rows().len()
    };
    assert!(of(2) == 0 && of(3) > 0);
    let ids = workspace.does("audit list --action chat --format json").rows();
    let unseen = ids.iter().find(|row| row["object"] == "chat 2").unwrap()["id"].to_string();
    workspace.run(&format!("audit list --after {unseen} --as agnes@acme.test")).exits(4);
    workspace.run(&format!("audit show {unseen} --as agnes@acme.test")).exits(4);
}
