//! Hints help who gets them: a command that a hint names is one that its reader may run.

use std::collections::BTreeSet;

use super::all_cases;
use crate::support::{Workspace, inside::Inside, tree};

/// What stands in hints for what the reader puts there.
const PLACES: [(&str, &str); 8] = [
    ("EMAIL", "agnes@acme.test"),
    ("NUMBER", "+919812345678"),
    ("NAME", "promo"),
    ("ROLE", "agent"),
    ("CODE", "X"),
    ("FILE", "-"),
    ("ID", "3"),
    ("N", "3"),
];

/// How a hint begins that says what others may do.
const OF_OTHERS: [&str; 3] = ["an owner ", "who sees them can ", "the member "];

/// The commands that a hint names, with something in every place.
fn commands(hint: &str) -> Vec<String> {
    let quoted = hint.split('`').skip(1).step_by(2);
    let named = quoted.filter_map(|text| text.strip_prefix("rolecall "));
    let filled = |command: &str| {
        let words = command.split(' ').map(|word| {
            PLACES.iter().find(|(place, _)| *place == word).map_or(word, |(_, value)| value)
        });
        words.collect::<Vec<_>>().join(" ")
    };
    named.map(filled).collect()
}

/// Every command is tried by an agent, and by a collaborator with nothing but an inbox.
#[test]
fn who_may_not_do_something_is_told_of_nothing_else_that_they_may_not() {
    let workspace = Workspace::sample();
    let path = workspace.path();
    let mut inside = Inside::new();
    let (mut told, mut faults) = (0, BTreeSet::new());
    for case in all_cases().iter().filter(|case| !case.bare) {
        let line = case.lines.last().unwrap();
        let bare = line.split(" --as ").next().unwrap();
        for who in ["agnes@acme.test", "colin@acme.test"] {
            let input = case.input.as_deref().unwrap_or_default();
            let as_them = format!("{bare} --yes --format json --as {who}");
            let ran = inside.run(&path, &as_them, input.as_bytes());
            if ![3, 4, 5].contains(&ran.code) {
                continue;
            }
            let error = ran.error();
            let hint = error["hint"].as_str().unwrap_or_default().to_owned();
            if OF_OTHERS.iter().any(|start| hint.starts_with(start)) {
                continue;
            }
            for command in commands(&hint) {
                let leaf = tree::meant(&command);
                let is_change = tree::leaves().iter().any(|it| it.path == leaf && it.is_change);
                let dry = if is_change { " --dry-run" } else { "" };
                let tried = inside.run(&path, &format!("{command}{dry} --yes --as {who}"), b"");
                told += 1;
                if tried.code == 3 {
                    faults.insert(format!("{who} may not `{command}`, which `{bare}` hints at"));
                }
            }
        }
    }
    assert!(told > 100, "{told}");
    assert!(faults.is_empty(), "{faults:#?}");
}
