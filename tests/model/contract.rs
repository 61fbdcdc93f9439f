//! What the contract gives, said again and much more simply than the program says it: a table of who
//! holds what, four lines on who sees which chat, and what each command takes. It asks none of the
//! program's rules.

use std::collections::BTreeSet;

use rolecall::rules::policy::{permission::Permission, role::Role};

use super::world::World;

/// What somebody, or several together, were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    pub permissions: BTreeSet<&'static str>,
    /// Accounts from which they may write first, by place.
    pub accounts: BTreeSet<usize>,
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
        let covers = |account: usize| {
            let scope = match world.accounts[account].1 {
                Some(owner) if owner == member => "chats.own",
                Some(owner) if world.people[owner].team == person.team => "chats.same-team",
                _ => "chats.other-teams",
            };
            may("inbox") && may(scope)
        };
        let accounts: BTreeSet<_> = (0..world.accounts.len()).filter(|it| covers(*it)).collect();
        let sees = |(account, _, assignee): &(usize, usize, Option<usize>)| {
            let is_theirs = *assignee == Some(member);
            accounts.contains(account) || may("inbox") && is_theirs && may("chats.assigned")
        };
        let chats: BTreeSet<_> =
            (0..world.chats.len()).filter(|chat| sees(&world.chats[*chat])).collect();
        let contacts = if may("users") {
            (0..world.contacts).collect()
        } else {
            chats.iter().map(|chat| world.chats[*chat].1).collect()
        };
        let (numbers, traits) = (!role.masks.number, !role.masks.traits);
        Self { permissions, accounts, chats, contacts, numbers, traits }
    }

    /// What both have, together.
    pub fn and(mut self, other: Self) -> Self {
        self.permissions.extend(other.permissions);
        self.accounts.extend(other.accounts);
        self.chats.extend(other.chats);
        self.contacts.extend(other.contacts);
        self.numbers |= other.numbers;
        self.traits |= other.traits;
        self
    }

    /// Whether a line may print numbers to one of them: a reveal does, whatever is masked.
    pub fn prints_numbers(&self, line: &str) -> bool {
        let reveals = line.starts_with("chat reveal");
        self.numbers || reveals && self.permissions.contains("numbers.reveal")
    }

    /// Whether they may do what a line does at all: one of them has what its command takes.
    pub fn opens(&self, line: &str) -> bool {
        let words: Vec<_> = line.split(' ').collect();
        let has = |key: &str| self.permissions.contains(key);
        match (words[0], words.get(1).copied().unwrap_or_default()) {
            ("role" | "perm" | "mask" | "policy", _) | ("member", "transfer-ownership") => false,
            // Their own login id is everybody's own.
            ("member", "edit") if line.contains("--email") => true,
            ("invite", "accept") | ("undo" | "key", _) => true,
            ("member" | "invite" | "team" | "outbox", _) | ("account", "share") => {
                has("team-settings")
            }
            ("account", "connect") if line.contains("--for") => has("team-settings"),
            ("account", "connect") => has("accounts.connect"),
            ("account", _) => has("accounts.connect") || has("team-settings"),
            ("chat", "import") | ("integration", _) => has("integrations"),
            ("chat", "assign" | "unassign") => has("inbox") && has("chats.assign"),
            ("chat", "reveal") => has("inbox") && has("numbers.reveal"),
            ("chat", _) => has("inbox"),
            ("contact", "add" | "import") => has("users.add"),
            ("contact", "export") => has("users.export"),
            ("contact", "merge" | "erase") => has("users.erase"),
            ("contact", "tag" | "untag") if line.contains("--all") => has("users.bulk-tag"),
            // The same one twice is one.
            ("contact", "tag") if words.len() > 4 && words[3] != words[4] => has("users.bulk-tag"),
            ("contact", _) => has("users"),
            ("template", _) => has("templates"),
            ("campaign", _) => has("notifications"),
            ("billing", _) => has("billing"),
            ("api-key", _) => has("api-key"),
            ("whatsapp", _) => has("whatsapp-setup"),
            ("workspace", _) => has("workspace"),
            (noun, verb) => panic!("nothing is stated of `{noun} {verb}`"),
        }
    }
}
