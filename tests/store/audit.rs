//! Every change writes exactly its audit entries, in the same transaction as its rows.

use serde_json::{Value, json};

use crate::support::{
    Workspace,
    payload::{NOON, text},
    sample::{MAIN, TOM},
    state::dump,
    workspace::NOW,
};

type Entry = (&'static str, &'static str, Value, Value);

const fn none() -> Value {
    Value::Null
}

/// Lines, and what each writes down.
type Changes = Vec<(&'static str, Vec<Entry>)>;

fn changes() -> Changes {
    [changes_of_people(), changes_of_the_policy(), changes_of_chats()].concat()
}

fn changes_of_people() -> Changes {
    vec![
        ("team add Nights", vec![("team.add", "Nights", none(), none())]),
        (
            "team join Sales tim@acme.test tess@acme.test",
            vec![(
                "team.join",
                "tim@acme.test",
                json!({"team": "Support"}),
                json!({"team": "Sales"}),
            )],
        ),
        (
            "team leave tess@acme.test",
            vec![(
                "team.leave",
                "tess@acme.test",
                json!({"team": "Sales"}),
                json!({"team": "Default"}),
            )],
        ),
        (
            "member add new@acme.test --role agent --phone +447911123400",
            vec![(
                "member.add",
                "new@acme.test",
                none(),
                json!({"phone": "+44 ********", "role": "agent", "status": "invited", "team": "Default",
                    "invitation_expires_at": "2026-02-07T12:00:00Z"}),
            )],
        ),
        (
            "member edit tess@acme.test --name Tessa --phone +447911123457",
            vec![(
                "member.edit",
                "tess@acme.test",
                json!({"name": "Tess", "phone": "+44 ********"}),
                json!({"name": "Tessa", "phone": "+44 ********"}),
            )],
        ),
        ("member edit tess@acme.test --name Tess", vec![]),
        (
            "member remove adam@acme.test --yes",
            vec![(
                "member.remove",
                "adam@acme.test",
                json!({"name": "Adam", "role": "admin", "status": "active", "team": "Default"}),
                none(),
            )],
        ),
        (
            "member remove late@acme.test --yes",
            vec![
                (
                    "invite.revoke",
                    "late@acme.test",
                    json!({"state": "pending"}),
                    json!({"state": "revoked"}),
                ),
                (
                    "member.remove",
                    "late@acme.test",
                    json!({"name": "Late", "role": "admin", "status": "invited", "team": "Default"}),
                    none(),
                ),
            ],
        ),
    ]
}

fn changes_of_the_policy() -> Changes {
    vec![
        (
            "perm toggle billing templates --role admin",
            vec![
                ("perm.toggle", "admin/billing", json!({"toggle": "off"}), json!({"toggle": "on"})),
                (
                    "perm.toggle",
                    "admin/templates",
                    json!({"toggle": "on"}),
                    json!({"toggle": "off"}),
                ),
            ],
        ),
        ("perm allow inbox --role admin", vec![]),
        ("perm reset", vec![]),
        (
            "mask enable number --role agent,teammate",
            vec![
                ("mask.enable", "agent/number", json!({"mask": "off"}), json!({"mask": "on"})),
                ("mask.enable", "teammate/number", json!({"mask": "off"}), json!({"mask": "on"})),
            ],
        ),
        ("mask disable number --role agent", vec![]),
    ]
}

fn changes_of_chats() -> Changes {
    vec![
        (
            "account connect +4915123456789 --label Stray",
            vec![(
                "account.connect",
                "+4915123456789",
                none(),
                json!({"connector": "olive@acme.test", "label": "Stray"}),
            )],
        ),
        (
            "chat assign 1 2 --to tess@acme.test",
            vec![
                (
                    "chat.assign",
                    "chat 1",
                    json!({"assignee": "colin@acme.test"}),
                    json!({"assignee": "tess@acme.test"}),
                ),
                ("chat.assign", "chat 2", none(), json!({"assignee": "tess@acme.test"})),
            ],
        ),
        (
            "chat unassign 1 2",
            vec![("chat.unassign", "chat 1", json!({"assignee": "colin@acme.test"}), none())],
        ),
        (
            "chat reply 2 -m secret",
            vec![
                ("chat.reply", "chat 2", none(), json!({"message": 9})),
                ("chat.assign", "chat 2", none(), json!({"assignee": "olive@acme.test"})),
            ],
        ),
        ("chat import -", vec![("chat.import", "-", none(), json!({"chats": 1, "messages": 1}))]),
    ]
}

/// The sample, and somebody who has not joined yet.
fn sample() -> Workspace {
    let workspace = Workspace::sample();
    workspace.does("member add late@acme.test --role admin --name Late");
    workspace
}

fn run(workspace: &Workspace, line: &str) -> crate::support::Ran {
    workspace.run_with(line, text(MAIN, TOM, "wamid.T9", NOON + 900, "Another line"))
}

#[test]
fn every_change_writes_its_entries_and_no_others() {
    for (line, expected) in changes() {
        let workspace = sample();
        let last: i64 = workspace.value("SELECT max(id) FROM audit").parse().unwrap();
        let before = dump(&workspace.sql());
        run(&workspace, line).succeeds();
        let sql = workspace.sql();
        let mut statement = sql
            .prepare("SELECT at, actor_id, actor_email, action, object, before, after FROM audit WHERE id > ?1 ORDER BY id")
            .unwrap();
        let mut rows = statement.query([last]).unwrap();
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let side = |column: usize| {
                let text: Option<String> = row.get(column).unwrap();
                text.map_or(Value::Null, |text| serde_json::from_str(&text).unwrap())
            };
            let at: jiff::Timestamp = NOW.parse().unwrap();
            assert_eq!(row.get::<_, i64>(0).unwrap(), at.as_millisecond(), "{line}");
            assert_eq!(row.get::<_, i64>(1).unwrap(), 1, "{line}");
            assert_eq!(row.get::<_, String>(2).unwrap(), "olive@acme.test", "{line}");
            let (action, object): (String, String) = (row.get(3).unwrap(), row.get(4).unwrap());
            found.push((action, object, side(5), side(6)));
        }
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(action, object, before, after)| {
                (action.to_owned(), object.to_owned(), before, after)
            })
            .collect();
        assert_eq!(found, expected, "{line}");
        if expected.is_empty() {
            assert_eq!(before, dump(&sql), "{line}");
        }
    }
}

