//! Why an actor was refused, each with its reason code. Why a decision said no is
//! `decision::Reason`.

use crate::rules::policy::{decision::Reason, permission::Permission};

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
            Self::MaskedNumber => Reason::MaskNumber.code(),
            Self::MaskedTraits => "mask-traits",
            Self::RevealLimit(_) => "reveal-limit",
            Self::NotAuthor => "not-author",
        }
    }
}
