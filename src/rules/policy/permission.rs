//! The permission catalogue: every key that a role has or lacks, with its label, what it gates and
//! whose help page it comes from. Which role holds which permission is not here: that is a policy.

use std::fmt;

pub use super::permission_set::PermissionSet;

/// One row of the matrix: something that a role may or may not do.
///
/// The order is that of the contract's table, and every list that names permissions keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Permission {
    /// Chats at all.
    Inbox,
    /// Campaigns.
    Notifications,
    /// Message templates.
    Templates,
    /// The All Users page.
    Users,
    /// Export from the All Users page.
    UsersExport,
    /// Add on the All Users page.
    UsersAdd,
    /// Tag many at once on the All Users page.
    UsersBulkTag,
    /// Merge contacts, and erase one who asks to be forgotten.
    UsersErase,
    /// The analytics page.
    Analytics,
    /// Plan and payment method.
    Billing,
    /// The organisation's API key.
    ApiKey,
    /// The WhatsApp Business profile.
    WhatsappSetup,
    /// Integrations and automation.
    Integrations,
    /// Rename, delete and restore the workspace.
    Workspace,
    /// Members, invitations and teams.
    TeamSettings,
    /// Reading the matrix; changing it is the owner's alone.
    AccessPermissions,
    /// Connect a WhatsApp account.
    AccountsConnect,
    /// Chats of accounts that the member connected.
    ChatsOwn,
    /// Chats of accounts that others in the member's team connected.
    ChatsSameTeam,
    /// Chats of every other account, those without a connector included.
    ChatsOtherTeams,
    /// Chats assigned to the member.
    ChatsAssigned,
    /// Assign a chat that one can see.
    ChatsAssign,
    /// See a hidden number once, with a reason that is kept.
    NumbersReveal,
}

/// Which product's help page speaks of a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Interakt: "How To Change Permissions For Each Role In Your Team?" and "Access to user details".
    Interakt,
    /// TimelinesAI: the chats table and the workspace actions.
    TimelinesAi,
    /// Both pages.
    Both,
    /// Neither page: the program goes past both, and every preset leaves it off.
    Own,
}

/// What the catalogue says of one permission.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The permission.
    pub permission: Permission,
    /// Its name in commands, files and JSON.
    pub key: &'static str,
    /// Its name for people, as the help pages write it where they do.
    pub label: &'static str,
    /// What it opens, as a noun phrase.
    pub gates: &'static str,
    /// The module it lies under; `None` for what stands by itself. A module lies under nothing.
    pub parent: Option<Permission>,
    /// Whether it opens a whole section of the product.
    pub is_module: bool,
    /// Where it comes from.
    pub source: Source,
}

const fn module(
    permission: Permission,
    key: &'static str,
    label: &'static str,
    gates: &'static str,
    source: Source,
) -> Entry {
    Entry { permission, key, label, gates, parent: None, is_module: true, source }
}

const fn under(
    parent: Permission,
    permission: Permission,
    key: &'static str,
    label: &'static str,
    gates: &'static str,
    source: Source,
) -> Entry {
    Entry { permission, key, label, gates, parent: Some(parent), is_module: false, source }
}

