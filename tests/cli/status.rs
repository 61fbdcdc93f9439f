//! `status`.

use crate::support::{
    Case,
    Way::{Missing, Success},
    Workspace, prove,
};

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    vec![
        case(Success, "status"),
        case(Success, "member add nia@acme.test --role agent\nstatus"),
        case(Success, "billing set --seats 7\nstatus"),
        case(Success, "status --as tess@acme.test"),
        case(Success, "mask enable number --role teammate\nstatus --as tess@acme.test"),
        case(Success, "member add nia@acme.test --role agent\nstatus --as nia@acme.test"),
        case(Success, "status --as colin@acme.test"),
        case(Success, "member suspend agnes@acme.test\nstatus --as agnes@acme.test"),
        case(
            Success,
            "perm allow team-settings --role admin\nperm deny inbox --role admin\nstatus --as adam@acme.test",
        ),
        case(Missing, "status --as tes@acme.test"),
    ]
}

#[test]
fn everybody_is_told_how_they_stand() {
    insta::assert_snapshot!(prove(&cases()));
}

fn status(workspace: &Workspace, who: &str) -> serde_json::Value {
    workspace.does(&format!("status --as {who}@acme.test --format json")).json()
}

#[test]
fn the_counts_are_those_of_the_list() {
    let workspace = Workspace::sample();
    let assigned = ["chat assign 2 --to tess@acme.test", "chat assign 3 --to agnes@acme.test"];
    for line in assigned {
        workspace.does(line);
    }
    let agree = || {
        for who in ["olive", "adam", "tess", "tim", "agnes", "colin"] {
            if status(&workspace, who)["status"] == "suspended" {
                continue;
            }
            let count = |filter: &str| {
                let line =
                    format!("chat list {filter} --status open --as {who}@acme.test --format json");
                workspace.does(&line).rows().len()
            };
            let told = status(&workspace, who);
            assert_eq!(
                told["open_assigned"],
                count(&format!("--assignee {who}@acme.test")),
                "{who}"
            );
            assert_eq!(told["open_unassigned"], count("--unassigned"), "{who}");
            assert_eq!(told["open_unanswerable"], count("--unanswerable"), "{who}");
        }
    };
    agree();
    workspace.does("chat close 5");
    workspace.does("chat close 4");
    agree();
    // What lies with somebody who can't answer waits for everybody else who sees it.
    workspace.does("chat assign 1 --to agnes@acme.test");
    workspace.does("account transfer 919812345678 --to tess@acme.test");
    workspace.execute("UPDATE member SET status = 'suspended' WHERE email_key = 'agnes@acme.test'");
    workspace.does("member add nia@acme.test --role agent");
    workspace.does("chat assign 6 --to nia@acme.test");
    agree();
    assert_eq!(status(&workspace, "olive")["open_unanswerable"], 3);
    assert!(workspace.does("status").stdout.contains("open unanswerable"));
    let found = workspace.does("chat list --unanswerable --format json");
    assert_eq!(found.column("id"), ["1", "6", "3"]);
    let of_one = "chat list --unanswerable --contact +919876543210 --format json";
    assert_eq!(workspace.does(of_one).column("id"), ["1"]);
    let closed = workspace.does("chat list --unanswerable --status closed --format json");
    assert_eq!(closed.rows().len(), 0);
    workspace.does("member restore agnes@acme.test");
    assert_eq!(status(&workspace, "olive")["open_unanswerable"], 1);
    agree();
    // What is assigned to them is out of sight, unless the account isn't.
    workspace.does("perm deny chats.assigned --role teammate");
    workspace.does("perm deny chats.own --role agent");
    agree();
    workspace.does("perm allow chats.other-teams --role teammate");
    agree();
}

#[test]
fn many_are_not_counted_to_the_end() {
    let workspace = Workspace::sample();
    workspace.execute(
        "INSERT INTO chat (id, account_id, group_id, status, last_at, created_at)
         WITH RECURSIVE counted (key) AS
            (VALUES (100) UNION ALL SELECT key + 1 FROM counted WHERE key < 1200)
         SELECT key, 1, key, 'open', key, 0 FROM counted",
    );
    let told = status(&workspace, "olive");
    assert_eq!(told["open_unassigned"], 1000);
    assert_eq!(told["open_unassigned_more"], true);
    assert!(workspace.does("status").stdout.contains("1000+"));
    workspace.execute("UPDATE chat SET status = 'closed' WHERE id >= 1000");
    let told = status(&workspace, "olive");
    assert_eq!(
        (&told["open_unassigned"], &told["open_unassigned_more"]),
        (&904.into(), &false.into())
    );
}

#[test]
fn what_is_not_theirs_to_know_is_not_told() {
    let workspace = Workspace::sample();
    let told = status(&workspace, "tess");
    for field in ["pending_invitations", "seats_free", "seats_over"] {
        assert_eq!(told[field], serde_json::Value::Null, "{field}");
    }
    workspace.does("member add nia@acme.test --role agent");
    workspace.does("member add omar@acme.test --role agent");
    workspace.does("perm deny inbox --role teammate");
    assert_eq!(status(&workspace, "tess")["open_assigned"], serde_json::Value::Null);
    assert_eq!(status(&workspace, "olive")["pending_invitations"], 2);
    workspace.does("invite revoke nia@acme.test");
    assert_eq!(status(&workspace, "olive")["pending_invitations"], 1);
}
