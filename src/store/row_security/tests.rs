#![allow(clippy::unwrap_used)]

use super::*;
use crate::rules::policy::{matrix::Policy, preset::Preset};

fn of(policy: &Policy, schema: &str) -> String {
    let readings: Vec<_> = policy.roles().iter().map(Reading::of).collect();
    row_security(&SchemaName::read(schema).unwrap(), &readings)
}

#[test]
fn a_text_is_quoted() {
    assert_eq!(literal("agent"), "'agent'");
    assert_eq!(literal("o'neill'); DROP TABLE chat; --"), "'o''neill''); DROP TABLE chat; --'");
    assert_eq!(literal("a\\'b"), "'a\\''b'");
}

#[test]
fn the_same_policy_gives_the_same_text() {
    let policy = Preset::Unified.policy().unwrap();
    let text = of(&policy, "schema_1");
    assert_eq!(text, of(&Preset::Unified.policy().unwrap(), "schema_1"));
    assert_eq!(text.replace("schema_1", "schema_2"), of(&policy, "schema_2"));
}

#[test]
fn nothing_is_left_to_fill_in() {
    let text = of(&Preset::Interakt.policy().unwrap(), "acme");
    assert!(!text.contains('?') && !text.contains("{s") && !text.contains("{t"), "{text}");
    assert!(text.contains("    ('teammate', 1, 1, 1, 1, 1, 0, 0, '"), "{text}");
}

#[test]
fn only_a_row_tells_what_staff_wrote() {
    let policy = Preset::Unified.policy().unwrap();
    let with = |name: &str| {
        let mut roles = policy.roles().to_vec();
        roles[3].name = name.to_owned();
        of(&Policy::new(roles, policy.single_owner()).unwrap(), "acme")
    };
    let (one, other) = (with("desk-919876543210"), with("floor"));
    let differing: Vec<_> =
        one.lines().zip(other.lines()).filter(|(one, other)| one != other).collect();
    assert_eq!(differing.len(), 1, "{differing:?}");
    assert!(differing[0].0.starts_with("    ('desk-919876543210', "), "{differing:?}");
}

#[test]
fn a_place_in_what_is_filled_in_is_none() {
    let reading = Reading {
        role: "{schema}{rights}",
        reach: Reach { own: false, same_team: false, other_teams: false, assigned: true },
        users: false,
        masks: MaskSet::NONE,
        cells: Vec::new(),
    };
    assert_eq!(
        rights(std::slice::from_ref(&reading)),
        "    ('{schema}{rights}', 0, 0, 0, 1, 0, 0, 0, '')"
    );
    assert!(row_security(&SchemaName::default(), &[reading]).contains("('{schema}{rights}', "));
}

#[test]
fn nothing_is_given_but_reading() {
    let text = of(&Preset::Unified.policy().unwrap(), "acme");
    let given = text.lines().filter(|line| line.starts_with("GRANT "));
    for line in given {
        let is_reading = ["SELECT ", "USAGE", "EXECUTE "]
            .iter()
            .any(|right| line.starts_with(&format!("GRANT {right}")));
        assert!(is_reading, "{line}");
    }
    // To hand the views over; it is taken away again.
    let made = "GRANT USAGE, CREATE ON SCHEMA \"acme_read\" TO \"acme_views\";";
    let taken = "REVOKE CREATE ON SCHEMA \"acme_read\" FROM \"acme_views\";";
    assert!(text.find(made).unwrap() < text.find(taken).unwrap());
}
