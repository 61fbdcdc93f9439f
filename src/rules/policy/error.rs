//! What stands in the way of a change to the policy.

use super::{decision::Reason, mask::Mask, permission::Permission};
use crate::rules::error::{Class, Explain, NameError, quote_some};

/// Something that was done to the policy since it was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// By whom.
    pub actor: String,
    /// What.
    pub action: String,
    /// To what.
    pub object: String,
}

/// What stands in the way of a change to the policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// A cell that nobody can change.
    #[error("`{permission}` is locked {} for role `{role}`", if *.value { "on" } else { "off" })]
    LockedCell {
        /// The role.
        role: String,
        /// The permission.
        permission: Permission,
        /// The value it is locked to.
        value: bool,
    },
    /// The owner can't be masked.
    #[error("the owner can't be masked with `{mask}`")]
    OwnerMask {
        /// The mask asked for.
        mask: Mask,
    },
    /// A policy that allows one owner only, while there are more.
    #[error("the policy allows one owner, and there are {}: {}", .owners.len(), quote_some(.owners))]
    TooManyOwners {
        /// Their emails.
        owners: Vec<String>,
    },
    /// Roles that are to vanish while members hold them.
    #[error("{}", held(.roles))]
    RolesHeld {
        /// Each role with the emails of those who hold it.
        roles: Vec<(String, Vec<String>)>,
    },
    /// The owner's role can't be removed, nor can another be like it.
    #[error("the owner's role can't be removed, and no other role can be like it")]
    OwnerRole,
    /// A built-in role's name for a role of another model.
    #[error("`{name}` is the name of a built-in role, which is like itself alone")]
    BuiltInRole {
        /// The name.
        name: String,
    },
    /// The policy is not the one that was planned against.
    #[error("the policy is no longer `{expected}`, it is `{found}`: {}", drift(.since.as_deref()))]
    PolicyMoved {
        /// The hash that was expected.
        expected: String,
        /// The hash of the policy in force.
        found: String,
        /// What changed in between, oldest first; `None` where no policy of that hash is known.
        since: Option<Vec<Drift>>,
    },
    /// A name that isn't known, of a role or of somebody in a file of expectations.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A search for leaks where nothing is hidden from anybody.
    #[error("{}", nothing_masked(.member.as_deref()))]
    NothingMasked {
        /// The member who was to read; `None` for everybody.
        member: Option<String>,
    },
}

impl Explain for PolicyError {
    fn class(&self) -> Class {
        match self {
            Self::Name(error) => error.class(),
            _ => Class::Conflict,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Name(error) => return error.hint(),
            Self::LockedCell { role, .. } => {
                return Some(format!(
                    "nobody can change it; `rolecall role show {role}` shows what can be changed"
                ));
            }
            Self::BuiltInRole { name } => {
                return Some(format!("say `--like {name}`, or choose another name"));
            }
            Self::OwnerMask { .. } => {
                "owners read everything; mask another role, or give the member another role"
            }
            Self::TooManyOwners { .. } => {
                "give all but one another role first: `rolecall member edit EMAIL --role ROLE`"
            }
            Self::RolesHeld { .. } => {
                "nothing was changed; `--move-to ROLE` gives them another role in the same change"
            }
            Self::OwnerRole => {
                "there is always exactly one role of the owner's; `rolecall role list` shows the \
                 others"
            }
            Self::PolicyMoved { .. } => {
                "nothing was changed; plan again with `rolecall policy plan` and apply what you see"
            }
            Self::NothingMasked { .. } => {
                "`rolecall mask enable number --role ROLE` hides numbers from a role"
            }
        };
        Some(hint.to_owned())
    }

    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::LockedCell { .. } => Some(Reason::Locked.code()),
            Self::OwnerMask { .. } => Some(Reason::Owner.code()),
            _ => None,
        }
    }
}

fn held(roles: &[(String, Vec<String>)]) -> String {
    let one = |(role, members): &(String, Vec<String>)| {
        format!("role `{role}` is held by {}", quote_some(members))
    };
    roles.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn nothing_masked(member: Option<&str>) -> String {
    match member {
        Some(email) => format!("nothing is masked for `{email}`, so nothing can leak to them"),
        None => "no role that anybody active has is masked, so nothing can leak".to_owned(),
    }
}

fn drift(since: Option<&[Drift]>) -> String {
    let Some(since) = since else {
        return "the audit knows of no policy with that hash".to_owned();
    };
    let one = |drift: &Drift| {
        let at = jiff::Timestamp::from_millisecond(drift.at)
            .map_or_else(|_| String::new(), |at| format!(" at {at}"));
        format!("`{}` of `{}` by `{}`{at}", drift.action, drift.object, drift.actor)
    };
    let changes: Vec<_> = since.iter().take(20).map(one).collect();
    let more = since.len().saturating_sub(changes.len());
    let tail = if more > 0 { format!(", and {more} more") } else { String::new() };
    format!("since then {}{tail}", changes.join(", "))
}
