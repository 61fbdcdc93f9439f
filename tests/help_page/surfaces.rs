//! The same chats under the same rules on every surface, whatever the policy.

use super::world::{ROLES, World, email_of, surfaces};

/// Asks every role on every surface, and gives what each is shown.
fn asked(world: &World, roles: &[&str]) -> Vec<usize> {
    let ask = |role: &&str| {
        let email = email_of(role);
        let inbox = world.shown(&email, "inbox");
        for surface in surfaces() {
            assert_eq!(world.shown(&email, surface), inbox, "{role}, {surface}");
        }
        inbox.len()
    };
    roles.iter().map(ask).collect()
}

#[test]
fn every_role_is_shown_the_same_chats_on_every_surface() {
    for preset in ["timelinesai", "unified"] {
        let world = World::new(preset);
        let mut shown = asked(&world, &ROLES);
        assert!(shown.iter().all(|count| *count > 0), "{preset}: {shown:?}");
        for change in [
            "perm allow chats.other-teams --role teammate",
            "perm allow chats.same-team --role agent",
            "perm deny chats.assigned --role collaborator",
            "mask enable number --role admin",
            "perm deny chats.own --role agent",
        ] {
            world.workspace.does(change);
            let now = asked(&world, &ROLES);
            // A mask hides numbers, not chats; the others show or hide some.
            assert_eq!(change.starts_with("mask"), now == shown, "{change}");
            shown = now;
        }
    }
    let world = World::new("interakt");
    asked(&world, &ROLES[..3]);
}
