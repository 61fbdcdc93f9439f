//! The audit has one view: what a masked reader who sees few chats gets of it from a replay is what
//! `audit list` shows them.

use std::collections::BTreeMap;

use rolecall::ops::outcome::ACTIONS;
use serde_json::Value;

use crate::support::Workspace;

/// The policy in force with every toggle of every other role off.
fn refusing(workspace: &Workspace) -> String {
    let policy = workspace.does("policy export").stdout;
    let (owner, others) = policy.split_once("[roles.admin]").unwrap();
    let off: Vec<_> =
        others
            .lines()
            .map(|line| {
                if line.contains("locked:") {
                    line.into()
                } else {
                    line.replace("= true", "= false")
                }
            })
            .collect();
    format!("{owner}[roles.admin]{}", off.join("\n"))
}

#[test]
fn a_replay_shows_of_every_kind_of_action_what_the_list_shows() {
    let workspace = Workspace::sample();
    workspace.does("perm allow access-permissions --role agent");
    workspace.does("mask enable number --role agent");
    let entries = ACTIONS.iter().enumerate().flat_map(|(at, action)| {
        let objects = ["chat 1", "chat 3", "contact 2", "+91 98765 43210.csv", "contacts 1-3, 5"];
        objects.map(|object| {
            format!(
                "INSERT INTO audit (id, at, actor_id, actor_email, operator, via, action, object, after, needed,
                    kept, state, hash)
                 SELECT max(id) + 1, {at}, 2, 'adam@acme.test', 'tests', '--as', '{action}', '{object}',
                    '{{\"label\":\"for 98765 43210\",\"count\":1234567}}', 'inbox', x'', state, hash FROM audit"
            )
        })
    });
    workspace.change(|it| entries.for_each(|sql| it.execute_batch(&sql).unwrap()));
    // The program's own next entry comes after these.
    workspace
        .execute("UPDATE sequence SET last = (SELECT max(id) FROM audit) WHERE name = 'audit'");
    let keys = ["id", "at", "actor", "action", "object"];
    let only = |row: &Value| keys.map(|key| row[key].clone());
    let listed = workspace.does("audit list --all --as agnes@acme.test --format json").rows();
    assert!(!listed.iter().any(|row| row.to_string().contains("43210")));
    assert!(listed.iter().any(|row| row["after"]["count"] == "1234567"));
    let listed: BTreeMap<_, _> =
        listed.iter().map(|row| (row["id"].to_string(), only(row))).collect();
    let file = refusing(&workspace);
    let line = "policy plan - --replay --as agnes@acme.test --format json";
    let replay = workspace.takes(line, file).json()["replay"]["refused"].clone();
    let replayed = replay.as_array().unwrap();
    // All that was put in but what was done to chats out of sight.
    assert!(replayed.len() >= 3 * ACTIONS.len(), "{}", replayed.len());
    for row in replayed {
        assert_eq!(listed.get(&row["id"].to_string()), Some(&only(row)), "{row}");
    }
    let chats = |rows: usize| rows > 0;
    assert!(chats(listed.values().filter(|row| row[4] == "chat 3").count()));
    assert_eq!(listed.values().filter(|row| row[4] == "chat 1").count(), 0);
}
