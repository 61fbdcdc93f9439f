//! "Workspace Roles: Access Privileges".

use super::world::{ROLES, World, cells, email_of};

/// "Besides chat visibility, roles define the kind of access a user will have to certain sections within
/// the TimelinesAI workspace".
const WORKSPACE_ACTIONS: &str = "
Workspace Actions | Roles |
---|---|
Workspace/Account Management | Owner |
Subscription: plans and payment method | Owner |
Team Management and Users | Owner and Admin(s) |
Workspace Integrations and/or Automation Management | Owner and Admin(s) |
";

#[test]
fn the_sections_are_for_the_roles_of_their_table() {
    let world = World::new("timelinesai");
    let table = cells(WORKSPACE_ACTIONS);
    assert_eq!(table.len(), 4);
    for (action, _, roles) in table {
        let permission = match action.as_str() {
            "Workspace/Account Management" => "workspace",
            "Subscription: plans and payment method" => "billing",
            "Team Management and Users" => "team-settings",
            "Workspace Integrations and/or Automation Management" => "integrations",
            other => panic!("{other}"),
        };
        let named: &[&str] = match roles.as_str() {
            "Owner" => &["owner"],
            "Owner and Admin(s)" => &["owner", "admin"],
            other => panic!("{other}"),
        };
        for role in ROLES {
            let can = format!("can {} {permission}", email_of(role));
            world.workspace.run(&can).exits(i32::from(!named.contains(&role)));
        }
    }
    for role in ROLES {
        let may = ["owner", "admin"].contains(&role);
        let code = if may { 0 } else { 3 };
        for line in ["member list", "member add new@acme.test --role agent --dry-run"] {
            world.workspace.run(&format!("{line} --as {}", email_of(role))).exits(code);
        }
    }
}

/// The table writes "Owner" and "Admin(s)": admins may be many, the owner is one.
#[test]
fn the_owner_is_one_person() {
    let world = World::new("timelinesai");
    world.workspace.does("member add second-admin@acme.test --role admin --no-invite");
    world.workspace.run("member add second@acme.test --role owner").exits(5);
}
