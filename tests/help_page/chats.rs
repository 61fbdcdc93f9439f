//! "How Different Roles Interact with WhatsApp Chats": the table and its three rules, on every surface.

use std::collections::BTreeSet;

use super::world::{CHATS, ROLES, World, cells, email_of, surfaces};

/// "Own chats are the chats associated with the WhatsApp account connected by the user. Same-team chats
/// are the chats linked to the WhatsApp accounts connected by users within the same team."
#[test]
fn the_table_holds_cell_by_cell_on_every_surface() {
    let world = World::new("timelinesai");
    let table = cells(CHATS);
    assert_eq!(table.len(), 5 * 4);
    for surface in surfaces() {
        for (role, column, cell) in &table {
            let role = role.to_lowercase();
            let shown = world.shown(&email_of(&role), surface);
            let chats = world.column(column, &role);
            match cell.as_str() {
                "✔" => {
                    assert!(!chats.is_empty());
                    assert!(
                        chats.iter().all(|id| shown.contains(id)),
                        "{role}, {column}, {surface}"
                    );
                }
                "X" => {
                    assert!(!chats.is_empty());
                    assert!(
                        !chats.iter().any(|id| shown.contains(id)),
                        "{role}, {column}, {surface}"
                    );
                }
                // There can be none: the role connects no account.
                "N/A" => assert!(chats.is_empty(), "{role}, {column}"),
                other => panic!("{other}"),
            }
        }
    }
}

/// What is shown is what can be opened and answered, chat by chat; the rest isn't there.
#[test]
fn who_sees_a_chat_interacts_with_it_and_nobody_else() {
    let world = World::new("timelinesai");
    for role in ROLES {
        let email = email_of(role);
        let shown = world.shown(&email, "inbox");
        for id in world.all() {
            let code = if shown.contains(&id) { 0 } else { 4 };
            world.workspace.run(&format!("chat show {id} --as {email}")).exits(code);
            let reply = format!("chat reply {id} -m Hello --dry-run --as {email}");
            world.workspace.run(&reply).exits(code);
        }
    }
}

/// "1. The Owner, Admin, and Teammate roles have access to all chats." The table contradicts it in one
/// cell, teammates and other teams' chats, and there the table holds.
#[test]
fn the_first_rule() {
    let world = World::new("timelinesai");
    let all = world.all();
    for role in ["owner", "admin", "teammate"] {
        for surface in surfaces() {
            let shown = world.shown(&email_of(role), surface);
            let missing: BTreeSet<_> = all.difference(&shown).copied().collect();
            if role == "teammate" {
                let others = world.column("Other Teams' Chats", role);
                let assigned_to_others = ROLES
                    .iter()
                    .filter(|it| **it != role)
                    .flat_map(|it| world.column("Assigned Chats", it));
                assert_eq!(
                    missing,
                    others.into_iter().chain(assigned_to_others).collect(),
                    "{surface}"
                );
            } else {
                assert_eq!(missing, BTreeSet::new(), "{role}, {surface}");
            }
        }
    }
    // One toggle gives the reading of the rule, to the letter.
    world.workspace.does("perm allow chats.other-teams --role teammate");
    for surface in surfaces() {
        assert_eq!(world.shown(&email_of("teammate"), surface), all, "{surface}");
    }
}

/// "2. The Agent role will only see/interact with chats that come into its own WhatsApp account, or
/// those that were assigned to it directly, by other team members."
#[test]
fn the_second_rule() {
    let world = World::new("timelinesai");
    let own: BTreeSet<_> = [world.chat("own agent"), world.chat("assigned agent")].into();
    for surface in surfaces() {
        assert_eq!(world.shown("agent@acme.test", surface), own, "{surface}");
    }
    // "by other team members": a teammate assigns what they see, and takes it back.
    let id = world.chat("same team");
    world.workspace.does(&format!("chat assign {id} --to agent@acme.test --as teammate@acme.test"));
    for surface in surfaces() {
        assert!(world.shown("agent@acme.test", surface).contains(&id), "{surface}");
    }
    world.workspace.does(&format!("chat unassign {id} --as teammate@acme.test"));
    for surface in surfaces() {
        assert_eq!(world.shown("agent@acme.test", surface), own, "{surface}");
    }
}

/// "3. The Collaborator role is unable to connect a WhatsApp account; they can only see and interact
/// with WhatsApp chats that have been assigned to them, and reply to those chats on behalf of the
/// WhatsApp account(s) connected in the workspace."
#[test]
fn the_third_rule() {
    let world = World::new("timelinesai");
    let me = "collaborator@acme.test";
    let connect = format!("account connect +14155550199 --as {me} --format json");
    world.workspace.run(&connect).refuses(3, "locked");
    world
        .workspace
        .run(&format!("account transfer +442071838750 --to {me} --format json"))
        .refuses(3, "locked");
    let mine = world.chat("assigned collaborator");
    for surface in surfaces() {
        assert_eq!(world.shown(me, surface), [mine].into(), "{surface}");
    }
    let before = world.workspace.does(&format!("chat show {mine} --as {me} --format json")).json();
    world.workspace.does(&format!("chat reply {mine} -m 'On behalf of us' --as {me}"));
    let after = world.workspace.does(&format!("chat show {mine} --as {me} --format json")).json();
    assert_eq!(before["account"], after["account"]);
    let sent = after["messages"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&sent["direction"], &sent["author"]), (&"out".into(), &me.into()));
    for account in ["14155550130", "442071838750", "442071838751", "442071838752"] {
        let start = format!("chat start +919811111111 --from {account} -m Hi --as {me}");
        world.workspace.run(&start).exits(3);
    }
}
