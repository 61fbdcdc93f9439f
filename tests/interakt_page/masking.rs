//! "There is another section referred to as Access to user details within permission settings. The
//! permission changes applied to this section supersede the changes that would have happened."

use super::world::{CUSTOMER, OTHER_TWO, SUPERSEDED, email_of, interakt};
use crate::support::Workspace;

/// Where the page says that the number is masked: "across User card details, the chat list, and the chat
/// header", and each in every form that the program prints.
const PLACES: [&str; 3] = ["chat show 1", "chat list", "chat list --surface pipedrive"];

/// Everything that is printed in those places, in every form.
fn seen(workspace: &Workspace, email: &str) -> String {
    let mut all = String::new();
    for place in PLACES {
        for format in ["table", "json", "jsonl", "csv"] {
            let ran = workspace.does(&format!("{place} --as {email} --format {format}"));
            all.push_str(&ran.stdout);
            all.push_str(&ran.stderr);
        }
    }
    all
}

/// "By default the customer phone number is visible for all Interakt users to see and this is Disabled."
#[test]
fn by_default_the_number_is_visible_for_all() {
    let workspace = interakt();
    for role in ["owner", "admin", "teammate"] {
        assert!(seen(&workspace, &email_of(role)).contains(CUSTOMER), "{role}");
    }
    let masks = workspace.does("mask list --format json").rows();
    assert!(masks.iter().all(|row| row["number"] == false && row["traits"] == false));
}

/// "Inbox: The customer phone number will be masked as shown below where only the country code is
/// visible." And "it ensures that the customer’s phone number is masked for the roles mentioned".
#[test]
fn only_the_country_code_is_visible_for_the_roles_mentioned() {
    let workspace = interakt();
    workspace.does("mask enable number --role teammate");
    let masked = seen(&workspace, "teammate@acme.test");
    assert!(masked.contains("+91 ********"));
    for spelling in ["9876543210", "98765 43210", "098765", "43210"] {
        assert!(!masked.contains(spelling), "{spelling}");
    }
    for role in ["owner", "admin"] {
        assert!(seen(&workspace, &email_of(role)).contains(CUSTOMER), "{role}");
    }
}

/// "Hide user traits data".
#[test]
fn traits_are_hidden_for_the_roles_mentioned() {
    let workspace = interakt();
    workspace.does("mask enable traits --role teammate");
    let card = |role: &str| {
        let line = format!("chat show 1 --as {} --format json", email_of(role));
        workspace.does(&line).json()["card"].clone()
    };
    assert_eq!(card("admin")["traits"]["city"], "Mumbai");
    assert_eq!(card("teammate")["traits"], serde_json::Value::Null);
    assert_eq!(card("teammate")["traits_masked"], true);
    assert!(!seen(&workspace, "teammate@acme.test").contains("Mumbai"));
}

/// "Note: This masking does not in any way impact the ability of an Interakt user to converse with an end
/// customer using Inbox."
#[test]
fn conversing_is_not_impaired() {
    let workspace = interakt();
    workspace.does("mask enable number --role teammate");
    workspace.does("chat reply 1 -m 'It is ready' --as teammate@acme.test");
    let recipient =
        "SELECT recipient FROM message WHERE direction = 'out' ORDER BY id DESC LIMIT 1";
    assert_eq!(workspace.value(recipient), CUSTOMER);
    workspace.does("chat close 1 --as teammate@acme.test");
    workspace.does("chat reopen 1 --as teammate@acme.test");
}

/// "The module is hidden for the users for whom the end customer contact number is masked. This is
/// irrespective of whatever roles are assigned in the other section as per permissions settings."
#[test]
fn four_modules_are_hidden_whatever_the_toggles_say() {
    for role in OTHER_TWO {
        let workspace = interakt();
        let email = email_of(role);
        for (name, permission, command) in SUPERSEDED {
            workspace.does(&format!("{command} --as {email}"));
            workspace.does(&format!("mask enable number --role {role}"));
            for turn in ["allow", "deny"] {
                workspace.does(&format!("perm {turn} {permission} --role {role}"));
                let ran = workspace.run(&format!("{command} --as {email} --format json"));
                ran.refuses(3, "mask-number");
                let modules = workspace.does(&format!("module list --as {email} --format json"));
                let row =
                    modules.rows().into_iter().find(|row| row["module"] == permission).unwrap();
                assert_eq!(
                    (&row["visible"], &row["reason"]),
                    (&false.into(), &"mask-number".into()),
                    "{name}"
                );
            }
            workspace.does(&format!("perm allow {permission} --role {role}"));
            workspace.does(&format!("mask disable number --role {role}"));
            workspace.does(&format!("{command} --as {email}"));
        }
    }
}

/// "In the below example, you’ll notice that the teammate does not have access to the Users, Templates,
/// Notifications, & Analytics." And to nothing less than that.
#[test]
fn the_pages_own_example() {
    let workspace = interakt();
    let modules = |role: &str| {
        let line = format!("module list --as {} --format json", email_of(role));
        let rows = workspace.does(&line).rows();
        let visible = rows.iter().filter(|row| row["visible"] == true);
        visible.map(|row| row["module"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (admin, teammate) = (modules("admin"), modules("teammate"));
    workspace.does("mask enable number --role teammate");
    assert_eq!(modules("admin"), admin);
    let gone: Vec<_> =
        teammate.into_iter().filter(|module| !modules("teammate").contains(module)).collect();
    assert_eq!(gone, ["notifications", "templates", "users", "analytics"]);
}
