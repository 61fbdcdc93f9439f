//! Every answer there is: preset × role × status × permission × masks, as one kept text, so that a
//! change of what anybody may do is a difference that somebody reviews.
//!
//! After a change that is meant, write it anew and look at the difference:
//! `UPDATE_MATRIX=1 cargo test --test suite matrix; git diff tests/policy/matrix.txt`

use std::fmt::Write as _;

use rolecall::rules::{
    policy::{
        decision::{Subject, decide},
        mask::{MaskSet, TextMode},
        permission::{CATALOGUE, Permission},
        preset::Preset,
        role::Role,
    },
    workspace::member::Status,
};

use super::{kept, policy};

const FILE: &str = "tests/policy/matrix.txt";

const HEAD: &str = "\
# Every answer of every preset: may a member of this role and status do this, and why.
# A column is a state of the role's masks. The owner can't be masked: that row shows that a mask
# would change nothing. `✓` yes, `·` no, and then the reason code.
# Made by tests/policy/matrix.rs; UPDATE_MATRIX=1 writes it anew.
";

const MASKS: [(&str, MaskSet); 4] = [
    ("no mask", MaskSet { number: false, traits: false, texts: TextMode::Numbers }),
    ("number", MaskSet { number: true, traits: false, texts: TextMode::Numbers }),
    ("traits", MaskSet { number: false, traits: true, texts: TextMode::Numbers }),
    ("number+traits", MaskSet { number: true, traits: true, texts: TextMode::Numbers }),
];

fn render() -> String {
    let mut text = HEAD.to_owned();
    for preset in Preset::ALL {
        for role in policy(preset).roles() {
            for status in Status::ALL {
                let _ = write!(
                    text,
                    "\n{}\n{}",
                    heading(preset, &role.name, status),
                    block(role, status)
                );
            }
        }
    }
    text
}

fn heading(preset: Preset, role: &str, status: Status) -> String {
    format!("== {preset} / {role} / {status}")
}

fn block(role: &Role, status: Status) -> String {
    let mut lines = vec![row("", MASKS.map(|(name, _)| name.to_owned()))];
    for permission in Permission::all() {
        let answers = MASKS.map(|(_, masks)| {
            let role = Role { masks, ..role.clone() };
            let decision = decide(Subject { status, role: &role }, permission);
            format!("{} {}", if decision.allowed { '✓' } else { '·' }, decision.reason)
        });
        lines.push(row(permission.key(), answers));
    }
    lines.concat()
}

fn row(name: &str, cells: [String; 4]) -> String {
    let [a, b, c, d] = cells;
    let line = format!("{name:<20}{a:<15}{b:<15}{c:<15}{d}");
    format!("{}\n", line.trim_end())
}

#[test]
fn the_matrix_is_as_it_was_reviewed() {
    if let Some(difference) = kept::difference(FILE, &render(), "UPDATE_MATRIX") {
        panic!("{difference}");
    }
}

/// The kept text against a list of its own, not against the loops above: a role or a permission
/// that is lost from a preset, or from the loops, is missed here.
#[test]
fn the_matrix_leaves_nothing_out() {
    let five = ["owner", "admin", "teammate", "agent", "collaborator"];
    let all = [("unified", &five[..]), ("interakt", &five[..3]), ("timelinesai", &five[..])];
    let mut expected = Vec::new();
    for (preset, roles) in all {
        for role in roles {
            for status in ["invited", "active", "suspended"] {
                expected.push(format!("{preset} / {role} / {status}"));
            }
        }
    }
    let mut blocks = include_str!("matrix.txt").split("\n== ");
    assert_eq!(blocks.next().map(str::trim_end), Some(HEAD.trim_end()));
    let mut found = Vec::new();
    for block in blocks {
        let mut lines = block.lines().filter(|line| !line.is_empty());
        let heading = lines.next().unwrap();
        assert_eq!(
            lines.next().unwrap().split_whitespace().collect::<Vec<_>>(),
            ["no", "mask", "number", "traits", "number+traits"],
            "{heading}"
        );
        for (entry, line) in CATALOGUE.iter().zip(lines.by_ref()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(words[0], entry.key, "{heading}");
            let marks = words[1..].iter().step_by(2).filter(|mark| ["✓", "·"].contains(mark));
            assert_eq!((words.len(), marks.count()), (9, 4), "{heading}: {line}");
        }
        assert_eq!(lines.next(), None, "{heading}");
        found.push(heading.to_owned());
    }
    assert_eq!(found, expected);
}
