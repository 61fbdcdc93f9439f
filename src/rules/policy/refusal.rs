//! Why an actor was refused, each with its reason code. Why a decision said no is
//! `super::decision::Reason`.

use super::{decision::Reason, escalation::Excess, permission::Permission};
use crate::rules::{
    counted::counted,
    error::{Class, Explain},
};

/// The actor may not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{actor}` ({role}) may not {}", .refusal.words(.actor, *.lists_members).0)]
pub struct Denied {
    /// The actor's email.
    pub actor: String,
    /// The actor's role.
    pub role: String,
    /// Whether they may list members, to find an owner.
    pub lists_members: bool,
    /// Why not.
    pub refusal: Refusal,
}

impl Explain for Denied {
    fn class(&self) -> Class {
        Class::Denied
    }

    fn hint(&self) -> Option<String> {
        Some(self.refusal.words(&self.actor, self.lists_members).1)
    }

    fn reason(&self) -> Option<&'static str> {
        Some(self.refusal.code())
    }
}

/// Why an actor was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A decision said no.
    Decided(Permission, Reason),
    /// Only an owner changes policy, masks and roles (Interakt: "you can change these permissions
    /// only if the role assigned to you is that of an Owner").
    OwnerOnly,
    /// Only an owner looks for leaks: to others a find would tell that they guessed right.
    OwnerLooks,
    /// The target is an owner, whom only an owner may add, edit or remove.
    TargetIsOwner,
    /// The role to be given outranks the actor's own.
    HigherRank,
    /// The target outranks the actor: to edit them would be to take over what they may do.
    TargetOutranks,
    /// Nobody but an owner changes their own role.
    OwnRole,
    /// The role to be given has what the actor's own lacks.
    GivesMore(Excess),
    /// Nobody but an owner moves themselves into another team.
    OwnTeam,
    /// The team is one whose chats the actor doesn't see.
    UnseenTeam,
    /// Somebody would see chats that the actor doesn't see.
    UnseenChats,
    /// Nobody suspends themselves.
    OwnStatus,
    /// The login id of somebody who has joined is their own and the owner's to change.
    LoginOfAnother,
    /// The account has chats or had another owner, and the actor doesn't see its chats.
    AccountWithPast,
    /// The actor has not joined: they can look, and change nothing.
    NotJoined,
    /// Whoever wrote a template doesn't mark it approved.
    OwnTemplate,
    /// What is asked for would tell a number that is masked for the actor's role.
    MaskedNumber,
    /// What is asked for would tell traits that are masked for the actor's role.
    MaskedTraits,
    /// The actor has revealed as many numbers today as their role's members may in a day.
    RevealLimit(u32),
    /// The template is somebody else's, and the role is one that changes its own alone.
    NotAuthor,
}

impl Refusal {
    /// The reason code, as it stands in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Decided(_, reason) => reason.code(),
            Self::OwnerOnly | Self::OwnerLooks => "owner-only",
            Self::TargetIsOwner => "target-is-owner",
            Self::HigherRank => "higher-rank",
            Self::TargetOutranks => "target-outranks",
            Self::OwnRole => "own-role",
            Self::GivesMore(_) => "gives-more",
            Self::OwnTeam => "own-team",
            Self::UnseenTeam => "unseen-team",
            Self::UnseenChats => "unseen-chats",
            Self::OwnStatus => "own-status",
            Self::LoginOfAnother => "login-of-another",
            Self::AccountWithPast => "account-with-past",
            Self::NotJoined => Reason::Invited.code(),
            Self::OwnTemplate => "own-template",
            Self::MaskedNumber => Reason::MaskNumber.code(),
            Self::MaskedTraits => "mask-traits",
            Self::RevealLimit(_) => "reveal-limit",
            Self::NotAuthor => "not-author",
        }
    }

    /// What the actor may not do, as it follows "may not", and what helps them; some actors may list
    /// the owners.
    #[must_use]
    fn words(self, actor: &str, lists_members: bool) -> (String, String) {
        let ask_an_owner = if lists_members {
            "ask an owner; `rolecall member list --role owner` names them"
        } else {
            "ask an owner"
        };
        let (what, hint) = match self {
            Self::Decided(permission, reason) => {
                let gates = permission.entry().gates;
                let because = reason.against();
                let what = format!("use `{permission}` ({gates}): {because}");
                return (what, format!("`rolecall why {actor} {permission}` tells every step"));
            }
            Self::GivesMore(Excess { permission: Some(permission) }) => {
                let what = format!("give a role that has `{permission}`, which their own lacks");
                return (what, GIVEABLE.to_owned());
            }
            Self::GivesMore(Excess { permission: None }) => {
                ("give a role that may read what is masked for their own", GIVEABLE)
            }
            Self::RevealLimit(limit) => {
                let what = format!(
                    "reveal more than {} a day, which they have done",
                    counted(limit, "number")
                );
                let hint = "a day ends at midnight UTC; `reveals_per_day` in a policy file sets the \
                            limit";
                return (what, hint.to_owned());
            }
            Self::OwnerOnly => ("change policy, masks or roles: only an owner may", ask_an_owner),
            Self::OwnerLooks => {
                let hint =
                    format!("an owner looks at what they read with `rolecall leaks {actor}`");
                return ("look for leaks: a find would tell a right guess".to_owned(), hint);
            }
            Self::TargetIsOwner => ("add, edit or remove an owner", ask_an_owner),
            Self::TargetOutranks => ("touch a member whose role outranks their own", ask_an_owner),
            Self::HigherRank => ("give a role that outranks their own", GIVEABLE),
            Self::OwnRole => ("change their own role", ask_an_owner),
            Self::OwnTeam => ("move themselves into another team", ask_an_owner),
            Self::OwnStatus => ("suspend themselves", ask_an_owner),
            Self::UnseenTeam => {
                let hint =
                    format!("name a team whose chats they see with `--team`, or {ask_an_owner}");
                return ("place anybody in a team whose chats they don't see".to_owned(), hint);
            }
            Self::UnseenChats => (
                "let anybody see chats that they don't see themselves",
                "ask an owner, or somebody who sees those chats",
            ),
            Self::LoginOfAnother => (
                "change the login id of somebody who has joined",
                "the member changes it themselves, or an owner does",
            ),
            Self::AccountWithPast => (
                "connect an account that has chats or had another owner, and whose chats they \
                 don't see",
                "who sees them can give it: `rolecall account transfer NUMBER --to EMAIL`, or \
                 `rolecall account connect NUMBER --for EMAIL`",
            ),
            Self::NotJoined => (
                "do anything yet: they have not joined",
                "`rolecall invite accept` joins by the code that was mailed; `rolecall member add \
                 --no-invite` makes an active member at once",
            ),
            Self::OwnTemplate => (
                "mark a template approved that they wrote",
                "somebody else with `templates`, or an owner, marks it",
            ),
            Self::MaskedNumber => (
                "use numbers: they are masked for their role",
                "search for words, or name a chat or a contact by its ID",
            ),
            Self::MaskedTraits => ("use traits: they are masked for their role", ask_an_owner),
            Self::NotAuthor => (
                "change a template that somebody else made",
                "make your own with `rolecall template add`; a shared one can be used as it is",
            ),
        };
        (what.to_owned(), hint.to_owned())
    }
}

const GIVEABLE: &str = "`rolecall role list --giveable` shows the roles that they may give";
