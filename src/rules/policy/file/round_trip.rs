//! Policy files there and back: what is written is read as the same, and whatever is done to a file,
//! it is read or has faults.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::rules::{
    error::Kind,
    policy::{
        mask::Mask,
        permission::Permission,
        role::{Model, Role},
    },
    workspace::member::{check_name, is_unprintable},
};

/// A name that the rules allow, with all that is awkward in TOML.
fn name() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        "\"",
        "'",
        "'''",
        "\"\"\"",
        "\\",
        "\\n",
        "\\u0041",
        "#",
        "=",
        "[x]",
        "é",
        "日本",
        "👩‍👩‍👧",
        " ",
        "a",
    ]);
    let pieces = prop::collection::vec(prop_oneof![awkward.prop_map(str::to_owned), "\\PC"], 1..12);
    pieces.prop_filter_map("not a name", |pieces| check_name(Kind::Name, &pieces.concat()).ok())
}

fn role(name: String, model: Model) -> impl Strategy<Value = Role> {
    (self::name(), prop::bits::u32::ANY, any::<(bool, bool)>()).prop_map(
        move |(title, bits, (number, traits))| {
            let mut role = Role::bare(&name, &title, model);
            for permission in Permission::all() {
                let on = role.locked(permission).unwrap_or(bits >> permission as u32 & 1 == 1);
                role.toggles.set(permission, on);
            }
            if !role.is_owner() {
                role.masks.set(Mask::Number, number);
                role.masks.set(Mask::Traits, traits);
            }
            role
        },
    )
}

fn file() -> impl Strategy<Value = PolicyFile> {
    let built_in = prop::sample::subsequence(Model::ALL.to_vec(), 0..=Model::ALL.len())
        .prop_flat_map(|models| {
            models.into_iter().map(|m| role(m.key().to_owned(), m)).collect::<Vec<_>>()
        });
    let names = prop::collection::btree_set("x(-?[a-z0-9]){0,20}", 0..4);
    let added =
        (names, prop::collection::vec(1..Model::ALL.len(), 4)).prop_flat_map(|(names, m)| {
            let models = m.into_iter().map(|index| Model::ALL[index]);
            names.into_iter().zip(models).map(|(name, m)| role(name, m)).collect::<Vec<_>>()
        });
    let teams = prop::option::of(prop::collection::vec(name(), 0..4)).prop_map(|teams| {
        teams.map(|teams| {
            let mut seen = std::collections::BTreeSet::new();
            teams.into_iter().filter(|team| seen.insert(team.to_lowercase())).collect::<Vec<_>>()
        })
    });
    // Added roles come first, or last, or between: the order among equals is part of the policy.
    let roles =
        (built_in, added).prop_map(|(built_in, added)| [built_in, added].concat()).prop_shuffle();
    (roles, any::<bool>(), teams).prop_map(|(roles, single_owner, teams)| PolicyFile {
        policy: Policy::new(roles, single_owner).unwrap(),
        teams,
        suite: crate::rules::policy::expectation::Suite::default(),
    })
}

/// A place in a text, how much to take out there, and what to put in.
fn cut() -> impl Strategy<Value = (prop::sample::Index, usize, String)> {
    (any::<prop::sample::Index>(), 0usize..20, "[ -~\n\u{1b}é]{0,4}")
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_same_and_written_as_the_same(file in file(), about in ".*") {
        let text = write(&file, &about);
        let again = read(&text);
        prop_assert!(again.is_ok(), "{:#?}\n{}", again, text);
        let again = again.unwrap();
        prop_assert_eq!(&again, &file);
        prop_assert_eq!(write(&again, &about), text);
    }

    /// A title that no command lets in, such as one with a line break, comes out of the writer as
    /// good TOML all the same; reading it back is refused as it is everywhere.
    #[test]
    fn any_title_is_good_toml_and_one_that_is_no_name_is_refused(title in any::<String>()) {
        let role = Role::bare("agent", &title, Model::Agent);
        let text = write(&Policy::new(vec![role], false).unwrap().into(), "");
        let table: toml::Table = text.parse().unwrap();
        prop_assert_eq!(table["roles"]["agent"]["title"].as_str(), Some(title.as_str()));
        let name = check_name(Kind::Name, &title);
        let faults = read(&text).err().map_or(0, |faults| faults.len());
        prop_assert_eq!(faults, usize::from(name.is_err()));
    }

    #[test]
    fn a_mangled_file_is_read_or_has_faults_within_it(
        file in file(), cuts in prop::collection::vec(cut(), 1..4),
    ) {
        let mut text: Vec<char> = write(&file, "").chars().collect();
        for (at, length, put) in cuts {
            let start = at.index(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, put.chars());
            text.push('\n');
        }
        let text: String = text.into_iter().collect();
        if let Err(faults) = read(&text) {
            prop_assert!(!faults.is_empty());
            let places: Vec<_> = faults.iter().map(|fault| (fault.line, fault.column)).collect();
            prop_assert!(places.is_sorted());
            for (line, column) in places {
                let length = text.split('\n').nth(line - 1).map(|line| line.chars().count());
                prop_assert!(length.is_some_and(|length| column <= length + 1), "{}:{}", line, column);
            }
            for fault in &faults {
                let words = format!("{fault}{:?}", fault.nearest);
                prop_assert!(!words.chars().any(is_unprintable), "{}", words);
            }
        }
    }
}
