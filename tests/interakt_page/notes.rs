//! The page's two notes on what masking does not stop.

use super::world::{CUSTOMER, with_work_under_way};

const LATER: (&str, &str) = ("ROLECALL_NOW", "2026-02-01T10:00:00Z");

/// "Note: It is only that the module will not be available for the specified user. The Ongoing or
/// One-time campaigns set already for the org will continue to happen and the org owners continue to
/// have the ability to set up campaigns".
#[test]
fn campaigns_set_already_continue_to_happen() {
    let workspace = with_work_under_way();
    workspace.does("mask enable number --role teammate");
    workspace.run("campaign list --as teammate@acme.test --format json").refuses(3, "mask-number");
    let run = workspace.command().args(["campaign", "run"]).env(LATER.0, LATER.1).output().unwrap();
    assert!(run.status.success(), "{run:?}");
    let sent = "SELECT count(*) FROM message WHERE campaign_id IS NOT NULL";
    assert_eq!(workspace.value(sent), "2");
    workspace.does(
        "campaign create Again --template order_ready --account 14155550132 --var name=name \
         --all-contacts --at 2026-02-02",
    );
}

/// "The templates created already for the org will continue to be available for users to use via. inbox
/// and the org owners continue to have the ability to create and submit templates via. the module."
#[test]
fn templates_created_already_can_be_used_in_the_inbox() {
    let workspace = with_work_under_way();
    workspace.does("mask enable number --role teammate");
    workspace.run("template list --as teammate@acme.test --format json").refuses(3, "mask-number");
    workspace.does("chat reply 1 --template order_ready --var name=Asha --as teammate@acme.test");
    let last = |column: &str| {
        format!("SELECT {column} FROM message WHERE direction = 'out' ORDER BY id DESC LIMIT 1")
    };
    assert_eq!(workspace.value(&last("text")), "Hello Asha, your order is ready.");
    assert_eq!(workspace.value(&last("recipient")), CUSTOMER);
    workspace.does(
        "template add order_late --category utility --language en --body 'Sorry, {{name}}: it is late.'",
    );
    workspace.does("template submit order_late");
}
