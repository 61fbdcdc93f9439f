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
    let mut cases = brought_in_and_answered();
    cases.extend(found_and_started());
    cases.extend(answered_by_template());
    cases
}

/// What makes a template that can be sent.
pub const PROMO: &str =
    "template add promo --category marketing --language en --body 'Hi {{1}}, come by!'
template submit promo
template mark promo approved";

/// Templates in chats.
fn answered_by_template() -> Vec<Case> {
    let case = |way, line: &str| Case::new(way, &format!("{PROMO}\n{line}"));
    let german = "template add promo --category marketing --language de --body Hallo";
    vec![
        case(Success, "chat reply 2 --template promo --var 1=Tom"),
        case(
            Success,
            "chat reply 1 --template promo --language en --var 1=A=B --as colin@acme.test",
        ),
        case(Missing, "chat reply 99 --template promo --var 1=Tom"),
        case(Missing, "chat reply 2 --template primo --var 1=Tom"),
        case(Missing, "chat reply 2 --template promo --language de --var 1=Tom"),
        case(Conflict, &format!("{german}\nchat reply 2 --template promo --var 1=Tom")),
        case(Conflict, &format!("{german}\nchat reply 2 --template promo --language de")),
        case(Conflict, "template mark promo paused\nchat reply 2 --template promo --var 1=Tom"),
        case(BadInput, "chat reply 2 --template promo"),
        case(BadInput, "chat reply 2 --template promo --var 1= --var name=Tom"),
        case(BadInput, "chat reply 2 --template promo --var '1=a     b'"),
        case(Usage, "chat reply 2 --template promo --var 1"),
        case(Usage, "chat reply 2 --template promo --var 1=a --var 1=b"),
        case(Usage, "chat reply 2 --template promo -m hi"),
        case(Usage, "chat reply 2 -m hi --var 1=a"),
        case(Success, "chat start +919811111111 --from 14155550132 --template promo --var 1=Ravi"),
        case(Missing, "chat start +919811111111 --from 14155550132 --template primo"),
        case(BadInput, "chat start +919811111111 --from 14155550132 --template promo"),
        case(Usage, "chat start +919811111111 --from 14155550132"),
    ]
}

/// Filters, search, and what begins and ends a chat.
fn found_and_started() -> Vec<Case> {
    let case = Case::new;
    vec![
        case(Success, "chat list --status closed"),
        case(Success, "chat close 2 3\nchat list --status open --fields id,status"),
        case(Success, "chat list --unassigned --unread --fields id,assignee,preview"),
        case(
            Success,
            "chat list --assignee tim@acme.test --as adam@acme.test --fields id,assignee",
        ),
        case(Success, "chat list --account 442071838750 --fields id,account"),
        case(Success, "chat list --team Sales --as agnes@acme.test --fields id,scope"),
        case(Success, "chat list --since 2020-01-01 --until 2100-01-01T00:00:00Z --fields id"),
        case(Success, "chat list --contact +919876543210 --fields id,phone"),
        case(Success, "chat list --surface pipedrive --limit 1"),
        case(Success, "chat list --surface hubspot --limit 1"),
        case(Missing, "chat list --team Slaes"),
        case(Missing, "chat list --assignee tin@acme.test"),
        case(Missing, "chat list --account 12025550000"),
        case(Usage, "chat list --since soon"),
        case(
            Denied("mask-number"),
            "mask enable number --role teammate\nchat list --contact +919876543210 --as tess@acme.test",
        ),
        case(Success, "chat search group"),
        case(Success, "chat search 'blue on' --fields id,message,match"),
        case(Success, "chat search 'from tom' --as agnes@acme.test"),
        case(Success, "chat search asha --as colin@acme.test --fields id,match,scope"),
        case(Success, "chat search '44 7700' --fields id,match"),
        case(
            Denied("mask-number"),
            "mask enable number --role teammate\nchat search '44 7700' --as tess@acme.test",
        ),
        case(Missing, "chat search hello --as nobody@acme.test"),
        case(BadInput, "chat search '?!'"),
        case(Success, "chat start +919811111111 --from 14155550132 -m 'Good morning'"),
        case(
            Success,
            "chat start '098 1111 1111' --country IN --from 919812345678 -m hi --as agnes@acme.test",
        ),
        case(
            Denied("toggle-off"),
            "chat start +919811111111 --from 442071838750 -m hi --as agnes@acme.test",
        ),
        case(
            Denied("toggle-off"),
            "chat start +919811111111 --from 14155550132 -m hi --as colin@acme.test",
        ),
        case(
            Denied("mask-number"),
            "mask enable number --role teammate\nchat start +919811111111 --from 442071838750 -m hi --as tess@acme.test",
        ),
        case(Missing, "chat start +919811111111 --from 12025550000 -m hi"),
        case(Conflict, "chat start +919876543210 --from 14155550132 -m hi"),
        case(BadInput, "chat start 12345 --from 14155550132 -m hi"),
        case(BadInput, "chat start +919811111111 --from 14155550132 -m ' '"),
        case(Success, "chat close 1 2"),
        case(Success, "chat close -").input("1\n2\n"),
        case(BadInput, "chat close -").input("\n"),
        case(Success, "chat close 1\nchat reopen -").input("{\"id\":1}\n{\"id\":2}\n"),
        case(BadInput, "chat reopen -").input("1,2\n"),
        case(Denied("toggle-off"), &format!("{INBOX_CLOSED}\nchat close 1 --as colin@acme.test")),
        case(Missing, "chat close 2 --as agnes@acme.test"),
        case(Success, "chat close 1\nchat reopen 1 --as colin@acme.test"),
        case(Denied("toggle-off"), &format!("{INBOX_CLOSED}\nchat reopen 1 --as colin@acme.test")),
        case(Missing, "chat reopen 99"),
    ]
}

fn brought_in_and_answered() -> Vec<Case> {
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
        case(
            Conflict,
            "perm deny chats.assigned --role agent\nchat assign 2 3 4 --to agnes@acme.test",
        ),
        case(Success, "chat assign - --to colin@acme.test")
            .input("2\n\n {\"id\":3,\"contact\":\"June\"}\r\n1"),
        case(BadInput, "chat assign - --to tess@acme.test").input("2\nthree\n"),
        // One that can't be seen is one that doesn't exist, and none of the others is touched.
        case(Missing, "chat assign - --to tess@acme.test").input("2\n99\n"),
        case(Usage, "chat assign 2 - --to tess@acme.test").input("3\n"),
        case(Success, "chat unassign -").input("1\n4\n4\n"),
        case(BadInput, "chat unassign -").input("{\"id\": \"1\"}"),
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
    let mut cases = brought_in_and_answered();
    cases.extend(found_and_started());
    insta::assert_snapshot!(prove(&cases));
}

#[test]
fn chats_are_answered_by_templates() {
    insta::assert_snapshot!(prove(&answered_by_template()));
}
