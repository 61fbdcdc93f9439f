//! "On the Access Permissions page, you will see permissions assigned to every role."

use rolecall::rules::policy::permission::Permission;

use super::world::{FEATURES, OTHER_TWO, email_of, interakt};

/// "There are 3 roles on Interakt, they are – Owner, Admin and Teammate. You can see the permissions for
/// each of these roles on the Access Permissions page."
#[test]
fn there_are_three_roles_and_their_permissions_can_be_seen() {
    let workspace = interakt();
    let roles = workspace.does("role list --format json").column("role");
    assert_eq!(roles, ["owner", "admin", "teammate"]);
    let cells = workspace.does("perm list --format json").rows();
    assert_eq!(cells.len(), 3 * Permission::all().len());
}

/// "Any member assigned the role of an Owner has access to all the features by default. This cannot be
/// changed."
#[test]
fn an_owner_has_everything_and_that_cannot_be_changed() {
    let workspace = interakt();
    for (_, permission, command) in FEATURES {
        workspace.does(command);
        workspace.run(&format!("perm deny {permission} --role owner")).exits(5);
        workspace.does(command);
    }
    workspace.run("mask enable number --role owner").exits(5);
}

/// "By default, members assigned as Admin or Teammate won’t be able to access the Team Settings and
/// Access Permissions pages."
#[test]
fn team_settings_and_access_permissions_are_closed_by_default() {
    let workspace = interakt();
    for role in OTHER_TWO {
        for command in ["member list", "team list", "perm list", "mask list"] {
            let line = format!("{command} --as {} --format json", email_of(role));
            workspace.run(&line).refuses(3, "toggle-off");
        }
    }
}

/// "This means that you can change these permissions only if the role assigned to you is that of an
/// Owner." Opening the page to an admin lets them read it, and no more.
#[test]
fn only_an_owner_changes_them() {
    let workspace = interakt();
    for opened in [false, true] {
        if opened {
            workspace.does("perm allow access-permissions --role admin");
        }
        for role in OTHER_TWO {
            for change in [
                "perm deny users.export --role teammate",
                "mask enable number --role teammate",
                "policy apply --preset unified --yes",
            ] {
                workspace.run(&format!("{change} --as {}", email_of(role))).exits(3);
            }
        }
    }
}

/// "So, for example, if you want to restrict access to the ‘Export Users’ feature to all members whose
/// role is Admin, you can toggle off the switch beside ‘Allow to Export Users’. Once that is done, all
/// members in your team having the role of Admin will not be able to Export Users from the All Users
/// page."
#[test]
fn the_example_with_export_users() {
    let workspace = interakt();
    workspace.does("member add second-admin@acme.test --role admin --no-invite");
    workspace.does("contact export --as admin@acme.test");
    let label = workspace.does("perm show users.export --format json").json();
    assert_eq!(label["label"], "Allow to Export Users");
    workspace.does("perm toggle users.export --role admin");
    for admin in ["admin@acme.test", "second-admin@acme.test"] {
        workspace
            .run(&format!("contact export --as {admin} --format json"))
            .refuses(3, "toggle-off");
        // The page itself stays open.
        workspace.does(&format!("contact list --as {admin}"));
    }
    workspace.does("contact export --as teammate@acme.test");
    workspace.does("contact export");
}

/// "Similarly, you can restrict access to some other features like Adding Users, Bulk Tagging Users from
/// the All Users page, Access to the Billing Section, Access to your organization’s API key, and access
/// to the WhatsApp Business Setup for your profile."
#[test]
fn each_named_feature_is_open_and_can_be_restricted_by_itself() {
    for (name, permission, command) in FEATURES {
        for role in OTHER_TWO {
            let workspace = interakt();
            let line = format!("{command} --as {}", email_of(role));
            workspace.does(&line);
            workspace.does(&format!("perm deny {permission} --role {role}"));
            workspace.run(&format!("{line} --format json")).refuses(3, "toggle-off");
            for (other, _, command) in FEATURES.iter().filter(|(other, ..)| *other != name) {
                let ran = workspace.run(&format!("{command} --as {}", email_of(role)));
                assert_eq!(ran.code, 0, "{name} restricted, {other}: {}", ran.transcript());
            }
            workspace.does(&format!("perm allow {permission} --role {role}"));
            workspace.does(&line);
        }
    }
}

/// "In this way, you can create a 3-level hierarchy for permissions in your organization".
#[test]
fn a_hierarchy_of_three_levels() {
    let workspace = interakt();
    workspace.does("perm deny billing --role admin");
    for (_, permission, _) in FEATURES {
        workspace.does(&format!("perm deny {permission} --role teammate"));
    }
    let allowed = |email: &str| {
        let rows = workspace.does(&format!("can --all {email} --format json")).rows();
        rows.iter().filter(|row| row["allowed"] == true).count()
    };
    let [owner, admin, teammate] =
        ["owner@acme.test", "admin@acme.test", "teammate@acme.test"].map(allowed);
    assert!(owner > admin && admin > teammate, "{owner} {admin} {teammate}");
}
