//! What is said of a change of the policy: every cell by itself, and random pairs of policies.

use std::fmt::Write as _;

use proptest::prelude::*;
use rolecall::rules::{
    id::{MemberId, TeamId},
    policy::{
        decision::{Subject, allowed},
        escalation::may_give,
        mask::Mask,
        matrix::Policy,
        permission::{Permission, PermissionSet},
        role::{Model, Role},
        scope::Viewer,
        warning::{Closed, Warning, warnings},
    },
    workspace::member::Status,
};

use super::random::policy;

/// An owner, and a clerk who may do everything.
fn clerk_with(toggles: PermissionSet) -> Policy {
    let bare = |name: &str, model| Role::bare(name, name, model);
    let clerk = Role { toggles, ..bare("clerk", Model::Admin) };
    Policy::new(vec![bare("owner", Model::Owner), clerk], false).unwrap()
}

fn told(before: &Policy, after: &Policy) -> String {
    warnings(before, after).iter().fold(String::new(), |mut told, warning| {
        writeln!(told, "  {}: {}", warning.key(), warning.words()).unwrap();
        told
    })
}

/// Each permission is taken from who has all, and each mask is put on them.
#[test]
fn each_cell_that_is_closed_says_what_stays_open_and_what_is_idle() {
    let before = clerk_with(PermissionSet::ALL);
    let mut all = String::new();
    for permission in Permission::all() {
        let mut after = before.clone();
        after.set("clerk", permission, false).unwrap();
        write!(all, "{permission}\n{}", told(&before, &after)).unwrap();
        // What is opened, and what stays as it is, says nothing.
        assert_eq!(told(&after, &before), "", "{permission}");
        assert_eq!(told(&after, &after), "", "{permission}");
    }
    for mask in Mask::ALL {
        let mut after = before.clone();
        after.set_mask("clerk", mask, true).unwrap();
        write!(all, "mask {mask}\n{}", told(&before, &after)).unwrap();
        assert_eq!(told(&after, &before), "", "{mask}");
    }
    insta::assert_snapshot!(all);
}

/// Alone, a permission leaves no other way open but what takes none.
#[test]
fn who_has_one_permission_alone_has_no_other_way() {
    for permission in Permission::all() {
        let module = permission.entry().parent.into_iter();
        let before = clerk_with(module.chain([permission]).collect());
        let after = clerk_with(PermissionSet::NONE);
        for warning in warnings(&before, &after) {
            let is_other_way = matches!(warning, Warning::Open { way: Some(_), .. });
            assert!(!is_other_way, "{permission}: {warning:?}");
        }
    }
}

fn held(policy: &Policy, role: &str) -> PermissionSet {
    allowed(Subject { status: Status::Active, role: policy.role(role).unwrap() })
}

/// Whether a member with a role can bring in somebody with another, asked as the command asks.
fn adds(policy: &Policy, role: &str, given: &str) -> bool {
    let subject = Subject { status: Status::Active, role: policy.role(role).unwrap() };
    let viewer = Viewer { member: MemberId(1), team: TeamId(1), subject };
    held(policy, role).contains(Permission::TeamSettings)
        && may_give(viewer, policy.role(given).unwrap())
}

proptest! {
    #[test]
    fn what_is_said_of_two_policies_is_true(before in policy(), after in policy()) {
        let said = warnings(&before, &after);
        for role in after.roles() {
            let name = role.name.as_str();
            let lost: Vec<_> = before.roles().iter().map(|given| given.name.clone())
                .filter(|given| adds(&before, name, given) && !adds(&after, name, given))
                .collect();
            let told = said.iter().find_map(|warning| match warning {
                Warning::AddsLess { role, given } if role == name => Some(given.clone()),
                _ => None,
            });
            let sorted = |mut names: Vec<String>| { names.sort(); names };
            // Owners bring in whom they like, before and after.
            prop_assert_eq!(sorted(told.unwrap_or_default()), sorted(lost));
        }
        for warning in &said {
            let role = warning.role();
            let (had, has) = (held(&before, role), held(&after, role));
            let lost = |permission| had.contains(permission) && !has.contains(permission);
            match warning {
                Warning::AddsLess { .. } => {}
                Warning::Open { closed, way, .. } => {
                    prop_assert!(way.is_none_or(|way| has.contains(way)), "{:?}", warning);
                    let masks = |policy: &Policy| policy.role(role).unwrap().masks;
                    prop_assert!(match closed {
                        Closed::Permission(permission) => lost(*permission),
                        Closed::Masked(mask) => {
                            masks(&after).contains(*mask) && !masks(&before).contains(*mask)
                        }
                    }, "{:?}", warning);
                }
                Warning::Idle { closed, idle, .. } => {
                    // What was closed, or what is on, is new.
                    let [was, is] = [&before, &after].map(|it| it.role(role).unwrap().toggles);
                    let is_new = lost(*closed) || idle.iter().all(|it| !was.contains(it));
                    prop_assert!(is_new && !has.contains(*closed), "{:?}", warning);
                    prop_assert!(idle.without(is).is_empty(), "{:?}", warning);
                }
            }
        }
    }
}
