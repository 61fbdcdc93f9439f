//! "How to share your WhatsApp account: Step-by-Step".

use super::world::{World, surfaces};
use crate::support::{
    Ran,
    payload::{Customer, NOON, text},
};

const ACCOUNT: &str = "14155550177";

/// "Connect the WhatsApp account you want to share with your team" — "Invite your team members to your
/// workspace, while making sure that their roles are either Admins or Teammates" — "Make sure to have
/// your team members connect only WhatsApp accounts used for work, to avoid unintentional disclosure of
/// personal conversations via CRM." — "Once you do this, your team will be able to see all the chats that
/// come into your WhatsApp account. They'll also send messages on behalf of that WhatsApp account".
#[test]
fn the_steps_lead_there() {
    let world = World::new("timelinesai");
    let workspace = &world.workspace;
    // Step 1.
    workspace.does(&format!("account connect +{ACCOUNT} --as stranger@acme.test"));
    let line = |id: &str, at| {
        text(ACCOUNT, Customer::Number("Zoe", "919800000001"), id, NOON + at, "Hello there")
    };
    workspace.takes("chat import -", line("wamid.Z1", 900));
    let id: i64 = workspace.value("SELECT max(id) FROM chat").parse().unwrap();
    for surface in surfaces() {
        assert!(!world.shown("teammate@acme.test", surface).contains(&id), "{surface}");
    }
    // Steps 2 and 3: a teammate of another team, and two people who are nobody yet.
    let share = format!(
        "account share +{ACCOUNT} --with teammate@acme.test new@acme.test --format json --as admin@acme.test"
    );
    let planned = workspace.does(&format!("{share} --dry-run"));
    let shared = workspace.does(&share);
    assert_eq!(planned.stdout, shared.stdout);
    assert!(shared.stderr.contains("only accounts used for work"), "{}", shared.transcript());
    let chief = format!("account share +{ACCOUNT} --with chief@acme.test --role admin");
    workspace.does(&chief);
    let accessed = |shared: &Ran| -> Vec<_> {
        let rows = shared.rows().into_iter().filter(|row| row["action"] == "access");
        rows.map(|row| row["object"].as_str().unwrap().to_owned()).collect()
    };
    // Who has not joined has no access yet.
    assert_eq!(accessed(&shared), ["teammate@acme.test"]);
    for invited in ["new@acme.test", "chief@acme.test"] {
        let code = workspace.value(&format!(
            "SELECT code FROM outbox JOIN invitation ON invitation.id = outbox.id
             JOIN member ON member.id = member_id WHERE email = '{invited}'"
        ));
        workspace.takes(&format!("invite accept {invited} --code -"), format!("{code}\n"));
    }
    // "Once you do this": all of the team, all of the chats, also those still to come.
    workspace.takes("chat import -", line("wamid.Z2", 960));
    let late = text(ACCOUNT, Customer::Number("Yve", "919800000002"), "wamid.Y", NOON + 980, "Hi");
    workspace.takes("chat import -", late);
    let ids = workspace
        .value("SELECT group_concat(id) FROM chat WHERE id >= (SELECT max(id) - 1 FROM chat)");
    let ids: Vec<i64> = ids.split(',').map(|id| id.parse().unwrap()).collect();
    assert!(ids.contains(&id) && ids.len() == 2);
    for email in ["teammate@acme.test", "new@acme.test", "chief@acme.test", "stranger@acme.test"] {
        for surface in surfaces() {
            let shown = world.shown(email, surface);
            assert!(ids.iter().all(|id| shown.contains(id)), "{email}, {surface}");
        }
        // "They'll also send messages on behalf of that WhatsApp account".
        workspace.does(&format!("chat reply {id} -m 'On behalf of us' --as {email}"));
        let start = "chat start +919811111111 -m Hi --dry-run --from";
        workspace.does(&format!("{start} {ACCOUNT} --as {email}"));
    }
    let access = workspace.does(&format!("account access +{ACCOUNT} --format json")).rows();
    let of_access: Vec<_> = access
        .iter()
        .filter(|row| row["sees_chats"] == true && row["can_start"] == true)
        .map(|row| row["member"].as_str().unwrap())
        .filter(|member| *member != "chief@acme.test")
        .collect();
    let sees_all = workspace.does(&share.replace("--as admin@acme.test", "")).rows();
    let told: Vec<_> = sees_all
        .iter()
        .filter(|row| row["action"] == "access" && row["object"] != "chief@acme.test")
        .map(|row| row["object"].as_str().unwrap())
        .collect();
    assert_eq!(told, of_access, "sharing tells what `account access` tells");
    // To an admin, who may not read everybody's access, only of the people they named.
    assert_eq!(accessed(&workspace.does(&share)), ["teammate@acme.test", "new@acme.test"]);
}

/// Nobody is left halfway: who can't be brought in keeps the others out too.
#[test]
fn it_is_all_or_nobody() {
    let world = World::new("timelinesai");
    world.workspace.does(&format!("account connect +{ACCOUNT} --as stranger@acme.test"));
    let before = world.workspace.state();
    let with = "teammate@acme.test new@acme.test agent@acme.test";
    let ran = world.workspace.run(&format!("account share +{ACCOUNT} --with {with} --format json"));
    assert_eq!(ran.exits(5).error()["reason"], "toggle-off");
    before.is_still(&world.workspace.state(), "account share");
}
