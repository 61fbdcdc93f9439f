//! How many round trips commands take to a server: what a slow network multiplies.

use super::{READERS, between::Between, both};

/// Pages: what is asked of the workspace for them.
const PAGES: &[&str] = &[
    "chat list",
    "chat list --all --tag vip",
    "chat list --unread",
    "chat list --limit 1",
    "chat list --status open --unassigned",
    "chat show 1",
    "chat show 5",
    "contact list",
    "contact list --country IN",
    "contact list --tag vip",
    "audit list",
    "audit list --action chat",
    "member list",
    "team list",
    "role list",
    "perm list",
    "mask list",
    "account list",
    "template list",
    "campaign list",
    "invite list",
    "outbox list",
    "module list",
];

/// Changes of one thing.
const CHANGES: &[&str] = &[
    "team add Night",
    "team rename Night Late",
    "role add clerk --like agent",
    "perm allow chats.other-teams --role agent",
    "mask enable number --role clerk",
    "member add new@acme.test --role agent",
    "member edit new@acme.test --name New",
    "chat assign 2 --to tim@acme.test",
    "chat close 2",
    "chat reply 1 -m Hello",
    "contact tag hot 1",
    "contact edit 2 --name Thomas",
    "account transfer +14155550132 --to adam@acme.test",
];

#[test]
fn a_page_takes_three_round_trips_a_decision_two_and_a_change_twenty() {
    let Some((_, server)) = both() else { return };
    let between = Between::before(&std::env::var("ROLECALL_TEST_SERVER").unwrap());
    let address = between.address(server.name().to_str().unwrap());
    let mut wrong = Vec::new();
    let mut ask = |line: &str, most: usize| {
        let ran = server.run(&format!("{line} --workspace {address}"));
        let asked = between.round_trips();
        if asked > most || (ran.code == 0 && asked == 0) {
            wrong.push(format!("{asked} of {most}: {line}"));
        }
        ran.code
    };
    for masked in [false, true] {
        for (line, reader) in PAGES.iter().flat_map(|line| READERS.map(|reader| (line, reader))) {
            ask(&format!("{line} --as {reader}"), 3);
        }
        assert_eq!(ask("can tess@acme.test view --chat 2", 2), 0);
        assert!(ask("can adam@acme.test team-settings", 2) < 2, "yes or no");
        if !masked {
            for line in CHANGES {
                assert_eq!(ask(line, 20), 0, "{line}");
            }
            server.does("mask enable number --role teammate --role agent --role collaborator");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
