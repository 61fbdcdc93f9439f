//! What stands in the way of taking an entry back, by what it did.

use super::entry::Done;
use crate::ops::import_undo;

/// How an entry goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// By an operation of its own.
    Alone,
    /// With another entry of the same change.
    With,
    /// By itself, whatever else is part of the change: it is about many things, and looks after them.
    Itself,
    /// Not at all, and why.
    No(&'static str),
}

const LEFT: &str = "what left the workspace can't be taken back";
const UNKNOWN: &str = "this kind of change has no way back";

/// What the audit keeps although nothing was changed by it.
pub(super) fn is_record(action: &str) -> bool {
    action.ends_with(".export") || action == "workspace.backup"
}

/// Whether it gives contacts a tag, or takes it from them.
pub(super) fn is_tagging(action: &str) -> bool {
    action == "contact.tag" || action == "contact.untag"
}

impl Done {
    /// When it goes back among those of its change: policies as they were first, what is new in them last.
    /// Chats go back after the accounts that they lie in, and before who is new goes again; after them goes
    /// the team that was made for them.
    pub(super) fn turn(&self) -> u8 {
        let is_of = |nouns: &[&str]| nouns.iter().any(|noun| self.action.starts_with(noun));
        match is_of(&["perm.", "mask.", "role.", "policy."]) {
            true if self.is_new => 5,
            true => 0,
            false if is_of(&["chat."]) => 2,
            false if self.action == "member.add" => 3,
            false if self.action == "team.add" => 4,
            false => 1,
        }
    }

    /// How it goes back, among the entries of its change.
    pub(super) fn way(&self, change: &[Self]) -> Way {
        let is_with = |action: &str| {
            change.iter().any(|other| other.action == action && other.object == self.object)
        };
        match self.action.as_str() {
            tagging if is_tagging(tagging) => Way::Alone,
            "member.add" | "member.edit" | "member.remove" | "member.suspend"
            | "member.restore" | "team.add" | "team.rename" | "team.remove" | "team.join"
            | "team.leave" | "account.connect" | "account.transfer" | "account.disconnect"
            | "chat.assign" | "chat.unassign" | "chat.close" | "chat.reopen" | "key.add"
            | "key.remove" | "integration.add" | "workspace.rename" | "workspace.set"
            | "billing.set" | "outbox.configure" | "whatsapp.set" | "perm.allow" | "perm.deny"
            | "perm.toggle" | "perm.reset" | "mask.enable" | "mask.disable" | "role.add"
            | "role.remove" | "policy.apply" => Way::Alone,
            // An invitation's code is void for good; who comes back gets another.
            "invite.revoke" if is_with("member.remove") => Way::With,
            "invite.resend" if change.iter().any(|other| other.action == "member.edit") => {
                Way::With
            }
            "integration.drop" => Way::With,
            "member.transfer-ownership" => {
                Way::No("hand it back with `rolecall member transfer-ownership EMAIL`")
            }
            "invite.revoke" | "invite.resend" | "invite.accept" => {
                Way::No("a code is void for good; send another with `rolecall invite resend`")
            }
            "chat.reply" | "chat.start" | "outbox.flush" | "chat.reveal" | "campaign.send"
            | "campaign.begin" | "contact.export" | "member.export" | "policy.export"
            | "workspace.backup" | "api-key.rotate" | "api-key.revoke" | "api-key.use" => {
                Way::No(LEFT)
            }
            import if import_undo::ACTIONS.contains(&import) => Way::Itself,
            _ => Way::No(UNKNOWN),
        }
    }
}
