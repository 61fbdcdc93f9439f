//! "Note: Team members who are "Agents" on TimelinesAI will only be able to use the WhatsApp account they
//! connected; they won't be able to use WhatsApp accounts connected by other team members. This will be
//! effective in the following features: → Shared Inbox → Pipedrive Integration Panel → HubSpot Chat View".

use super::world::{COLLEAGUES, NOBODYS, STRANGERS, World, account_of, surfaces};

const AGENT: &str = "agent@acme.test";

#[test]
fn an_agent_uses_the_account_they_connected_and_no_other() {
    let world = World::new("timelinesai");
    let start = |from: &str| {
        let line = format!("chat start +919811111111 -m Hi --dry-run --from {from} --as {AGENT}");
        world.workspace.run(&line).code
    };
    assert_eq!(start(&account_of("agent")), 0);
    let others = [COLLEAGUES, STRANGERS, NOBODYS].map(str::to_owned);
    for account in others.into_iter().chain(["owner", "admin", "teammate"].map(account_of)) {
        assert_eq!(start(&account), 3, "{account}");
    }
}

/// An assignment opens one chat, on every surface, and not its account.
#[test]
fn it_is_effective_in_the_features_named() {
    let world = World::new("timelinesai");
    let id = world.chat("assigned agent");
    assert_eq!(surfaces(), ["inbox", "pipedrive", "hubspot"]);
    for surface in surfaces() {
        let shown = world.shown(AGENT, surface);
        assert_eq!(shown, [world.chat("own agent"), id].into(), "{surface}");
    }
    world.workspace.does(&format!("chat reply {id} -m Hello --as {AGENT}"));
    let line =
        format!("chat start +919811111111 -m Hi --from {STRANGERS} --as {AGENT} --format json");
    world.workspace.run(&line).refuses(3, "toggle-off");
}

/// So an account can't be shared with them, and the refusal says why.
#[test]
fn nothing_is_shared_with_an_agent_or_a_collaborator() {
    let world = World::new("timelinesai");
    for (email, why) in [
        (AGENT, "an agent uses only the account they connected"),
        ("collaborator@acme.test", "a collaborator uses no account"),
    ] {
        let ran =
            world.workspace.run(&format!("account share {COLLEAGUES} --with {email}")).exits(5);
        assert!(ran.stderr.contains(why), "{}", ran.transcript());
    }
    // Whoever's account it is has it, agents too.
    world.workspace.does(&format!("account share {} --with {AGENT}", account_of("agent")));
}