#[test]
fn without_its_entry_a_change_does_not_happen() {
    for (line, expected) in changes() {
        if expected.is_empty() {
            continue;
        }
        let workspace = sample();
        workspace.execute(if workspace.is_on_server() {
            "ALTER TABLE audit ADD CONSTRAINT full_up CHECK (id = 0) NOT VALID"
        } else {
            "CREATE TRIGGER refuse BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END"
        });
        let before = dump(&workspace.sql());
        let ran = run(&workspace, line);
        assert_ne!(ran.code, 0, "{}", ran.transcript());
        assert_eq!(ran.stdout, "", "{line}");
        assert_eq!(before, dump(&workspace.sql()), "{line}");
    }
}

#[test]
fn the_founding_is_the_first_entry() {
    let workspace = Workspace::new();
    let entry = "SELECT actor_email || ' ' || action || ' ' || object || ' ' || after FROM audit";
    assert_eq!(
        workspace.value(entry),
        r#"olive@acme.test workspace.init Acme {"owner":"olive@acme.test","preset":"unified"}"#
    );
    assert_eq!(workspace.value("SELECT count(*) FROM audit"), "1");
}

#[test]
fn who_acts_is_who_is_written_down() {
    let workspace = Workspace::sample();
    workspace.does("chat reply 2 -m hi --as TESS@acme.test");
    let actor = "SELECT actor_id || ' ' || actor_email FROM audit ORDER BY id DESC";
    assert_eq!(workspace.value(actor), "3 tess@acme.test");
}
