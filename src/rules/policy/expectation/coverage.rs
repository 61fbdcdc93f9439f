//! Which cells of role × permission × mask no expectation touches.
//!
//! A permission has two cells in every role, without and with the role's `number` mask, which is
//! the one that bears on decisions; the owner can't be masked and has one. Beside them stands a cell
//! for each mask itself, whether it is on.

use std::collections::BTreeSet;

use crate::rules::policy::{mask::Mask, matrix::Policy, permission::Permission, role::Role};

/// One thing that a policy decides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cell {
    /// Whether a role has a permission, in a state of its `number` mask.
    Permission {
        /// The role.
        role: String,
        /// The permission.
        permission: Permission,
        /// Whether numbers are masked.
        masked: bool,
    },
    /// Whether a role has a mask.
    Mask {
        /// The role.
        role: String,
        /// The mask.
        mask: Mask,
    },
}

impl Cell {
    /// A permission's cell, in the state that the role's masks are in.
    #[must_use]
    pub fn permission(role: &Role, permission: Permission) -> Self {
        Self::Permission { role: role.name.clone(), permission, masked: role.masks.number }
    }

    /// A mask's cell.
    #[must_use]
    pub fn mask(role: &Role, mask: Mask) -> Self {
        Self::Mask { role: role.name.clone(), mask }
    }

    /// As it is listed: `role permission`, `role permission masked`, `role mask number`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Permission { role, permission, masked } => {
                format!("{role} {permission}{}", if *masked { " masked" } else { "" })
            }
            Self::Mask { role, mask } => format!("{role} mask {mask}"),
        }
    }
}

/// How much of a policy is touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// How many cells there are.
    pub cells: usize,
    /// Those that no expectation touches, in order.
    pub untouched: Vec<Cell>,
}

impl Coverage {
    /// Of a policy by what was touched.
    #[must_use]
    pub fn of(policy: &Policy, touched: &BTreeSet<Cell>) -> Self {
        let mut cells = Vec::new();
        for role in policy.roles() {
            let states: &[bool] = if role.is_owner() { &[false] } else { &[false, true] };
            for masked in states {
                cells.extend(Permission::all().map(|permission| Cell::Permission {
                    role: role.name.clone(),
                    permission,
                    masked: *masked,
                }));
            }
            if !role.is_owner() {
                cells.extend(Mask::ALL.map(|mask| Cell::mask(role, mask)));
            }
        }
        let count = cells.len();
        cells.retain(|cell| !touched.contains(cell));
        Self { cells: count, untouched: cells }
    }

    /// How much is touched, in whole percent, rounded down: 100 is everything.
    #[must_use]
    pub fn percent(&self) -> u64 {
        let touched = self.cells - self.untouched.len();
        (touched * 100).checked_div(self.cells).unwrap_or(100) as u64
    }
}
