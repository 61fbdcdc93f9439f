//! `demo`, as a new user meets it: it walks to its end, what it advises works, and it never
//! touches what is there.

use std::{fs, path::Path, process::Command};

fn rolecall(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_rolecall"))
        .env_clear()
        .env("TMPDIR", folder)
        .env("ROLECALL_NOW", "2026-01-31T12:00:00Z")
        .args(words)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A line without its columns' widths, which hang on the other lines.
fn words(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_walk_shows_every_role_and_what_it_advises_works() {
    let folder = tempfile::tempdir().unwrap();
    let (exit, shown, said) = rolecall(folder.path(), &["demo"]);
    assert_eq!(exit, 0, "{said}");
    for line in [
        // Two teams, three accounts: what each role sees of the same 204 chats.
        "owner         olive@demo.test  204    0    0          204          0",
        "admin         adam@demo.test   204    68   0          136          0",
        "teammate      tess@demo.test   136    68   68         0            0",
        "agent         amir@demo.test   81     68   0          0            13",
        "collaborator  cora@demo.test   18     0    0          0            18",
        // The same chat, before and after the mask.
        "2   Bruno Silva      +5511987650007  -               You can call me on +55 11987650007",
        "2   Bruno Silva   +55 ********   -               You can call me on ********",
        "mask.enable  teammate/number         mask    off      on      -",
        "users               no       mask-number",
    ] {
        assert!(
            shown.lines().any(|shown| words(shown).contains(&words(line))),
            "`{line}` is missing in\n{shown}"
        );
    }
    let advice = shown.lines().filter_map(|line| line.strip_prefix("  rolecall "));
    let exits: Vec<_> = advice
        .map(|line| rolecall(folder.path(), &line.split(' ').collect::<Vec<_>>()).0)
        .collect();
    assert_eq!(exits, [0, 0, 0]);
}

#[test]
fn what_is_there_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("workspace.db");
    fs::write(&mine, "mine").unwrap();
    let at = folder.path().to_str().unwrap();
    let (exit, shown, said) = rolecall(folder.path(), &["demo", "--at", at]);
    assert_eq!((exit, shown.as_str()), (5, ""), "{said}");
    assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
    // Nor does it touch the workspace that other commands would use.
    let unused = folder.path().join("unused.db");
    let at = folder.path().join("fresh");
    let words = ["--workspace", unused.to_str().unwrap(), "demo", "--at", at.to_str().unwrap()];
    assert_eq!(rolecall(folder.path(), &words).0, 0);
    assert!(!unused.exists());
}
