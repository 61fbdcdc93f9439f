//! What each action of the audit needed: so that it can be decided again under another policy.

use super::permission::Permission;

/// What an action needs of whoever does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// A permission.
    Permission(Permission),
    /// Sight of the chat it was done to.
    Sight,
    /// Sight of the chat it was done to, and a permission.
    SightAnd(Permission),
    /// To be an owner, whatever the policy says.
    Owner,
    /// Nothing that a policy decides: the making of the workspace, an import from outside.
    Nothing,
}

/// What actions are about: the words before their dots.
pub const NOUNS: [&str; 18] = [
    "account",
    "api-key",
    "billing",
    "campaign",
    "chat",
    "contact",
    "integration",
    "invite",
    "mask",
    "member",
    "outbox",
    "perm",
    "policy",
    "role",
    "team",
    "template",
    "whatsapp",
    "workspace",
];

/// What an action such as `member.add` needs; `None` for one that isn't known.
#[must_use]
pub fn requirement(action: &str) -> Option<Requirement> {
    use super::permission::Permission as P;
    use Requirement::{Nothing, Owner, Permission, Sight, SightAnd};
    let (noun, verb) = action.split_once('.')?;
    Some(match (noun, verb) {
        ("workspace", "init") | ("chat" | "template", "import") => Nothing,
        ("perm" | "mask" | "policy" | "role", _) => Owner,
        // An integration is dropped when its member goes.
        ("member" | "invite" | "team" | "outbox", _) | ("integration", "drop") => {
            Permission(P::TeamSettings)
        }
        ("account", _) => Permission(P::AccountsConnect),
        ("chat", "assign" | "unassign") => SightAnd(P::ChatsAssign),
        ("chat", "reveal") => SightAnd(P::NumbersReveal),
        ("chat", "reply" | "close" | "reopen" | "start") => Sight,
        ("contact", "add" | "import") => Permission(P::UsersAdd),
        ("contact", "tag" | "untag" | "edit") => Permission(P::Users),
        ("template", _) => Permission(P::Templates),
        ("campaign", _) => Permission(P::Notifications),
        ("api-key", _) => Permission(P::ApiKey),
        ("billing", _) => Permission(P::Billing),
        ("whatsapp", _) => Permission(P::WhatsappSetup),
        ("integration", _) => Permission(P::Integrations),
        ("workspace", _) => Permission(P::Workspace),
        _ => return None,
    })
}
