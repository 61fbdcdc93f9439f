//! What the contract gives, said again and much more simply than the program says it: a table of who
//! holds what, and four lines on who sees which chat. It asks none of the program's rules.

use std::collections::BTreeSet;

use rolecall::rules::policy::{permission::Permission, role::Role};

use super::world::World;

/// What somebody, or several together, were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    pub permissions: BTreeSet<&'static str>,
    /// Chats by place.
    pub chats: BTreeSet<usize>,
    /// Contacts by place.
    pub contacts: BTreeSet<usize>,
    pub numbers: bool,
    pub traits: bool,
}

const HIDDEN: [&str; 4] = ["notifications", "templates", "users", "analytics"];

fn holds(role: &Role, permission: Permission) -> bool {
    let key = permission.key();
    let module = key.split('.').next().unwrap();
    let is_hidden = role.masks.number && HIDDEN.contains(&module);
    let parent = permission.entry().parent;
    let on = |permission: Permission| {
        role.model.locked(permission).unwrap_or_else(|| role.toggles.contains(permission))
    };
    let is_locked_off = role.model.locked(permission) == Some(false);
    !is_locked_off && !is_hidden && on(permission) && parent.is_none_or(on)
}

impl Given {
    /// What a member was given.
    pub fn of(world: &World, member: usize) -> Self {
        let person = &world.people[member];
        let role = world.role(person.role);
        let permissions: BTreeSet<_> = Permission::all()
            .filter(|permission| holds(role, *permission))
            .map(Permission::key)
            .collect();
        let may = |key: &str| permissions.contains(key);
        let sees = |(account, _, assignee): &(usize, usize, Option<usize>)| {
            let connector = world.accounts[*account].1;
            let scope = match connector {
                Some(owner) if owner == member => "chats.own",
                Some(owner) if world.people[owner].team == person.team => "chats.same-team",
                _ => "chats.other-teams",
            };
            may("inbox") && (may(scope) || *assignee == Some(member) && may("chats.assigned"))
        };
        let chats: BTreeSet<_> =
            (0..world.chats.len()).filter(|chat| sees(&world.chats[*chat])).collect();
        let contacts = if may("users") {
            (0..world.contacts).collect()
        } else {
            chats.iter().map(|chat| world.chats[*chat].1).collect()
        };
        let (numbers, traits) = (!role.masks.number, !role.masks.traits);
        Self { permissions, chats, contacts, numbers, traits }
    }

    /// What both have, together.
    pub fn and(mut self, other: Self) -> Self {
        self.permissions.extend(other.permissions);
        self.chats.extend(other.chats);
        self.contacts.extend(other.contacts);
        self.numbers |= other.numbers;
        self.traits |= other.traits;
        self
    }
}
