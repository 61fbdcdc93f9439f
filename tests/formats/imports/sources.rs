//! What each variant of each source becomes.

use std::fmt::Write as _;

use super::workspace::Workspace;

const ACCOUNT: &str = "+14155550100";

/// Imports the files one after the other into one workspace, and again, which must change nothing.
fn imported(preset: &str, files: &[(&str, &[&str])]) -> String {
    let workspace = Workspace::new(preset);
    let mut all = String::new();
    for (file, words) in files {
        let ran = workspace.import(file, words);
        writeln!(all, "== {file} {}\nexit {}\n{}{}", words.join(" "), ran.exit, ran.out, ran.said)
            .unwrap();
        assert_eq!(ran.exit, 0, "{file}: {}", ran.said);
    }
    workspace.agrees_with_itself();
    let dump = workspace.dump();
    for (file, words) in files {
        assert_eq!(workspace.import(file, words).exit, 0, "{file}");
    }
    assert_eq!(dump, workspace.dump(), "a second import changed something");
    workspace.agrees_with_itself();
    all + &dump
}

#[test]
fn a_workspace_of_timelinesai_is_rebuilt() {
    insta::assert_snapshot!(imported(
        "timelinesai",
        &[
            ("timelines/teammates-page.json", &[]),
            ("timelines/chats-page.json", &[]),
            ("timelines/messages-page.json", &[]),
        ],
    ));
}

