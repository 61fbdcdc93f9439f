//! One thing that a change means for people, as it is told.

use crate::rules::{
    policy::{
        decision::{Subject, allowed},
        effect::{MemberEffect, Reading},
        mask::{Mask, TextMode},
        permission::Permission,
        role::Role,
    },
    workspace::member::Status,
};

/// What a change means for people: a permission that comes or goes, chats in or out of sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// For whom.
    pub whose: Whose,
    /// What it is.
    pub what: What,
    /// For how many members.
    pub members: u64,
    /// When it holds.
    pub holds: Holds,
}

/// For whom an effect is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Members with that role.
    Role(String),
    /// The member with that login id.
    Member(String),
    /// The seats of the workspace.
    Seats,
}

/// When an effect holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// As soon as the change is made.
    Now,
    /// Once somebody who is invited has joined. It is told and asked about, and is in no row.
    OnceJoined,
    /// It comes with the role of somebody who is new. It is told and asked about, and is in no row.
    WithRole,
}

/// What an effect is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A permission that comes or goes, as it is decided.
    Permission {
        /// Which.
        permission: Permission,
        /// Whether it comes.
        gained: bool,
    },
    /// Chats that come into sight or go out of it, each counted for each member.
    Chats {
        /// Whether they come.
        gained: bool,
        /// How many.
        count: u64,
    },
    /// What a mask hides, or hides no longer.
    Reads(Mask, Reading),
    /// How much of customers' texts is hidden.
    Texts {
        /// As it was.
        before: TextMode,
        /// As it is.
        after: TextMode,
    },
    /// A number of seats.
    Seats {
        /// Which number.
        field: &'static str,
        /// As it was.
        before: String,
        /// As it is.
        after: String,
    },
}

impl What {
    /// The same for one member more.
    pub(super) const fn add(&mut self, other: &Self) {
        if let (Self::Chats { count, .. }, Self::Chats { count: more, .. }) = (self, other) {
            *count += *more;
        }
    }

    /// In which order effects stand. Two that differ here are never told as one.
    pub(super) const fn place(&self) -> (u8, u8) {
        match self {
            Self::Permission { permission, gained } => (0, 2 * *permission as u8 + *gained as u8),
            Self::Chats { gained, .. } => (1, !*gained as u8),
            Self::Reads(mask, reading) => {
                (2 + *mask as u8, matches!(reading, Reading::Hidden) as u8)
            }
            Self::Texts { .. } => (4, 0),
            Self::Seats { .. } => (5, 0),
        }
    }
}

impl Whose {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Role(name) | Self::Member(name) => name,
            Self::Seats => "seats",
        }
    }
}

impl Effect {
    /// On what, for programs: `role/permission`, or a role or a member alone.
    #[must_use]
    pub fn object(&self) -> String {
        let whose = self.whose.name();
        match self.what {
            What::Permission { permission, .. } => format!("{whose}/{permission}"),
            _ => whose.to_owned(),
        }
    }

    /// In what, for programs.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match &self.what {
            What::Permission { permission, .. } if permission.entry().is_module => "module",
            What::Permission { .. } => "permission",
            What::Chats { gained: true, .. } => "chats_gained",
            What::Chats { gained: false, .. } => "chats_lost",
            What::Reads(Mask::Number, _) => "numbers",
            What::Reads(Mask::Traits, _) => "traits",
            What::Texts { .. } => "texts",
            What::Seats { field, .. } => field,
        }
    }

    /// As it was and as it is, for programs. Of chats there is only how many come or go: as many may come
    /// as go.
    #[must_use]
    pub fn values(&self) -> (Option<String>, String) {
        let word = |text: &str| text.to_owned();
        match &self.what {
            What::Permission { permission, gained } => {
                let is_module = permission.entry().is_module;
                let [off, on] = if is_module { ["hidden", "visible"] } else { ["off", "on"] };
                let (before, after) = if *gained { (off, on) } else { (on, off) };
                (Some(word(before)), word(after))
            }
            What::Chats { count, .. } => (None, count.to_string()),
            What::Reads(_, after) => {
                let before = match after {
                    Reading::Hidden => Reading::Readable,
                    Reading::Readable => Reading::Hidden,
                };
                (Some(word(before.key())), word(after.key()))
            }
            What::Texts { before, after } => (Some(word(before.key())), word(after.key())),
            What::Seats { before, after, .. } => (Some(before.clone()), after.clone()),
        }
    }

    /// What is dangerous in a role that somebody new gets, whatever their invitation says.
    pub(in crate::ops) fn of_newcomer(whose: &Whose, role: &Role, members: u64) -> Vec<Self> {
        let effect = |permission| Self {
            whose: whose.clone(),
            what: What::Permission { permission, gained: true },
            members,
            holds: Holds::WithRole,
        };
        let rights = allowed(Subject { status: Status::Active, role });
        rights.dangers_of_newcomer().iter().map(effect).collect()
    }
}

/// What a change means for one member. Of permissions: the sections of the product, and what is dangerous
/// to gain.
pub(super) fn parts(effect: &MemberEffect) -> impl Iterator<Item = What> + use<> {
    let is_told = |it: &Permission| it.entry().is_module || it.danger().is_some();
    let permission = |gained| move |permission| What::Permission { permission, gained };
    let lost = effect.modules_hidden().map(permission(false));
    let gained = effect.gained.iter().filter(is_told).map(permission(true)).collect::<Vec<_>>();
    let chats = [(true, effect.chats_gained), (false, effect.chats_lost)];
    let chats = chats.into_iter().filter(|(_, count)| *count > 0);
    let reads = [(Mask::Number, effect.numbers), (Mask::Traits, effect.traits)];
    lost.chain(gained)
        .chain(chats.map(|(gained, count)| What::Chats { gained, count }))
        .chain(reads.into_iter().filter_map(|(mask, it)| Some(What::Reads(mask, it?))))
        .chain(effect.texts.map(|(before, after)| What::Texts { before, after }))
}
