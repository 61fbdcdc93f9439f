//! The rules that hold between members, through the binary.

use crate::support::Workspace;

#[test]
fn the_last_owner_stays_and_is_free_once_there_is_another() {
    let workspace = Workspace::sample();
    for line in ["member remove olive@acme.test --yes", "member edit olive@acme.test --role admin"]
    {
        let before = workspace.state();
        workspace.run(line).exits(5);
        before.is_still(&workspace.state(), line);
    }
    workspace.does("member edit adam@acme.test --role owner");
    workspace.does("member edit olive@acme.test --role admin");
    workspace.run("member edit adam@acme.test --role agent --as adam@acme.test").exits(5);
    workspace.run("perm deny inbox --role agent --as olive@acme.test").exits(3);
}

#[test]
fn a_suspended_owner_does_not_count_as_one() {
    let workspace = Workspace::sample();
    workspace.does("member add second@acme.test --role owner --no-invite");
    workspace
        .execute("UPDATE member SET status = 'suspended' WHERE email_key = 'second@acme.test'");
    workspace.run("member edit olive@acme.test --role admin").exits(5);
    workspace.does("member remove second@acme.test --yes");
}

#[test]
fn who_was_given_the_team_reaches_no_higher_than_themselves() {
    let workspace = Workspace::sample();
    workspace.does("perm allow team-settings --role admin");
    workspace.does("perm allow team-settings --role teammate");
    let refused = |who: &str, line: &str, reason: &str| {
        let before = workspace.state();
        workspace.run(&format!("{line} --as {who}@acme.test --format json")).refuses(3, reason);
        before.is_still(&workspace.state(), line);
    };
    refused("adam", "member add x@acme.test --role owner", "target-is-owner");
    refused("adam", "member edit tess@acme.test --role owner", "target-is-owner");
    refused("adam", "member edit adam@acme.test --role owner", "target-is-owner");
    refused("adam", "member edit olive@acme.test --email evil@acme.test", "target-is-owner");
    refused("adam", "member edit olive@acme.test --role owner", "target-is-owner");
    refused("adam", "member remove olive@acme.test --yes", "target-is-owner");
    refused("adam", "team join Sales olive@acme.test", "target-is-owner");
    refused("adam", "member edit adam@acme.test --role agent", "own-role");
    refused("tess", "member add x@acme.test --role admin", "higher-rank");
    refused("tess", "member edit colin@acme.test --role admin", "higher-rank");
    refused("tess", "member edit tess@acme.test --role admin", "higher-rank");
    workspace.does("member edit adam@acme.test --name Adamo --role admin --as adam@acme.test");
    workspace.does("member edit colin@acme.test --role teammate --as tess@acme.test");
}

#[test]
fn one_owner_is_all_that_timelinesai_allows() {
    let workspace = Workspace::none();
    workspace.does("init Acme --owner o@acme.test --preset timelinesai");
    workspace.run("member add second@acme.test --role owner").exits(5);
    workspace.does("member add second@acme.test --role admin --no-invite");
    workspace.run("member edit second@acme.test --role owner").exits(5);
}

#[test]
fn who_answers_a_chat_that_nobody_has_has_it_from_then_on() {
    let workspace = Workspace::sample();
    let assignee = || workspace.value("SELECT assignee_id FROM chat WHERE id = 2");
    workspace.does("chat reply 2 -m hi --no-assign --as tess@acme.test");
    assert_eq!(assignee(), "NULL");
    workspace.does("chat reply 2 -m hi --as tess@acme.test");
    assert_eq!(assignee(), "3");
    workspace.does("chat reply 2 -m hi");
    assert_eq!(assignee(), "3");
}

#[test]
fn a_chat_out_of_sight_is_one_that_does_not_exist() {
    let workspace = Workspace::sample();
    let lines = [
        "chat show ID",
        "chat reply ID -m hi",
        "chat assign ID --to agnes@acme.test",
        "chat unassign ID",
        "chat list --after ID",
        "chat show 3 --before ID",
    ];
    for line in lines {
        for format in ["table", "json"] {
            let answer = |id: &str| {
                let line = line.replace("ID", id);
                let ran = workspace.run(&format!("{line} --as agnes@acme.test --format {format}"));
                let ran = ran.exits(4);
                (ran.stdout, ran.stderr.replace(id, "ID"))
            };
            assert_eq!(answer("2"), answer("777"), "{line}");
        }
    }
    let ask = |id: u32| {
        let line = format!("can tess@acme.test view --chat {id} --as adam@acme.test");
        let ran = workspace.run(&line).exits(4);
        ran.stderr.replace(&id.to_string(), "ID")
    };
    workspace.does("perm allow access-permissions --role admin");
    workspace.does("perm deny chats.other-teams --role admin");
    assert_eq!(ask(2), ask(777));
}

#[test]
fn what_is_named_twice_is_done_once() {
    let workspace = Workspace::sample();
    let entries = || workspace.value("SELECT count(*) FROM audit").parse::<u32>().unwrap();
    for line in [
        "chat assign 2 3 2 --to tess@acme.test",
        "team join Support tess@acme.test agnes@acme.test TESS@acme.test",
    ] {
        let before = entries();
        workspace.does(line);
        assert_eq!(entries() - before, 2, "{line}");
    }
    let before = entries();
    workspace.does("perm toggle billing billing --role admin");
    assert_eq!(entries() - before, 1);
    workspace.does("can adam@acme.test billing");
}
