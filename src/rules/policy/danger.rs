//! What is dangerous to gain. This is the one list of it: every command that gives a permission asks by it.

use super::permission::{Permission, PermissionSet};

/// What somebody can do with a dangerous permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Danger {
    /// After "can".
    pub words: &'static str,
    /// Whether it is everyday work: who adds somebody with a role that opens it isn't asked.
    pub is_everyday: bool,
}

impl Permission {
    /// What makes it dangerous to gain, if anything does.
    #[must_use]
    pub const fn danger(self) -> Option<Danger> {
        use Permission as P;
        let (words, is_everyday) = match self {
            P::Users => ("read every contact", true),
            P::UsersExport => ("export contacts", true),
            P::ChatsSameTeam => ("see their team's chats", true),
            P::ChatsOtherTeams => ("see the chats of all teams", false),
            P::UsersErase => ("merge or erase contacts", false),
            P::NumbersReveal => ("reveal hidden numbers or texts", false),
            P::ApiKey => ("make the API key that reads every contact", false),
            P::Integrations => ("connect programs that are sent customers' data", false),
            P::Workspace => ("rename or delete the workspace", false),
            P::TeamSettings => ("add or remove members", false),
            P::AccessPermissions => ("read the matrix and the audit", false),
            // No `_`: who adds a permission decides.
            P::Inbox
            | P::Notifications
            | P::Templates
            | P::UsersAdd
            | P::UsersBulkTag
            | P::Analytics
            | P::Billing
            | P::WhatsappSetup
            | P::AccountsConnect
            | P::ChatsOwn
            | P::ChatsAssigned
            | P::ChatsAssign => return None,
        };
        Some(Danger { words, is_everyday })
    }
}

impl PermissionSet {
    /// Those that are dangerous to gain for somebody who is new.
    #[must_use]
    pub fn dangers_of_newcomer(self) -> Self {
        let is_told = |it: &Permission| it.danger().is_some_and(|danger| !danger.is_everyday);
        self.iter().filter(is_told).collect()
    }
}
