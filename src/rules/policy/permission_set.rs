//! Sets of permissions, as one machine word: a role's rights. What the permissions are is the
//! catalogue's.

use std::fmt;

use super::permission::{CATALOGUE, Permission};

/// A set of permissions, as one machine word: a role's rights.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct PermissionSet(u32);

impl PermissionSet {
    /// No permission.
    pub const NONE: Self = Self(0);
    /// Every permission of the catalogue.
    pub const ALL: Self = Self((1 << CATALOGUE.len()) - 1);

    /// The set of these.
    #[must_use]
    pub const fn of(permissions: &[Permission]) -> Self {
        let mut bits = 0;
        let mut index = 0;
        while index < permissions.len() {
            bits |= 1 << permissions[index] as u32;
            index += 1;
        }
        Self(bits)
    }

    /// Whether it is in the set.
    #[inline]
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u32) != 0
    }

    /// Puts it in, or takes it out.
    pub const fn set(&mut self, permission: Permission, on: bool) {
        if on {
            self.0 |= 1 << permission as u32;
        } else {
            self.0 &= !(1 << permission as u32);
        }
    }

    /// Those in the set that are not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many are in it.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Those in the set, in the order of the catalogue.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::all().filter(move |permission| self.contains(*permission))
    }
}

impl fmt::Debug for PermissionSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter().map(Permission::key)).finish()
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        let mut set = Self::NONE;
        for permission in permissions {
            set.set(permission, true);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_remembers_exactly_what_was_put_in() {
        for permission in Permission::all() {
            let mut set = PermissionSet::ALL;
            set.set(permission, false);
            assert_eq!(set.iter().count(), CATALOGUE.len() - 1);
            assert!(!set.contains(permission));
            assert!(PermissionSet::of(&[permission]).contains(permission));
        }
    }
}