/// Every permission, in the order of the enum: `CATALOGUE[permission as usize]` is its entry.
pub const CATALOGUE: [Entry; 23] = {
    use Permission as P;
    use Source::{Both, Interakt, Own, TimelinesAi};
    [
        module(P::Inbox, "inbox", "Inbox", "chats at all", Both),
        module(P::Notifications, "notifications", "Notifications", "campaigns", Interakt),
        module(P::Templates, "templates", "Templates", "message templates", Interakt),
        module(P::Users, "users", "All Users", "the All Users page", Interakt),
        under(
            P::Users,
            P::UsersExport,
            "users.export",
            "Allow to Export Users",
            "export from the All Users page",
            Interakt,
        ),
        under(
            P::Users,
            P::UsersAdd,
            "users.add",
            "Allow to Add Users",
            "add on the All Users page",
            Interakt,
        ),
        under(
            P::Users,
            P::UsersBulkTag,
            "users.bulk-tag",
            "Allow to Bulk Tag Users",
            "tag many at once on the All Users page",
            Interakt,
        ),
        under(
            P::Users,
            P::UsersErase,
            "users.erase",
            "Merge and Erase Users",
            "merge contacts, and erase one who asks to be forgotten",
            Own,
        ),
        module(P::Analytics, "analytics", "Analytics", "the analytics page", Interakt),
        module(P::Billing, "billing", "Billing", "plan and payment method", Both),
        module(P::ApiKey, "api-key", "API Key", "the organisation's API key", Interakt),
        module(
            P::WhatsappSetup,
            "whatsapp-setup",
            "WhatsApp Business Setup",
            "the WhatsApp Business profile",
            Interakt,
        ),
        module(
            P::Integrations,
            "integrations",
            "Integrations",
            "integrations and automation",
            TimelinesAi,
        ),
        module(
            P::Workspace,
            "workspace",
            "Workspace",
            "rename, delete and restore the workspace",
            TimelinesAi,
        ),
        module(
            P::TeamSettings,
            "team-settings",
            "Team Settings",
            "members, invitations and teams",
            Both,
        ),
        module(
            P::AccessPermissions,
            "access-permissions",
            "Access Permissions",
            "reading the matrix (changing it is the owner's alone)",
            Interakt,
        ),
        Entry {
            permission: P::AccountsConnect,
            key: "accounts.connect",
            label: "Connect Accounts",
            gates: "connect a WhatsApp account",
            parent: None,
            is_module: false,
            source: TimelinesAi,
        },
        under(
            P::Inbox,
            P::ChatsOwn,
            "chats.own",
            "Own Chats",
            "chats of accounts that the member connected",
            TimelinesAi,
        ),
        under(
            P::Inbox,
            P::ChatsSameTeam,
            "chats.same-team",
            "Same Team Chats",
            "chats of accounts connected by others in the member's team",
            TimelinesAi,
        ),
        under(
            P::Inbox,
            P::ChatsOtherTeams,
            "chats.other-teams",
            "Other Teams' Chats",
            "every other account's chats, accounts without a connector included",
            TimelinesAi,
        ),
        under(
            P::Inbox,
            P::ChatsAssigned,
            "chats.assigned",
            "Assigned Chats",
            "chats assigned to the member",
            TimelinesAi,
        ),
        under(
            P::Inbox,
            P::ChatsAssign,
            "chats.assign",
            "Assign Chats",
            "assign a chat that one can see",
            TimelinesAi,
        ),
        // Not under `users`: the number's mask supersedes that module, and this is what is left to
        // those whom it binds.
        under(
            P::Inbox,
            P::NumbersReveal,
            "numbers.reveal",
            "Reveal a Number",
            "see a hidden number once, with a reason that is kept",
            Own,
        ),
    ]
};

impl Permission {
    /// Every permission, in the order of the catalogue.
    #[must_use]
    pub fn all() -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
        CATALOGUE.iter().map(|entry| entry.permission)
    }

    /// Every permission that opens a section of the product, in the order of the catalogue.
    pub fn modules() -> impl Iterator<Item = Self> {
        CATALOGUE.iter().filter(|entry| entry.is_module).map(|entry| entry.permission)
    }

    /// What the catalogue says of it.
    #[inline]
    #[must_use]
    pub const fn entry(self) -> &'static Entry {
        &CATALOGUE[self as usize]
    }

    /// Its name in commands, files and JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        self.entry().key
    }

    /// The permission of that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        CATALOGUE.iter().find(|entry| entry.key == key).map(|entry| entry.permission)
    }

    /// The module it lies in: itself, where it is one; `None` for what lies in no module.
    #[must_use]
    pub const fn module(self) -> Option<Self> {
        let entry = self.entry();
        if entry.is_module { Some(self) } else { entry.parent }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_indexed_by_the_enum() {
        for (index, entry) in CATALOGUE.iter().enumerate() {
            assert_eq!(entry.permission as usize, index, "{}", entry.key);
            assert_eq!(Permission::from_key(entry.key), Some(entry.permission));
        }
    }

    #[test]
    fn a_parent_is_a_module_and_a_module_has_none() {
        for entry in &CATALOGUE {
            if let Some(parent) = entry.parent {
                assert!(parent.entry().is_module, "{}", entry.key);
                assert!(!entry.is_module, "{}", entry.key);
            }
        }
    }
}
