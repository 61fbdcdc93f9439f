//! The attacker: a masked member writes guesses by every command that takes text, and reads back what
//! every command prints. A right guess and a wrong one read alike, so none tells anything.

use crate::support::{Workspace, case::FORMATS, inside::Inside};

/// So many guesses are in one message.
const IN_ONE: usize = 125;
const MESSAGES: usize = 20;

/// The guess of that number: every tenth is the contact's own number, in one spelling or another.
fn guess(at: usize) -> String {
    let right =
        ["9876543210", "98765 43210", "+91 98765 43210", "09876543210", "9 8 7 6 5 4 3 2 1 0"];
    let wrong =
        ["9876543211", "98765 43219", "+91 98765 43218", "09876543217", "9 8 7 6 5 4 3 2 1 6"];
    match at % 10 {
        0 => right[at / 10 % right.len()].to_owned(),
        5 => wrong[at / 10 % wrong.len()].to_owned(),
        _ => format!("{:010}", 9_000_000_000_u64 + at as u64 * 7_919),
    }
}

fn masked() -> Workspace {
    let workspace = Workspace::sample();
    for role in ["admin", "teammate", "agent", "collaborator"] {
        workspace.does(&format!("mask enable number --role {role}"));
        for permission in ["team-settings", "access-permissions", "workspace"] {
            workspace.does(&format!("perm allow {permission} --role {role}"));
        }
        workspace.does(&format!("perm allow chats.other-teams --role {role}"));
    }
    workspace
}

#[test]
fn ten_thousand_guesses_read_alike() {
    let workspace = masked();
    let mut program = Inside::new();
    let path = workspace.path();
    let mut run = |line: &str| program.run(&path, line, b"").succeeds().stdout;
    let readers = ["adam", "tess", "agnes", "colin"];
    let mut guesses = 0;
    for (place, author) in readers.iter().enumerate() {
        for message in 0..MESSAGES {
            let first = (place * MESSAGES + message) * IN_ONE;
            let text: Vec<_> =
                (first..first + IN_ONE).map(|at| format!("a{at}b {} c", guess(at))).collect();
            guesses += text.len();
            run(&format!(
                "chat reply 1 -m '{}' --no-assign --as {author}@acme.test",
                text.join(" ")
            ));
        }
    }
    assert_eq!(guesses, 10_000);
    for (place, reader) in readers.iter().enumerate() {
        let printed =
            run(&format!("chat show 1 --limit 1000 --as {reader}@acme.test --format json"));
        for at in 0..guesses {
            let is_own = at / (MESSAGES * IN_ONE) == place;
            // The author reads all of theirs, whoever else none: right or wrong.
            let shown = printed.contains(&format!("a{at}b {} c", guess(at)));
            assert_eq!(shown, is_own, "{reader} and guess {at}");
        }
    }
}

#[test]
fn right_and_wrong_guesses_in_names_and_labels_read_alike() {
    let printed = |guess: &str| {
        let workspace = masked();
        let mut program = Inside::new();
        let path = workspace.path();
        let mut all = String::new();
        for line in [
            "account connect +442071838750 --label 'for {guess}' --as adam@acme.test",
            "team add 'T {guess}' --as adam@acme.test",
            "member edit tim@acme.test --name 'N {guess}' --as adam@acme.test",
            "workspace rename 'W {guess}' --as adam@acme.test",
        ] {
            let ran = program.run(&path, &line.replace("{guess}", guess), b"");
            all.push_str(&ran.transcript().replace(guess, "GUESS"));
        }
        for line in [
            "account list",
            "team list",
            "member list",
            "workspace show",
            "audit list --all",
            "chat list --all",
            "status",
            "analytics --by team",
        ] {
            for reader in ["adam", "tess", "agnes", "colin"] {
                for format in FORMATS {
                    let line = format!("{line} --as {reader}@acme.test --format {format}");
                    all.push_str(&program.run(&path, &line, b"").transcript());
                }
            }
        }
        all.replace(path.to_str().unwrap(), "FILE")
    };
    assert_eq!(printed("98765 43210"), printed("98765 43211"));
}
