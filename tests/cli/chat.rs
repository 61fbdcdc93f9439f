//! `chat`.

use crate::support::{
    Case,
    Way::{BadInput, Conflict, Denied, Missing, Success, Usage},
    payload::{Customer, NOON, text},
    prove,
    sample::{ASHA, MAIN, TOM},
};

const INBOX_CLOSED: &str = "perm deny inbox --role collaborator";

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    let new = text(MAIN, TOM, "wamid.T9", NOON + 900, "Another line");
    let stray = text("12025550177", ASHA, "wamid.A9", NOON + 900, "To a line nobody knows");
    let broken = format!("{new}\n{{\"object\": 7}}\n");
    let impossible = text(MAIN, Customer::Number("X", "000"), "wamid.X", NOON, "hi");
    vec![
        case(Success, "chat import -").input(new.clone()),
        case(Success, "chat import -").input(stray),
        case(Denied("toggle-off"), "chat import - --as tess@acme.test").input(new.clone()),
        case(Missing, "chat import - --as nobody@acme.test").input(new),
        case(BadInput, "chat import -").input(broken),
        case(BadInput, "chat import -").input(impossible),
        case(BadInput, "chat import -").input(""),
        case(BadInput, "chat import no-such-file.json"),
        case(BadInput, "chat import ."),
        case(Success, "chat list"),
        case(Success, "chat list --as tess@acme.test"),
        case(Success, "chat list --as colin@acme.test --fields id,contact,scope"),
        case(Success, "chat list --after 6 --limit 2 --fields id,account_label,preview"),
        case(Success, "chat list --all --fields id"),
        case(Denied("toggle-off"), &format!("{INBOX_CLOSED}\nchat list --as colin@acme.test")),
        case(Missing, "chat list --after 99"),
        case(Missing, "chat list --after 2 --as agnes@acme.test"),
        case(Usage, "chat list --all --limit 3"),
        case(Success, "chat show 1"),
        case(Success, "chat show 6 --limit 1"),
        case(Success, "chat show 1 --before 8"),
        case(Denied("toggle-off"), &format!("{INBOX_CLOSED}\nchat show 1 --as colin@acme.test")),
        case(Missing, "chat show 99"),
        case(Missing, "chat show 2 --as agnes@acme.test"),
        case(Missing, "chat show 1 --before 99"),
        case(Missing, "chat show 1 --before 2"),
        case(Usage, "chat show one"),
        case(Success, "chat assign 2 3 --to tess@acme.test"),
        case(Success, "chat assign 1 --to tess@acme.test"),
        case(Success, "chat assign 1 --to colin@acme.test"),
        case(Success, "chat assign 2 2 --to tess@acme.test"),
        case(Denied("toggle-off"), "chat assign 1 --to tess@acme.test --as colin@acme.test"),
        case(Missing, "chat assign 2 99 --to tess@acme.test"),
        case(Missing, "chat assign 2 --to tes@acme.test"),
        case(Missing, "chat assign 2 --to tess@acme.test --as agnes@acme.test"),
        case(Conflict, "perm deny chats.assigned --role agent\nchat assign 2 --to agnes@acme.test"),
        case(
            Success,
            "perm deny chats.assigned --role agent\nchat assign 2 --to agnes@acme.test --force",
        ),
        case(Success, "chat unassign 1 4"),
        case(Success, "chat unassign 2"),
        case(Denied("toggle-off"), "chat unassign 1 --as colin@acme.test"),
        case(Missing, "chat unassign 1 99"),
        case(Success, "chat reply 2 --message 'On it'"),
        case(Success, "chat reply 2 - --as tess@acme.test").input("two\nlines\n"),
        case(Success, "chat reply 2 -m 'On it' --no-assign"),
        case(Success, "chat reply 1 -m 'On it' --as colin@acme.test"),
        case(
            Denied("toggle-off"),
            &format!("{INBOX_CLOSED}\nchat reply 1 -m hi --as colin@acme.test"),
        ),
        case(Missing, "chat reply 99 -m hi"),
        case(Missing, "chat reply 2 -m hi --as colin@acme.test"),
        case(BadInput, "chat reply 2 -m ' '"),
        case(BadInput, "chat reply 2 -").input("x".repeat(4097)),
        case(Usage, "chat reply 2"),
        case(Usage, "chat reply 2 - -m hi").input("hi"),
    ]
}

#[test]
fn chats_are_brought_in_read_and_answered() {
    insta::assert_snapshot!(prove(&cases()));
}