/// Everything of chats, people and teams but the keys, which tell what came first.
fn without_keys(dump: &str) -> Vec<String> {
    let mut lines: Vec<_> = dump
        .lines()
        .filter(|line| !line.starts_with("participant"))
        .map(|line| match line.split_once(": ") {
            Some((table @ ("team" | "member"), rest)) => {
                format!("{table}: {}", rest.split_once(" | ").unwrap().1)
            }
            _ => line.to_owned(),
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn chats_and_teammates_come_in_either_order() {
    let rebuilt = |files: [&str; 3]| {
        let workspace = Workspace::new("timelinesai");
        for file in files {
            assert_eq!(workspace.import(file, &[]).exit, 0, "{file}");
        }
        without_keys(&workspace.dump())
    };
    let [accounts, teammates, chats] = [
        "timelines/accounts-page.json",
        "timelines/teammates-page.json",
        "timelines/chats-page.json",
    ];
    assert_eq!(rebuilt([accounts, teammates, chats]), rebuilt([accounts, chats, teammates]));
}

/// Who was a guest elsewhere can't join until an invitation is sent, and holds no chat before.
#[test]
fn a_chat_waits_for_somebody_until_they_are_invited() {
    let workspace = Workspace::new("timelinesai");
    for file in ["timelines/teammates-page.json", "timelines/chats-page.json"] {
        let ran = workspace.import(file, &[]);
        assert_eq!(ran.exit, 0, "{file}: {}", ran.said);
    }
    let waiting = "| closed | - | amir@acme.test |";
    assert!(workspace.dump().contains(waiting), "{}", workspace.dump());
    let resend = ["invite", "resend", "amir@acme.test", "--format", "jsonl"];
    let ran = workspace.run(&resend);
    assert_eq!(ran.exit, 0, "{}", ran.said);
    assert!(
        ran.out.contains(r#""field":"awaited_chats","before":null,"after":"1""#),
        "{}",
        ran.out
    );
    assert!(!workspace.dump().contains(waiting), "{}", workspace.dump());
    workspace.agrees_with_itself();
}

/// Whoever brings them in: a teammate's account and chats wait for the person, not for an import.
#[test]
fn what_waits_for_somebody_is_theirs_however_they_come() {
    let waiting = || {
        let workspace = Workspace::new("timelinesai");
        for file in ["timelines/accounts-page.json", "timelines/chats-page.json"] {
            assert_eq!(workspace.import(file, &[]).exit, 0, "{file}");
        }
        assert!(workspace.dump().contains("| tess@acme.test\n"), "an account waits for tess");
        workspace
    };
    let alone = waiting();
    let role = ["--role", "teammate"];
    let add = ["member", "add", "Tess@Acme.test", "--format", "jsonl"];
    let ran = alone.run(&[&add[..], &role[..]].concat());
    assert_eq!(ran.exit, 0, "{}", ran.said);
    assert!(
        ran.out.contains(r#""field":"awaited_accounts","before":null,"after":"1""#),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains(r#""field":"awaited_chats","before":null,"after":"1""#),
        "{}",
        ran.out
    );
    let listed = waiting();
    let list = listed.path().with_file_name("list.csv");
    std::fs::write(&list, "email,role\nx@acme.test,agent\ntess@acme.test,teammate\n").unwrap();
    let ran = listed.run(&["member", "import", list.to_str().unwrap()]);
    assert_eq!(ran.exit, 0, "{}", ran.said);
    for workspace in [alone, listed] {
        let dump = workspace.dump().to_lowercase();
        assert!(!dump.lines().any(|line| line.ends_with("| tess@acme.test")), "{dump}");
        assert_eq!(dump.matches("| tess@acme.test | -\n").count(), 1, "{dump}");
        assert!(dump.contains("| tess@acme.test | - |"), "{dump}");
    }
}

#[test]
fn pages_come_in_every_dress() {
    let files =
        ["chats-page.json", "chats-by-line.json", "chats-array.json", "chats.jsonl", "pages.jsonl"];
    let dumps: Vec<String> = files
        .iter()
        .map(|file| {
            let workspace = Workspace::new("timelinesai");
            assert_eq!(workspace.import("timelines/teammates-list.json", &[]).exit, 0);
            let ran = workspace.import(&format!("timelines/{file}"), &[]);
            assert_eq!(ran.exit, 0, "{file}: {}", ran.said);
            workspace.dump()
        })
        .collect();
    assert!(dumps[0].contains("Asha Rao"));
    assert!(dumps.iter().all(|dump| *dump == dumps[0]));
}

#[test]
fn webhooks_of_interakt() {
    insta::assert_snapshot!(imported(
        "interakt",
        &[
            ("interakt/message_received.json", &["--account", ACCOUNT]),
            ("interakt/all.jsonl", &[]),
            ("interakt/array.json", &["--from", "interakt"]),
        ],
    ));
}

/// Webhooks arrive in any order, and each may be the first.
#[test]
fn a_message_gets_as_far_in_any_order() {
    let names = ["message_api_sent", "message_api_delivered", "message_api_read"];
    let dumps: Vec<String> = [[0, 1, 2], [2, 1, 0], [1, 2, 0]]
        .iter()
        .map(|order| {
            let workspace = Workspace::new("interakt");
            for at in order {
                let file = format!("interakt/{}.json", names[*at]);
                assert_eq!(workspace.import(&file, &["--account", ACCOUNT]).exit, 0);
            }
            workspace.dump()
        })
        .collect();
    assert!(dumps[0].contains("| read |"), "{}", dumps[0]);
    assert!(dumps.iter().all(|dump| *dump == dumps[0]));
}

#[test]
fn contacts_of_interakt() {
    insta::assert_snapshot!(imported(
        "interakt",
        &[("interakt/contacts.csv", &[]), ("interakt/contacts-two-names.csv", &[])],
    ));
}

#[test]
fn chats_that_whatsapp_exported() {
    let mut all = String::new();
    for (file, words) in [
        ("android-12h-mdy.txt", &["--contact", "+919876543210", "--me", "Shop"][..]),
        (
            "android-24h-dmy.txt",
            &["--contact", "+919876543210", "--me", "shop", "--timezone", "+05:30"],
        ),
        ("android-german-unsaved.txt", &[]),
        ("android-spanish.txt", &["--contact", "98765 43210", "--country", "IN", "--me", "Shop"]),
        ("android-ymd.txt", &["--contact", "+919876543210", "--me", "Shop"]),
        ("ios-24h-dmy.txt", &["--contact", "+919876543210", "--me", "Shop"]),
        ("ios-12h-unsaved.txt", &[]),
        ("by-order-of-messages.txt", &["--contact", "+919876543210", "--me", "Shop"]),
        ("undecidable.txt", &["--contact", "+919876543210", "--me", "Shop", "--dates", "mdy"]),
        ("WhatsApp Chat with Buyers.txt", &["--me", "Shop"]),
    ] {
        let file = format!("whatsapp-export/{file}");
        let words = [words, &["--account", ACCOUNT]].concat();
        all.push_str(&imported("unified", &[(&file, &words)]));
        all.push('\n');
    }
    insta::assert_snapshot!(all);
}

/// A later export of the same chat holds what the earlier one did, and more.
#[test]
fn a_longer_export_adds_what_is_new() {
    let workspace = Workspace::new("unified");
    let file = "whatsapp-export/android-24h-dmy.txt";
    let words = ["--account", ACCOUNT, "--contact", "+919876543210", "--me", "Shop"];
    assert_eq!(workspace.import(file, &words).exit, 0);
    let longer = workspace.path().with_file_name("longer.txt");
    let text = std::fs::read_to_string(super::workspace::fixture(file)).unwrap();
    std::fs::write(&longer, format!("{text}01/01/24, 09:00 - Asha Rao: still there?\n")).unwrap();
    let ran = workspace.import(longer.to_str().unwrap(), &words);
    assert!(ran.out.contains("messages,1,0,2"), "{}", ran.out);
}

#[test]
fn a_group_keeps_its_members_and_who_wrote_what() {
    let workspace = Workspace::new("unified");
    let words = ["--account", ACCOUNT, "--me", "Shop"];
    let file = "whatsapp-export/WhatsApp Chat with Buyers.txt";
    assert_eq!(workspace.import(file, &words).exit, 0);
    let chats = ["chat", "list", "--format", "jsonl", "--fields", "contact,phone"];
    assert_eq!(workspace.run(&chats).out, "{\"contact\":\"Buyers\",\"phone\":null}\n");
    let shown = workspace.run(&["chat", "show", "1"]).out;
    for author in ["Asha Rao", "+4915123456789", "Shop", "Bruno"] {
        assert!(shown.contains(author), "{author} in {shown}");
    }
    // Who is masked sees the same group without a number.
    let add = ["member", "add", "ada@acme.test", "--role", "admin", "--no-invite"];
    assert_eq!(workspace.run(&add).exit, 0);
    assert_eq!(workspace.run(&["mask", "enable", "number", "--role", "admin", "--yes"]).exit, 0);
    let masked = workspace.run(&["chat", "show", "1", "--as", "ada@acme.test"]);
    assert_eq!(masked.exit, 0, "{}", masked.said);
    assert!(masked.out.contains("+49 ********"), "{}", masked.out);
    assert!(!masked.out.contains("15123456789"), "{}", masked.out);
}
