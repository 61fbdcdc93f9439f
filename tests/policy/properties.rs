//! What holds for any role, whatever its cells and masks: the order of the rules, seen from outside.

use proptest::prelude::*;
use rolecall::rules::{
    policy::{
        decision::{HIDDEN_BY_NUMBER_MASK, RULES, Reason, Subject, allowed, decide, explain},
        mask::{Mask, MaskSet},
        permission::{Permission, PermissionSet},
        role::{Model, Role},
    },
    workspace::member::Status,
};

/// Any role that a policy can hold: locked cells have their value, the owner has no mask.
fn role() -> impl Strategy<Value = Role> {
    let model = prop::sample::select(Model::ALL.to_vec());
    (model, any::<u32>(), any::<bool>(), any::<bool>()).prop_map(|(model, bits, number, traits)| {
        let mut role = Role::bare(model.key(), model.title(), model);
        for permission in Permission::all() {
            let on = role.locked(permission).unwrap_or(bits >> permission as u32 & 1 == 1);
            role.toggles.set(permission, on);
        }
        if !role.is_owner() {
            role.masks = MaskSet { number, traits, ..MaskSet::NONE };
        }
        role
    })
}

fn status() -> impl Strategy<Value = Status> {
    prop::sample::select(Status::ALL.to_vec())
}

fn permission() -> impl Strategy<Value = Permission> {
    prop::sample::select(Permission::all().collect::<Vec<_>>())
}

fn is_within(part: PermissionSet, whole: PermissionSet) -> bool {
    part.iter().all(|permission| whole.contains(permission))
}

/// The six rules once more, as the contract words them, in the plainest way.
fn by_the_contract(status: Status, role: &Role, permission: Permission) -> (bool, Reason) {
    let key = permission.key();
    let hidden = ["notifications", "templates", "users", "analytics"];
    let on = |permission: Permission| role.toggles.contains(permission);
    let under = ["users.", "chats.", "numbers."].into_iter().find(|prefix| key.starts_with(prefix));
    if status == Status::Suspended {
        (false, Reason::Suspended)
    } else if status == Status::Invited {
        (false, Reason::Invited)
    } else if role.model == Model::Owner {
        (true, Reason::Owner)
    } else if role.model == Model::Collaborator && ["accounts.connect", "chats.own"].contains(&key)
    {
        (false, Reason::Locked)
    } else if role.masks.number && (hidden.contains(&key) || under == Some("users.")) {
        (false, Reason::MaskNumber)
    } else if under == Some("users.") && !on(Permission::Users)
        || matches!(under, Some("chats." | "numbers.")) && !on(Permission::Inbox)
    {
        (false, Reason::ModuleOff)
    } else if on(permission) {
        (true, Reason::ToggleOn)
    } else {
        (false, Reason::ToggleOff)
    }
}

proptest! {
    #[test]
    fn a_decision_is_what_the_contract_says(
        role in role(), status in status(), permission in permission(),
    ) {
        let decision = decide(Subject { status, role: &role }, permission);
        let expected = by_the_contract(status, &role, permission);
        prop_assert_eq!((decision.allowed, decision.reason), expected);
    }

    #[test]
    fn an_explanation_ends_with_the_decision_and_asks_the_rules_in_order(
        role in role(), status in status(), permission in permission(),
    ) {
        let subject = Subject { status, role: &role };
        let steps = explain(subject, permission);
        let (last, before) = steps.split_last().unwrap();
        prop_assert_eq!(last.decision, Some(decide(subject, permission)));
        prop_assert!(before.iter().all(|step| step.decision.is_none()));
        let asked: Vec<_> = steps.iter().map(|step| step.rule).collect();
        prop_assert_eq!(&asked[..], &RULES[..steps.len()]);
        prop_assert!(steps.iter().all(|step| !step.finding.is_empty()));
    }

    #[test]
    fn what_is_allowed_is_what_is_decided_one_by_one(role in role(), status in status()) {
        let subject = Subject { status, role: &role };
        for permission in Permission::all() {
            let decided = decide(subject, permission).allowed;
            prop_assert_eq!(allowed(subject).contains(permission), decided, "{}", permission);
        }
    }

    #[test]
    fn turning_a_toggle_on_takes_nothing_away(
        role in role(), status in status(), permission in permission(),
    ) {
        let mut more = role.clone();
        more.toggles.set(permission, true);
        let before = allowed(Subject { status, role: &role });
        let after = allowed(Subject { status, role: &more });
        prop_assert!(is_within(before, after), "{:?} {:?}", before, after);
    }

    #[test]
    fn a_toggle_touches_nothing_but_itself_and_what_lies_under_it(
        role in role(), status in status(), permission in permission(), on: bool,
    ) {
        let mut other = role.clone();
        other.toggles.set(permission, on);
        for elsewhere in Permission::all() {
            if elsewhere != permission && elsewhere.entry().parent != Some(permission) {
                let was = decide(Subject { status, role: &role }, elsewhere);
                let is = decide(Subject { status, role: &other }, elsewhere);
                prop_assert_eq!(was, is, "{}", elsewhere);
            }
        }
    }

    #[test]
    fn the_number_mask_takes_the_four_modules_and_nothing_else(role in role(), status in status()) {
        let mut masked = role.clone();
        let mut open = role;
        masked.masks.set(Mask::Number, !masked.is_owner());
        open.masks.set(Mask::Number, false);
        let before = allowed(Subject { status, role: &open });
        let after = allowed(Subject { status, role: &masked });
        prop_assert!(is_within(after, before), "{:?} {:?}", before, after);
        for permission in before.iter().filter(|permission| !after.contains(*permission)) {
            let module = permission.module();
            prop_assert!(module.is_some_and(|m| HIDDEN_BY_NUMBER_MASK.contains(m)), "{}", permission);
        }
        if !masked.is_owner() {
            let left = after.iter().find(|permission| HIDDEN_BY_NUMBER_MASK.contains(*permission));
            prop_assert_eq!(left, None);
        }
    }

    #[test]
    fn the_traits_mask_takes_no_permission(role in role(), status in status()) {
        let mut masked = role.clone();
        masked.masks.set(Mask::Traits, !role.masks.traits);
        for permission in Permission::all() {
            let was = decide(Subject { status, role: &role }, permission);
            prop_assert_eq!(decide(Subject { status, role: &masked }, permission), was);
        }
    }

    #[test]
    fn who_is_suspended_may_do_nothing(role in role(), permission in permission()) {
        let decision = decide(Subject { status: Status::Suspended, role: &role }, permission);
        prop_assert_eq!((decision.allowed, decision.reason), (false, Reason::Suspended));
    }

    #[test]
    fn who_is_invited_may_do_nothing_and_what_the_role_says_when_they_have_joined(
        role in role(), permission in permission(),
    ) {
        let [invited, joined, active] =
            [Status::Invited, Status::Invited.if_joined(), Status::Active]
                .map(|status| decide(Subject { status, role: &role }, permission));
        prop_assert_eq!((invited.allowed, invited.reason), (false, Reason::Invited));
        prop_assert_eq!(joined, active);
    }
}
