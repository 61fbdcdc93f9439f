//! Interakt, "How To Change Permissions For Each Role In Your Team?" and "Access to user details".

use rolecall::rules::{
    id::{MemberId, TeamId},
    policy::{
        decision::{Decision, Reason, Subject, decide},
        mask::Mask,
        matrix::Policy,
        permission::Permission,
        preset::Preset,
        scope::{ChatFacts, Connector, Scope, Viewer},
    },
    workspace::member::Status,
};

use crate::policy::policy;

fn may(policy: &Policy, role: &str, permission: Permission) -> Decision {
    decide(Subject { status: Status::Active, role: policy.role(role).unwrap() }, permission)
}

/// "There are 3 roles on Interakt, they are – Owner, Admin and Teammate."
#[test]
fn there_are_three_roles() {
    let policy = policy(Preset::Interakt);
    let titles: Vec<_> = policy.roles().iter().map(|role| role.title.as_str()).collect();
    assert_eq!(titles, ["Owner", "Admin", "Teammate"]);
}

/// "Any member assigned the role of an Owner has access to all the features by default. This cannot
/// be changed."
#[test]
fn the_owner_has_everything_and_that_cannot_be_changed() {
    let mut policy = policy(Preset::Interakt);
    let before = policy.clone();
    for permission in Permission::all() {
        let yes = Decision { allowed: true, reason: Reason::Owner };
        assert_eq!(may(&policy, "owner", permission), yes, "{permission}");
        assert!(policy.set("owner", permission, false).is_err(), "{permission}");
    }
    for mask in Mask::ALL {
        assert!(policy.set_mask("owner", mask, true).is_err(), "{mask}");
    }
    assert_eq!(policy, before);
}

/// "By default, members assigned as Admin or Teammate won't be able to access the Team Settings and
/// Access Permissions pages."
#[test]
fn two_pages_are_closed_to_admins_and_teammates_by_default() {
    let policy = policy(Preset::Interakt);
    for role in ["admin", "teammate"] {
        for page in ["Team Settings", "Access Permissions"] {
            let no = Decision { allowed: false, reason: Reason::ToggleOff };
            assert_eq!(may(&policy, role, called(page)), no, "{role}, {page}");
        }
    }
}

/// "For the other 2 roles which are Admin and Teammate, you can use these toggles to provide or
/// block access to a particular feature." The page names six: "Allow to Export Users", and "Adding
/// Users, Bulk Tagging Users from the All Users page, Access to the Billing Section, Access to your
/// organization's API key, and access to the WhatsApp Business Setup for your profile".
#[test]
fn the_six_named_toggles_are_on_and_can_be_switched_both_ways() {
    for feature in [
        "Allow to Export Users",
        "Allow to Add Users",
        "Allow to Bulk Tag Users",
        "Billing",
        "API Key",
        "WhatsApp Business Setup",
    ] {
        let permission = called(feature);
        let mut policy = policy(Preset::Interakt);
        for role in ["admin", "teammate"] {
            let on = Decision { allowed: true, reason: Reason::ToggleOn };
            let off = Decision { allowed: false, reason: Reason::ToggleOff };
            assert_eq!(may(&policy, role, permission), on, "{role}, {feature}");
            assert_eq!(policy.set(role, permission, false), Ok(true), "{role}, {feature}");
            assert_eq!(may(&policy, role, permission), off, "{role}, {feature}");
            assert_eq!(policy.set(role, permission, true), Ok(true), "{role}, {feature}");
            assert_eq!(may(&policy, role, permission), on, "{role}, {feature}");
        }
    }
}

/// "Once that is done, all members in your team having the role of Admin will not be able to Export
/// Users from the All Users page." The other role, and the page itself, are as they were.
#[test]
fn the_pages_own_example_touches_nothing_else() {
    let before = policy(Preset::Interakt);
    let mut after = before.clone();
    after.set("admin", called("Allow to Export Users"), false).unwrap();
    for role in ["owner", "admin", "teammate"] {
        for permission in Permission::all() {
            let meant = role == "admin" && permission == Permission::UsersExport;
            let changed = may(&before, role, permission) != may(&after, role, permission);
            assert_eq!(changed, meant, "{role}, {permission}");
        }
    }
}

