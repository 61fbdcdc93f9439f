//! Roles: the five models that are built in, their rank and locked cells, and the role as data.
//! Which roles a workspace has, and with which permissions, is its policy.

use std::fmt;

use super::{
    mask::MaskSet,
    permission::{Permission, PermissionSet},
};

/// A built-in role, and the model of every role that is added: it gives rank and locked cells.
///
/// The order is by rank, highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Model {
    /// Has every permission, can't be masked (Interakt, "Any member assigned the role of an Owner
    /// has access to all the features by default. This cannot be changed.").
    Owner,
    /// Both products' second role.
    Admin,
    /// Both products' third role.
    Teammate,
    /// Sees the chats of the account they connected, and those assigned to them (TimelinesAI).
    Agent,
    /// Can't connect an account; sees the chats assigned to them (TimelinesAI).
    Collaborator,
}

impl Model {
    /// Every model, highest rank first.
    pub const ALL: [Self; 5] =
        [Self::Owner, Self::Admin, Self::Teammate, Self::Agent, Self::Collaborator];

    /// Its name, which is also that of the built-in role.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Teammate => "teammate",
            Self::Agent => "agent",
            Self::Collaborator => "collaborator",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::Teammate => "Teammate",
            Self::Agent => "Agent",
            Self::Collaborator => "Collaborator",
        }
    }

    /// The model of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.key() == key)
    }

    /// How high it stands: a higher number outranks a lower one.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Owner => 5,
            Self::Admin => 4,
            Self::Teammate => 3,
            Self::Agent => 2,
            Self::Collaborator => 1,
        }
    }

    /// The value of a cell that nobody can change; `None` where it can be toggled.
    ///
    /// Sources: Interakt's owner rule; TimelinesAI's third rule ("The Collaborator role is unable
    /// to connect a WhatsApp account") and the N/A of its chats table.
    #[inline]
    #[must_use]
    pub const fn locked(self, permission: Permission) -> Option<bool> {
        match (self, permission) {
            (Self::Owner, _) => Some(true),
            (Self::Collaborator, Permission::AccountsConnect | Permission::ChatsOwn) => Some(false),
            _ => None,
        }
    }
}

impl fmt::Display for Model {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.key())
    }
}

/// A named row of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its name in commands, files and JSON: lower case, unique in a policy.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Where its rank and locked cells come from.
    pub model: Model,
    /// Its toggles. Locked cells hold their locked value.
    pub toggles: PermissionSet,
    /// What it may not read of contacts.
    pub masks: MaskSet,
    /// How many hidden numbers each of its members may reveal in a day of UTC; `None` for as many as
    /// they like. It bounds `numbers.reveal` and gives nothing by itself.
    pub reveals_per_day: Option<u32>,
}

impl Role {
    /// A role of that name with nothing but what its model locks on.
    #[must_use]
    pub fn bare(name: &str, title: &str, model: Model) -> Self {
        let toggles = Permission::all()
            .filter(|permission| model.locked(*permission) == Some(true))
            .collect();
        Self {
            name: name.to_owned(),
            title: title.to_owned(),
            model,
            toggles,
            masks: MaskSet::NONE,
            reveals_per_day: None,
        }
    }

    /// Whether it is the owner's role, of which a policy has exactly one.
    #[inline]
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.model == Model::Owner
    }

    /// The value of a cell that nobody can change.
    #[inline]
    #[must_use]
    pub const fn locked(&self, permission: Permission) -> Option<bool> {
        self.model.locked(permission)
    }

    /// What the cell says before masks, modules and status have their say.
    #[must_use]
    pub const fn toggle(&self, permission: Permission) -> bool {
        match self.locked(permission) {
            Some(value) => value,
            None => self.toggles.contains(permission),
        }
    }
}

/// Why a name can't be that of a role; `None` where it can.
///
/// Names are typed in shells and stand as keys in TOML: lower-case letters, digits and inner
/// hyphens, 1 to 40 of them, beginning with a letter.
#[must_use]
pub fn name_problem(name: &str) -> Option<&'static str> {
    let well_formed =
        name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && !name.ends_with('-');
    if name.is_empty() || name.len() > 40 {
        Some("has 1 to 40 characters")
    } else if !well_formed {
        Some("has lower-case letters, digits and inner hyphens, and begins with a letter")
    } else {
        None
    }
}
