//! `chat import` in depth: nothing twice, nothing lost, nothing half, and the order of arrival
//! doesn't matter.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::json;

use crate::support::{
    Workspace,
    payload::{Customer, NOON, change, echo, edit, message, revoke, status, text},
    sample::{ASHA, MAIN, NIA, TOM},
    state::{dump, rows},
};

fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cloud-api");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

#[test]
fn the_same_file_twice_changes_nothing_the_second_time() {
    let workspace = Workspace::new();
    let mut taken = 0;
    for (name, bytes) in fixtures() {
        let first = workspace.run_with("chat import - --format json", &bytes);
        if first.code != 0 {
            continue;
        }
        taken += 1;
        let before = dump(&workspace.sql());
        let second = workspace.takes("chat import - --format json", &bytes);
        assert_eq!(before, dump(&workspace.sql()), "{name}");
        for kind in second.rows() {
            assert_eq!((&kind["new"], &kind["changed"]), (&json!(0), &json!(0)), "{name}: {kind}");
        }
        assert!(second.column("unchanged").len() >= 5);
    }
    assert!(taken > 40);
}

#[test]
fn everything_at_once_twice_changes_nothing_either() {
    let workspace = Workspace::sample();
    let events = story().join("\n");
    let first = workspace.takes("chat import - --format json", &events);
    assert!(first.column("new").iter().any(|count| count != "0"));
    let before = dump(&workspace.sql());
    workspace.takes("chat import -", &events);
    assert_eq!(before, dump(&workspace.sql()));
}

/// What happens to a few messages, in the order in which it happened.
fn story() -> Vec<String> {
    let renamed = |name| Customer::Number(name, "919876511111");
    vec![
        text(MAIN, renamed("Asha"), "wamid.1", NOON + 1, "first"),
        echo(MAIN, "919876511111", "wamid.2", NOON + 2, "an answer"),
        status(MAIN, "919876511111", "wamid.2", NOON + 3, "sent"),
        status(MAIN, "919876511111", "wamid.2", NOON + 4, "delivered"),
        edit(MAIN, renamed("Asha R"), "wamid.3", NOON + 5, "wamid.1", "first, better"),
        edit(MAIN, renamed("Asha"), "wamid.4", NOON + 6, "wamid.1", "first, best"),
        status(MAIN, "919876511111", "wamid.2", NOON + 6, "read"),
        text(MAIN, renamed("Asha"), "wamid.5", NOON + 7, "a slip"),
        edit(MAIN, renamed("Asha"), "wamid.6", NOON + 8, "wamid.5", "a worse slip"),
        revoke(MAIN, renamed("Asha"), "wamid.7", NOON + 9, "wamid.5"),
        text(MAIN, NIA, "wamid.8", NOON + 10, "from nobody's number"),
    ]
}

/// What of the tables doesn't hang on which key something was given.
fn essence(workspace: &Workspace) -> BTreeMap<&'static str, Vec<String>> {
    let queries = [
        (
            "message",
            "(SELECT external_id, at, direction, kind, text, status, status_at, edited_at, deleted_at FROM message)",
        ),
        (
            "contact",
            "(SELECT name, username, phone, whatsapp_user_id, named_at, username_at FROM contact)",
        ),
        (
            "chat",
            "(SELECT phone, whatsapp_user_id, last_at, (SELECT external_id FROM message WHERE id = last_message_id) FROM chat JOIN contact ON contact.id = contact_id)",
        ),
        ("early_event", "early_event"),
    ];
    let connection = workspace.sql();
    queries.into_iter().map(|(name, query)| (name, rows(&connection, query))).collect()
}

#[test]
fn events_come_in_any_order_to_the_same_end() {
    let mut events = story();
    let workspace = Workspace::new();
    let made = workspace.bytes();
    workspace.takes("chat import -", events.join("\n"));
    let expected = essence(&workspace);
    assert!(expected["early_event"].is_empty());
    // A fixed walk through the orders: backwards, then shuffled by a small generator.
    events.reverse();
    let mut seed = 0x2026_0131_u64;
    for round in 0..24 {
        workspace.put(&made);
        workspace.takes("chat import -", events.join("\n"));
        assert_eq!(essence(&workspace), expected, "round {round}:\n{}", events.join("\n"));
        for last in (1..events.len()).rev() {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let other = usize::try_from(seed >> 33).unwrap() % (last + 1);
            events.swap(last, other);
        }
    }
    workspace.put(&made);
    for event in &events {
        workspace.takes("chat import -", event);
    }
    assert_eq!(essence(&workspace), expected, "one at a time");
}