/// "By default the customer phone number is visible for all Interakt users to see and this is
/// Disabled."
#[test]
fn nothing_is_masked_by_default() {
    for preset in Preset::ALL {
        for role in policy(preset).roles() {
            assert_eq!(role.masks.iter().count(), 0, "{preset} {}", role.name);
        }
    }
}

/// The four modules of the "superseding effect", as the page names them.
const SUPERSEDED: [&str; 4] = ["Notifications", "Templates", "All Users", "Analytics"];

/// "The module is hidden for the users for whom the end customer contact number is masked. This is
/// irrespective of whatever roles are assigned in the other section as per permissions settings."
#[test]
fn a_masked_number_supersedes_the_toggles_of_four_modules() {
    let hidden = Decision { allowed: false, reason: Reason::MaskNumber };
    for role in ["admin", "teammate"] {
        for module in SUPERSEDED.map(called) {
            for toggle in [true, false] {
                let mut policy = policy(Preset::Interakt);
                policy.set(role, module, toggle).unwrap();
                policy.set_mask(role, Mask::Number, true).unwrap();
                assert_eq!(may(&policy, role, module), hidden, "{role}, {module}, {toggle}");
            }
        }
    }
}

/// "... ensures that the customer's phone number is masked for the roles mentioned": the role that
/// is masked, and no other; and "the org owners continue to have the ability to set up campaigns".
#[test]
fn a_mask_is_for_the_role_mentioned() {
    let before = policy(Preset::Interakt);
    let mut after = before.clone();
    after.set_mask("teammate", Mask::Number, true).unwrap();
    for role in ["owner", "admin"] {
        assert_eq!(before.role(role), after.role(role));
        for permission in Permission::all() {
            assert_eq!(may(&before, role, permission), may(&after, role, permission));
        }
    }
    let gone: Vec<_> = Permission::modules()
        .filter(|module| may(&before, "teammate", *module) != may(&after, "teammate", *module))
        .map(|module| module.entry().label)
        .collect();
    // "the teammate does not have access to the Users, Templates, Notifications, & Analytics."
    assert_eq!(gone, SUPERSEDED);
}

/// "Note: This masking does not in any way impact the ability of an Interakt user to converse with
/// an end customer using Inbox."
#[test]
fn a_mask_leaves_the_inbox_alone() {
    let before = policy(Preset::Interakt);
    let me = Connector { member: MemberId(1), team: TeamId(1) };
    let colleague = Connector { member: MemberId(2), team: TeamId(1) };
    let stranger = Connector { member: MemberId(3), team: TeamId(2) };
    for mask in Mask::ALL {
        let mut after = before.clone();
        after.set_mask("teammate", mask, true).unwrap();
        let viewers = [&before, &after].map(|policy| Viewer {
            member: me.member,
            team: me.team,
            subject: Subject { status: Status::Active, role: policy.role("teammate").unwrap() },
        });
        for connector in [Some(me), Some(colleague), Some(stranger), None] {
            for assignee in [None, Some(me.member), Some(colleague.member)] {
                let chat = ChatFacts { connector, assignee };
                let [was, is] = viewers.map(|viewer| viewer.sees(chat));
                assert!(is.allowed, "{mask}, {chat:?}");
                assert_eq!(was, is, "{mask}, {chat:?}");
            }
            let [was, is] = viewers.map(|viewer| viewer.starts_from(connector));
            assert_eq!(was, is, "{mask}, {connector:?}");
        }
        for scope in Scope::ALL {
            assert!(viewers[1].reach().contains(scope), "{mask}, {scope}");
        }
    }
}

/// The permission that the page calls so.
fn called(label: &str) -> Permission {
    Permission::all().find(|permission| permission.entry().label == label).expect(label)
}
