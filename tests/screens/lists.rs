//! Every list and every other screen of the program, on terminals of several widths, in a workspace that
//! is as large and as hostile as they get.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{
    WIDTHS,
    crowd::{crowd, is_whole},
    fits, screens, steady,
};
use crate::support::{
    Workspace,
    inside::Inside,
    tree::{covered, leaves, reached},
};

/// A line for each command that shows something, and for plans of what changes much.
const SCREENS: &[&str] = &[
    "account access +14155550132",
    "account list",
    "analytics",
    "analytics --by member",
    "analytics --by account",
    "api-key show",
    "audit list --limit 4",
    "audit show 2",
    "audit verify",
    "billing show",
    "campaign list",
    "campaign show 'محمد عبد الله الأنصاري'",
    "can tess@acme.test view --chat 3",
    "chat list",
    "chat list --as tess@acme.test",
    "chat search wolf",
    "chat templates",
    "chat show 8",
    "chat show 11",
    "contact list",
    "contact show +919876500001",
    "help exit-codes",
    "help masks",
    "integration list",
    "invite list",
    "key list",
    "mask disable number --role teammate --dry-run",
    "mask list",
    "member list --limit 12",
    "member remove tess@acme.test --release --dry-run",
    "member show a1@acme.test",
    "module list",
    "outbox configure",
    "outbox list",
    "outbox show 1",
    "perm list",
    "perm list --long",
    "perm show users",
    "policy diff [folder]/policy.toml",
    "policy plan [folder]/policy.toml",
    "policy apply [folder]/policy.toml --dry-run",
    "review",
    "role list",
    "role show teammate",
    "status",
    "status --as tess@acme.test",
    "team list",
    "template list",
    "template show hello",
    "whatsapp show +14155550132",
    "who-can users.export",
    "why tess@acme.test view --chat 3",
    "workspace show",
];

/// Commands that change nothing and have no screen of this kind.
const NO_SCREEN: &[(&str, &str)] = &[
    ("backup", "writes a file"),
    ("completions", "a script"),
    ("contact export", "CSV"),
    ("demo", "a tour of other commands' screens"),
    ("doctor", "its lines hold what damage is called"),
    ("gate", "runs another command"),
    ("key authorized", "a file of OpenSSH's"),
    ("leaks", "counts the bytes of everything else's output, which takes as long as all of it"),
    ("man", "a manual page"),
    ("member export", "CSV"),
    ("policy export", "a policy file"),
    ("policy test", "a report of the lines that continuous integration keeps"),
    ("workspace list", "shows what lies in the home directory: see `terminal.rs`"),
];

/// Screens with a code, a key or a hash that is drawn anew: their lines are measured and not kept.
const UNSTEADY: &[&str] = &["api-key show", "audit show 2", "audit verify", "outbox show 1"];

/// Screens that tell where the workspace lies: on a server that is wrapped elsewhere.
const NAMING: &[&str] = &["outbox configure", "workspace show"];

/// The most lines of a screen that are kept: the rest of a list is like its beginning.
const KEPT: usize = 14;

fn name_of(line: &str) -> String {
    let line = line.replace("[folder]/", "");
    let is_word = |letter: char| letter.is_ascii_alphanumeric();
    line.split(|letter| !is_word(letter))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

#[test]
fn every_command_that_shows_something_is_here() {
    let shown = leaves().into_iter().filter(|leaf| !leaf.is_change).map(|leaf| leaf.path);
    let reached: Vec<_> = SCREENS.iter().map(|line| reached(line).path).collect();
    covered(shown, |leaf| reached.iter().any(|other| other == leaf), NO_SCREEN);
}

#[test]
fn every_screen_fits_its_terminal() {
    let workspace = crowd();
    let mut inside = Inside::new();
    let mut wrong = Vec::new();
    for line in SCREENS {
        let mut kept = format!("$ rolecall {line}\n");
        for columns in WIDTHS {
            let folder = workspace.folder().display().to_string();
            let ran =
                inside.at_screen(columns, &workspace.name(), &line.replace("[folder]", &folder));
            if !matches!(ran.code, 0 | 1) {
                wrong.push(ran.transcript());
            }
            let is_wide = |line: &&str| line.width() > columns.into();
            wrong.extend(ran.stdout.lines().find(is_wide).map(|line| format!("{columns}: {line}")));
            let broken = ran.stdout.graphemes(true).find(|character| !is_whole(character));
            wrong.extend(broken.map(|part| format!("{line} at {columns}: {part:?}")));
            let lines: Vec<_> = ran.stdout.lines().chain(ran.stderr.lines()).collect();
            kept.push_str(&"-".repeat(columns.into()));
            for line in lines.iter().take(KEPT) {
                kept.extend(["\n", &without_head(&steady(line, &workspace))]);
            }
            match lines.len().saturating_sub(KEPT) {
                0 => kept.push('\n'),
                more => kept.extend(["\n[", &more.to_string(), " more lines]\n"]),
            }
        }
        let is_named = workspace.is_on_server() && NAMING.contains(line);
        if !UNSTEADY.contains(line) && !is_named {
            insta::assert_snapshot!(name_of(line), kept);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A line without the hash of the history.
fn without_head(line: &str) -> String {
    if line.starts_with("History ") { "History [head]".to_owned() } else { line.to_owned() }
}

#[test]
fn all_of_a_large_team_is_shown() {
    let workspace = crowd();
    let mut inside = Inside::new();
    let all = inside.at_screen(60, &workspace.name(), "member list --all").succeeds();
    fits(&all.stdout, 60);
    assert!(all.stdout.lines().count() > 5000);
}

#[test]
fn decisions_are_shown() {
    let workspace = Workspace::sample();
    workspace.does("mask enable number --role teammate");
    let mut shown = String::new();
    for line in [
        "perm list",
        "status --as tess@acme.test",
        "why tess@acme.test view --chat 1",
        "why tess@acme.test users.export",
        "why olive@acme.test billing",
        "policy plan --preset timelinesai",
        "member remove tess@acme.test --release --dry-run",
        "audit list --limit 8",
        "review",
    ] {
        shown.push_str(&screens(&workspace, line));
    }
    insta::assert_snapshot!(shown);
}

/// Roles that have no room beside the others follow below them: none is left out.
#[test]
fn every_role_has_its_column() {
    let workspace = Workspace::sample();
    for role in ["supervisor", "night-shift", "auditor", "a-role-with-quite-a-long-name"] {
        workspace.does(&format!("role add {role} --like agent"));
    }
    let mut inside = Inside::new();
    let ran = inside.at_screen(60, &workspace.name(), "perm list").succeeds();
    fits(&ran.stdout, 60);
    for role in ["owner", "collaborator", "supervisor", "night-shift", "auditor", "a-role-with-q…"]
    {
        assert!(ran.stdout.contains(role), "{role}\n{}", ran.stdout);
    }
}

#[test]
fn a_list_of_nothing_says_so() {
    let workspace = Workspace::new();
    let ran = workspace.does("integration list");
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", "nothing to list\n"));
    let ran = workspace.does("integration list --format json");
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("[]\n", ""));
}
