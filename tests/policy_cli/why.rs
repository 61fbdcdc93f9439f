//! `why`: the commands that it proposes, run as they stand, turn the answer.

use serde_json::Value;

use super::support::Workspace;

/// The commands of each way.
fn ways(why: &Value) -> Vec<Vec<String>> {
    let mut ways: Vec<Vec<String>> = Vec::new();
    for step in why["to_change"].as_array().unwrap() {
        let way = usize::try_from(step["way"].as_u64().unwrap()).unwrap();
        ways.resize(ways.len().max(way), Vec::new());
        ways[way - 1].push(step["command"].as_str().unwrap().to_owned());
    }
    ways
}

#[test]
fn each_way_that_is_proposed_turns_the_answer() {
    let questions: [&[&str]; 7] = [
        &["agent@x.test", "users.export"],
        &["agent@x.test", "inbox"],
        &["collaborator@x.test", "chats.own"],
        &["admin@x.test", "analytics"],
        &["agent@x.test", "view", "--chat", "1"],
        &["collaborator@x.test", "reply", "--chat", "1"],
        &["teammate@x.test", "view", "--chat", "1"],
    ];
    let mut done = 0;
    for question in questions {
        let fresh = || {
            let workspace = Workspace::with_chats();
            workspace.run(&["mask", "enable", "number", "--role", "admin"]).exits(0);
            workspace
        };
        let ask = |workspace: &Workspace, verb: &str| {
            workspace.run(&[&[verb], question, &["--format", "json"]].concat())
        };
        let told = ask(&fresh(), "why");
        assert!([0, 1].contains(&told.code), "{told:?}");
        let why = told.json();
        let step = usize::try_from(why["decided_by_step"].as_u64().unwrap()).unwrap();
        let deciding = &why["steps"][step - 1];
        assert_eq!(deciding["decides"], why["allowed"], "{why}");
        let ways = ways(&why);
        assert!(!ways.is_empty(), "{question:?}");
        for way in ways {
            let workspace = fresh();
            // Suspending is proposed, and is another command's business.
            if way.iter().any(|command| command.contains(" suspend ")) {
                continue;
            }
            for command in &way {
                let words: Vec<_> = command.split_whitespace().skip(1).collect();
                workspace.run(&words).exits(0);
            }
            ask(&workspace, "can").exits(1 - told.code);
            done += 1;
        }
    }
    assert!(done >= 12, "{done}");
}

#[test]
fn it_names_the_step_who_may_and_what_stands_in_the_way() {
    let workspace = Workspace::new();
    let ran = workspace.run(&["why", "agent@x.test", "users.export"]).exits(1);
    let ran = ran.says("no agent@x.test users.export (module-off)").says("for a yes, any one way");
    let ran = ran.says("step 5 decided");
    drop(ran.says("rolecall perm allow users --role agent").says("an owner"));
    let ran = workspace.run(&["why", "owner@x.test", "billing"]).exits(0);
    drop(ran.says("for a no, any one way").says("they are the last owner"));
}

#[test]
fn names_that_are_not_known_are_no_answer() {
    let workspace = Workspace::new();
    drop(workspace.run(&["why", "agnt@x.test", "inbox"]).exits(4).says("`agent@x.test`"));
    drop(workspace.run(&["why", "agent@x.test", "inbx"]).exits(4).says("`inbox`"));
    workspace.run(&["why", "agent@x.test", "view", "--chat", "9"]).exits(4);
    workspace.run(&["why", "agent@x.test", "view"]).exits(2);
    workspace.run(&["why", "agent@x.test", "inbox", "--as", "admin@x.test"]).exits(3);
    workspace.run(&["why", "agent@x.test", "inbox", "--as", "agent@x.test"]).exits(0);
}

/// Each way says how much it opens, and what opens least comes first.
#[test]
fn the_way_that_opens_least_comes_first() {
    let workspace = Workspace::with_chats();
    let why = workspace.run(&["why", "agent@x.test", "view", "--chat", "1", "--format", "json"]);
    let why = why.exits(1).json();
    let steps = why["to_change"].as_array().unwrap();
    let opens = |field: &str| -> Vec<_> {
        steps.iter().map(|step| step[field].as_u64().unwrap()).collect()
    };
    assert!(opens("opens_chats").is_sorted(), "{why}");
    assert!(opens("for_members").iter().all(|members| *members > 0), "{why}");
    assert!(steps[0]["command"].as_str().unwrap().contains("chat assign"), "{why}");
    assert!(ways(&why).len() > 1, "{why}");
}

/// To join is all that somebody invited lacks for what their role has.
#[test]
fn who_is_invited_is_told_to_join_and_nothing_beside() {
    let workspace = Workspace::new();
    workspace.run(&["member", "add", "ann@x.test", "--role", "agent"]).exits(0);
    let why = workspace.run(&["why", "ann@x.test", "inbox", "--format", "json"]).exits(1).json();
    let ways = ways(&why);
    assert_eq!(ways, [["rolecall invite accept ann@x.test --code CODE"]], "{why}");
}
