//! What customers write reaches no screen raw: no escape, no control, no turned direction, in any
//! form, on any surface; and it stays what it was.

use serde_json::json;

use crate::support::{
    Workspace,
    case::FORMATS,
    payload::{Customer, NOON, message, text},
    sample::MAIN,
};

const HOSTILE: &str = "a\u{1b}[2Jb\u{1b}]0;title\u{7}c\u{9b}31md\u{202e}e\u{2066}f\u{200f}gh\u{7f}i\u{feff}j\u{e0041}k\u{2028}l";

fn is_raw(printed: &str) -> Option<char> {
    printed.chars().find(|character| {
        (character.is_control() && !matches!(character, '\n'))
            || matches!(character, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    })
}

#[test]
fn hostile_texts_are_made_visible_everywhere() {
    let workspace = Workspace::sample();
    let customer = Customer::Number(HOSTILE, "919876500000");
    let lines = [
        text(MAIN, customer, "wamid.H1", NOON, HOSTILE),
        message(MAIN, customer, "wamid.H2", NOON + 1, json!({"type": HOSTILE})),
        message(
            MAIN,
            customer,
            "wamid.H3",
            NOON + 2,
            json!({"type": "image", "image": {"caption": HOSTILE}}),
        ),
        text(MAIN, Customer::Hidden(HOSTILE, HOSTILE, HOSTILE), "wamid.H4", NOON + 3, HOSTILE),
    ];
    workspace.takes("chat import -", lines.join("\n"));
    workspace.change(|sql| {
        let trait_ = "INSERT INTO contact_trait (contact_id, key, value) VALUES (6, ?1, ?1)";
        sql.execute(trait_, [HOSTILE]).unwrap();
        sql.execute("INSERT INTO contact_tag VALUES (6, ?1)", [HOSTILE]).unwrap();
    });
    workspace.does("mask enable number --role admin");
    for who in ["olive", "adam"] {
        for line in ["chat list --all", "chat show 7", "chat show 8"] {
            for format in FORMATS {
                let ran = workspace.does(&format!("{line} --as {who}@acme.test --format {format}"));
                let printed = ran.stdout.replace("\r\n", "\n");
                assert_eq!(is_raw(&printed), None, "{line} {format}");
                assert!(printed.contains("title"), "{}", ran.transcript());
            }
        }
    }
    for line in ["contact list --all", "contact show 6", "contact show 7", "contact export"] {
        for format in FORMATS {
            let ran = workspace.does(&format!("{line} --format {format}"));
            assert_eq!(is_raw(&ran.stdout), None, "{line} {format}");
            assert!(ran.stdout.contains("title"), "{}", ran.transcript());
        }
    }
    let ran = workspace.run("contact add +919876500000 --format json").exits(5);
    assert_eq!(is_raw(&ran.stderr), None, "{}", ran.transcript());
    let shown = workspace.does("chat show 7 --format json").json();
    assert_eq!(shown["messages"][0]["text"], HOSTILE);
    assert_eq!(shown["contact"], HOSTILE);
}

#[test]
fn hostile_arguments_are_refused_or_made_visible() {
    let workspace = Workspace::sample();
    let words = |line: &[&str]| line.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let evil = "x\u{1b}[31my\u{202e}z";
    let lines = [
        words(&["team", "add", evil]),
        words(&["member", "add", evil, "--role", "agent"]),
        words(&["member", "add", "n@acme.test", "--role", "agent", "--name", evil]),
        words(&["account", "connect", "+12025550199", "--label", evil]),
        words(&["account", "connect", evil]),
        words(&["member", "show", evil]),
        words(&["role", "show", evil]),
        words(&["perm", "show", evil]),
        words(&["can", evil, evil]),
        words(&["chat", "list", "--fields", evil]),
        words(&["chat", "list", "--as", evil]),
        words(&["chat", "import", evil]),
        words(&["contact", "show", evil]),
        words(&["contact", "add", "+919876500001", "--name", evil]),
        words(&["contact", "add", "+919876500001", "--trait", &format!("{evil}=1")]),
        words(&["contact", "edit", "1", "--trait", &format!("key={evil}")]),
        words(&["contact", "list", "--country", evil]),
        words(&["contact", "tag", evil, "1"]),
        words(&["contact", "untag", "vip", evil]),
        words(&["contact", "import", evil]),
        words(&["billing", "set", "--plan", evil]),
        words(&["billing", "set", "--payment-method", evil]),
        words(&["whatsapp", "set", "+14155550132", "--about", evil]),
        words(&["whatsapp", "set", "+14155550132", "--website", evil]),
        words(&["whatsapp", "show", evil]),
        words(&["integration", "add", "hubspot", "--name", evil]),
        words(&["integration", "add", "webhook", "--url", evil]),
        words(&["integration", "add", "hubspot", "--secret-env", evil]),
        words(&["workspace", "rename", evil]),
        words(&["workspace", "delete", "--confirm", evil]),
        words(&["analytics", "--by", evil]),
        words(&["init", evil, "--owner", "o@acme.test", "--workspace", "other.db"]),
    ];
    for line in lines {
        for format in FORMATS {
            let mut line = line.clone();
            line.extend(words(&["--format", format]));
            let ran = workspace.run_words(&line, &line.join(" ").escape_debug().to_string(), None);
            assert!(matches!(ran.code, 2 | 4 | 6), "{}", ran.transcript());
            assert_eq!(is_raw(&ran.stdout), None, "{}", ran.transcript());
            assert_eq!(is_raw(&ran.stderr), None, "{}", ran.transcript());
        }
    }
}

#[test]
fn a_spreadsheet_runs_nothing() {
    let workspace = Workspace::sample();
    for (id, formula) in
        ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"].into_iter().enumerate()
    {
        let customer = format!("91987650000{id}");
        let customer = Customer::Number(formula, &customer);
        workspace
            .takes("chat import -", text(MAIN, customer, &format!("wamid.F{id}"), NOON, formula));
    }
    let csv = workspace.does("chat list --all --format csv --fields contact,preview").stdout;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    for cell in reader
        .records()
        .flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
    {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
    }
}

#[test]
fn huge_fields_are_taken_and_listed_short() {
    let workspace = Workspace::sample();
    let long = "é".repeat(200_000);
    workspace.takes(
        "chat import -",
        text(MAIN, Customer::Number(&long, "919876500000"), "wamid.L", NOON, &long),
    );
    let listed = workspace.does("chat list --all --fields id,preview").stdout;
    assert!(listed.len() < 2000, "{}", listed.len());
    assert_eq!(workspace.does("chat show 7 --format json").json()["messages"][0]["text"], long);
}
