//! The presets: three fillings of the matrix, embedded as the policy files that `policy export`
//! writes. What a policy is stands in `policy`, how a file is read in `policy_file`.

use std::fmt;

use super::{
    file::{Fault, PolicyFile, read},
    matrix::Policy,
};

/// A named filling of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Preset {
    /// A cell is on only if every source that speaks of it says on.
    #[default]
    Unified,
    /// As Interakt's help page has it: owner, admin and teammate.
    Interakt,
    /// As TimelinesAI's help page has it: five roles, and one owner only.
    TimelinesAi,
}

impl Preset {
    /// Every preset, the default first.
    pub const ALL: [Self; 3] = [Self::Unified, Self::Interakt, Self::TimelinesAi];

    /// Its name in commands.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unified => "unified",
            Self::Interakt => "interakt",
            Self::TimelinesAi => "timelinesai",
        }
    }

    /// The preset of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.key() == key)
    }

    /// What it is and where it comes from, as the head of its file says.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Unified => {
                "The `unified` preset: a permission is on only if each of the two products that\n\
                 speaks of it, Interakt and TimelinesAI, has it on. New workspaces begin with it."
            }
            Self::Interakt => {
                "The `interakt` preset: the roles and defaults of Interakt.\n\
                 Source: its help page on team members, \"How To Change Permissions For Each Role In\n\
                 Your Team?\". Rows that the page does not speak of are this program's choice."
            }
            Self::TimelinesAi => {
                "The `timelinesai` preset: the roles of TimelinesAI, with one owner only.\n\
                 Source: its help page \"Roles and Permissions on TimelinesAI\". Its text gives\n\
                 teammates all chats, its table does not: the table holds. For the text's reading,\n\
                 turn `chats.other-teams` on for `teammate`. Rows that the page does not speak of\n\
                 are this program's choice."
            }
        }
    }

    /// Its file.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Unified => include_str!("presets/unified.toml"),
            Self::Interakt => include_str!("presets/interakt.toml"),
            Self::TimelinesAi => include_str!("presets/timelinesai.toml"),
        }
    }

    /// Its policy.
    ///
    /// # Errors
    /// The faults of its file. A program whose tests passed has none: they read every preset.
    pub fn policy(self) -> Result<Policy, Vec<Fault>> {
        read(self.text()).map(|PolicyFile { policy, .. }| policy)
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.key())
    }
}