#[test]
fn a_name_that_came_back_stays_whatever_came_between() {
    let named = |name, at| {
        text(MAIN, Customer::Number(name, "919876511111"), &format!("wamid.{at}"), NOON + at, "hi")
    };
    let out_of_order = [named("Asha", 1), named("Asha", 3), named("Miss Rao", 2)].join("\n");
    let workspace = Workspace::new();
    workspace.takes("chat import -", &out_of_order);
    assert_eq!(workspace.value("SELECT name FROM contact"), "Asha");
    let before = dump(&workspace.sql());
    workspace.takes("chat import -", &out_of_order);
    assert_eq!(before, dump(&workspace.sql()));
}

#[test]
fn a_history_that_was_read_is_not_unread_again() {
    let in_history = json!({"history": [{"metadata": {"phase": 0, "chunk_order": 1, "progress": 100},
        "threads": [{"id": "919876511111", "messages": [{"from": MAIN, "id": "wamid.1",
            "timestamp": NOON.to_string(), "type": "text", "text": {"body": "old"},
            "history_context": {"status": "READ"}}]}]}]});
    let workspace = Workspace::new();
    workspace.takes("chat import -", change(MAIN, "history", in_history));
    workspace.takes("chat import -", status(MAIN, "919876511111", "wamid.1", NOON + 5, "sent"));
    assert_eq!(workspace.value("SELECT status FROM message"), "READ");
    workspace.takes("chat import -", status(MAIN, "919876511111", "wamid.1", NOON + 6, "played"));
    assert_eq!(workspace.value("SELECT status FROM message"), "played");
}

#[test]
fn a_placeholder_gives_way_to_what_it_stood_for() {
    let held = |kind: &str, caption: &str| {
        message(MAIN, ASHA, "wamid.P", NOON, json!({"type": kind, kind: {"caption": caption}}))
    };
    let (place, image) = (held("media_placeholder", ""), held("image", "the garden"));
    for order in [[&place, &image], [&image, &place]] {
        let workspace = Workspace::new();
        for payload in order {
            workspace.takes("chat import -", payload);
        }
        assert_eq!(workspace.value("SELECT kind || ' ' || text FROM message"), "image the garden");
        let before = dump(&workspace.sql());
        workspace.takes("chat import -", order.map(String::as_str).join("\n"));
        assert_eq!(before, dump(&workspace.sql()));
    }
}

#[test]
fn every_time_that_is_taken_can_be_told() {
    let workspace = Workspace::new();
    for (at, told) in [(0, "1970-01-01T00:00:00Z"), (253_402_207_200, "9999-12-30T22:00:00Z")] {
        workspace.takes("chat import -", text(MAIN, ASHA, &format!("wamid.{at}"), at, "when"));
        assert_eq!(workspace.does("chat list --format json").column("last_message_at"), [told]);
    }
    for at in [-1, 253_402_207_201, i64::MAX] {
        let never = text(MAIN, ASHA, "wamid.X", at, "when");
        workspace.run_with("chat import -", never).exits(6);
    }
}

#[test]
fn a_dry_run_of_much_writes_nothing() {
    let workspace = Workspace::sample();
    let before = workspace.state();
    let long = "many words ".repeat(200);
    let many: Vec<_> = (0..2500)
        .map(|number| {
            let digits = (919_800_000_000_i64 + number).to_string();
            let customer = Customer::Number("Asha", &digits);
            text(MAIN, customer, &format!("wamid.B{number}"), NOON + number, &long)
        })
        .collect();
    let ran = workspace.takes("chat import - --dry-run --format json", many.join("\n"));
    assert_eq!(ran.column("new")[3], "2500");
    before.is_still(&workspace.state(), "a dry run that outgrows the cache");
}

#[test]
fn an_unknown_kind_is_kept_with_its_kind() {
    let workspace = Workspace::new();
    let hologram =
        message(MAIN, ASHA, "wamid.H", NOON, json!({"type": "hologram", "hologram": {"depth": 3}}));
    workspace.takes("chat import -", hologram);
    let shown = workspace.does("chat show 1 --format json").json();
    assert_eq!(shown["messages"][0]["kind"], "hologram");
    assert_eq!(shown["messages"][0]["text"], "[hologram] depth: 3");
    assert_eq!(shown["messages"][0]["content"], json!({"hologram": {"depth": 3}}));
    assert_eq!(shown["preview"], "[hologram] depth: 3");
}

