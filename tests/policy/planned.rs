//! What a plan says beforehand against what is there afterwards, on random workspaces: chat lists
//! are read, permissions asked for, member by member.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rolecall::{
    ops::{
        self,
        chat::{Page, list},
        decision::When,
        policy::{Draft, apply, export, hash, plan},
        who_can::everything,
    },
    rules::{
        error::{Error as RuleError, PolicyError},
        policy::{
            effect::Reading,
            file::{PolicyFile, read, write},
            matrix::Policy,
            permission::Permission,
        },
        privacy::lens::Lens,
        workspace::member::Status,
    },
};

use super::random::{Content, OnDisk, content, policy};

/// What a member has, as the program's own lists tell it.
#[derive(Debug, PartialEq, Eq)]
struct Measured {
    chats: BTreeSet<i64>,
    permissions: BTreeSet<Permission>,
    numbers: bool,
    traits: bool,
}

fn measure(workspace: &OnDisk, email: &str) -> Measured {
    let mut chats = BTreeSet::new();
    let listed = list(&mut workspace.session(Some(email)), &Page::default(), |chat| {
        chats.insert(chat.id.0);
        Ok(())
    });
    // Who has no inbox is refused the list, and sees none.
    assert!(matches!(listed, Ok(()) | Err(ops::Error::Rule(_))), "{listed:?}");
    let (_, decisions) = everything(&mut workspace.session(None), email, When::Now).unwrap();
    let member = ops::member::show(&mut workspace.session(None), email).unwrap();
    let masks = ops::mask::list(&mut workspace.session(None)).unwrap();
    let role = masks.iter().find(|row| Some(&row.role) == member.role.as_ref()).unwrap();
    let present = member.status == Status::Active;
    Measured {
        chats,
        permissions: decisions.into_iter().map(|(permission, _)| permission).collect(),
        numbers: present && !role.masks.number,
        traits: present && !role.masks.traits,
    }
}

fn reading(before: bool, after: bool) -> Option<Reading> {
    match (before, after) {
        (true, false) => Some(Reading::Hidden),
        (false, true) => Some(Reading::Readable),
        _ => None,
    }
}

/// What of a measurement is not in another.
fn beyond<T: Copy + Ord>(these: &BTreeSet<T>, others: &BTreeSet<T>) -> BTreeSet<T> {
    these.difference(others).copied().collect()
}

fn check(before: &Policy, after: Policy, content: &Content) {
    let workspace = OnDisk::new(before, content);
    let file = PolicyFile::from(after);
    let draft = Draft { file: &file, move_to: None };
    let planned = plan(&mut workspace.session(None), draft, false).unwrap();
    let measured =
        || -> Vec<_> { workspace.emails.iter().map(|email| measure(&workspace, email)).collect() };
    let was = measured();
    let applied = apply(&mut workspace.session(None), draft, Some(&planned.hash)).unwrap();
    assert_eq!(applied.plan.effects, planned.effects);
    let is = measured();
    let mut touched = 0;
    for (email, (was, is)) in workspace.emails.iter().zip(was.iter().zip(&is)) {
        let found = planned.effects.members.iter().find(|it| it.email.as_str() == email);
        let Some(found) = found.map(|it| &it.effect) else {
            assert_eq!(was, is, "{email} is not in the plan");
            continue;
        };
        touched += 1;
        let seen = |chats: &BTreeSet<i64>| chats.len() as u64;
        assert_eq!(found.chats_gained, seen(&beyond(&is.chats, &was.chats)), "{email}");
        assert_eq!(found.chats_lost, seen(&beyond(&was.chats, &is.chats)), "{email}");
        let gained: BTreeSet<_> = found.gained.iter().collect();
        let lost: BTreeSet<_> = found.lost.iter().collect();
        assert_eq!(gained, beyond(&is.permissions, &was.permissions), "{email}");
        assert_eq!(lost, beyond(&was.permissions, &is.permissions), "{email}");
        assert_eq!(found.numbers, reading(was.numbers, is.numbers), "{email}");
        assert_eq!(found.traits, reading(was.traits, is.traits), "{email}");
        assert_ne!(was, is, "{email} is in the plan, and nothing changed for them");
    }
    assert_eq!(planned.effects.totals.members, touched);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_says_what_then_happens(before in policy(), after in policy(), content in content()) {
        check(&before, after, &content);
    }

    #[test]
    fn what_is_exported_and_applied_again_changes_nothing(
        before in policy(), other in policy(), content in content(),
    ) {
        let workspace = OnDisk::new(&before, &content);
        let text = export(&mut workspace.session(None), false).unwrap();
        let file = read(&text).unwrap();
        prop_assert_eq!(&file.policy, &before);
        let draft = Draft { file: &file, move_to: None };
        let applied = apply(&mut workspace.session(None), draft, None).unwrap();
        prop_assert!(applied.plan.is_empty(), "{:?}", applied.plan.changes);
        let nothing = ops::Outcome { lens: Lens::clear(), ..ops::Outcome::default() };
        prop_assert_eq!(applied.outcome, nothing);

        // Away from it and back.
        let away = PolicyFile::from(other);
        let away = read(&write(&away, "")).unwrap();
        apply(&mut workspace.session(None), Draft { file: &away, move_to: None }, None).unwrap();
        apply(&mut workspace.session(None), draft, None).unwrap();
        prop_assert_eq!(export(&mut workspace.session(None), false).unwrap(), text);
    }

    /// The audit tells what was done since a policy was looked at, whatever was done.
    #[test]
    fn what_happened_since_a_plan_is_told(
        before in policy(), steps in prop::collection::vec(policy(), 1..4), content in content(),
    ) {
        let workspace = OnDisk::new(&before, &content);
        let mut done = 0;
        for policy in &steps {
            let file = PolicyFile::from(policy.clone());
            let draft = Draft { file: &file, move_to: None };
            let applied = apply(&mut workspace.session(None), draft, None).unwrap();
            done += applied.outcome.changed.len();
        }
        let planned = hash(&before);
        let file = PolicyFile::from(before);
        let draft = Draft { file: &file, move_to: None };
        let result = apply(&mut workspace.session(None), draft, Some(&planned));
        if hash(steps.last().unwrap()) == planned {
            prop_assert!(result.is_ok());
        } else {
            match result {
                Err(ops::Error::Rule(RuleError::Policy(PolicyError::PolicyMoved { since, .. }))) => {
                    let since = since.expect("the audit leads back to the planned policy");
                    prop_assert!(!since.is_empty() && since.len() <= done);
                }
                other => prop_assert!(false, "{:?}", other.map(|it| it.outcome)),
            }
        }
    }
}