#[test]
fn an_account_that_nobody_connected_is_added_and_spoken_of() {
    let workspace = Workspace::new();
    let ran = workspace.takes("chat import - --quiet", text(MAIN, ASHA, "wamid.1", NOON, "hi"));
    assert!(
        ran.stderr.contains("+14155550132") && ran.stderr.contains("no connector"),
        "{}",
        ran.stderr
    );
    assert_eq!(workspace.value("SELECT connector_id FROM account"), "NULL");
    let again = workspace.takes("chat import -", text(MAIN, TOM, "wamid.2", NOON, "hi"));
    assert_eq!(again.stderr, "");
    workspace.does("account connect +14155550132");
    assert_eq!(workspace.does("chat list --format json").column("scope"), ["own", "own"]);
}

#[test]
fn a_broken_file_leaves_the_workspace_byte_for_byte() {
    let workspace = Workspace::sample();
    let good: Vec<_> = (0..50)
        .map(|i| text("12025550177", TOM, &format!("wamid.{i}"), NOON + i, "many"))
        .collect();
    let endings = [
        ("{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":", "line 51"),
        ("not json", "line 51"),
        ("{\"object\":\"page\"}", "line 51"),
        ("\u{0}", "line 51"),
        ("[", "line 51"),
    ];
    let before = workspace.state();
    for (ending, place) in endings {
        let file = format!("{}\n{ending}", good.join("\n"));
        for line in ["chat import -", "chat import - --dry-run"] {
            let ran = workspace.run_with(line, &file).exits(6);
            before.is_still(&workspace.state(), ending);
            assert!(ran.stderr.contains(place), "{}", ran.transcript());
            assert_eq!(ran.stdout, "");
        }
    }
    let mut bytes = good.join("\n").into_bytes();
    bytes.extend(b"\n{\"object\":\"\xff\xfe\"}");
    workspace.run_with("chat import -", bytes).exits(6);
    before.is_still(&workspace.state(), "broken encoding");
}

#[test]
fn an_error_holds_nothing_that_a_customer_wrote() {
    let workspace = Workspace::sample();
    let lines = [
        text(MAIN, Customer::Number("Asha", "0009876543210"), "wamid.1", NOON, "my secret"),
        text(MAIN, Customer::Number("Asha", "98765432109876543210"), "wamid.1", NOON, "my secret"),
        format!("{} trailing", text(MAIN, ASHA, "wamid.1", NOON, "my secret")),
        text(MAIN, ASHA, "wamid.1", NOON, "my secret")
            .replace("\"object\":\"whatsapp", "\"object\":\"what"),
        text(MAIN, ASHA, "wamid.1", NOON, "my secret")
            .replace(&NOON.to_string(), "99999999999999999999"),
    ];
    for line in lines {
        let ran = workspace.run_with("chat import - --format json", &line);
        if ran.code != 0 {
            assert_eq!(ran.code, 6, "{}", ran.transcript());
            assert!(
                !ran.stderr.contains("secret") && !ran.stderr.contains("98765"),
                "{}",
                ran.stderr
            );
        }
    }
}

#[test]
fn a_file_is_read_as_standard_input_is() {
    let workspace = Workspace::new();
    let file = workspace.folder().join("in.jsonl");
    fs::write(&file, story().join("\r\n")).unwrap();
    let from_file = workspace.does("chat import in.jsonl --format json --dry-run").stdout;
    let from_input = workspace.takes("chat import - --format json", story().join("\n")).stdout;
    assert_eq!(from_file, from_input);
}

/// Anybody who may connect a number can have claimed one before its history comes.
#[test]
fn who_had_claimed_an_account_is_named_when_its_first_chats_come() {
    let workspace = Workspace::new();
    workspace.does("member add tess@acme.test --role teammate --no-invite");
    workspace.does(&format!("account connect +{MAIN} --as tess@acme.test"));
    let came = workspace.takes("chat import -", text(MAIN, ASHA, "wamid.1", NOON, "first"));
    assert!(came.stderr.contains("`tess@acme.test` had connected it"), "{}", came.transcript());
    let more = workspace.takes("chat import -", text(MAIN, NIA, "wamid.2", NOON, "second"));
    assert!(!more.stderr.contains("had connected it"), "{}", more.transcript());
}
