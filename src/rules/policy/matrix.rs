//! A policy: the roles of a workspace with their permissions and masks. Reading and writing it as
//! a file is `policy_file`'s business, keeping it the store's.

use super::{
    mask::{Mask, TextMode},
    permission::Permission,
    role::{Model, Role},
};
use crate::rules::{
    error::{Kind, NameError, PolicyError},
    nearest::nearest,
};

/// The whole matrix: every role with its cells and masks.
///
/// Invariants, kept by the constructors: exactly one role has the owner's model and it is called
/// `owner`; names are unique; roles stand highest rank first, then in the order they were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    roles: Vec<Role>,
    single_owner: bool,
}

impl Policy {
    /// A policy of these roles. A missing owner role is put in: every policy has it.
    ///
    /// # Errors
    /// [`NameError::Duplicate`] for a name that stands twice.
    pub fn new(mut roles: Vec<Role>, single_owner: bool) -> Result<Self, NameError> {
        if !roles.iter().any(|role| role.name == Model::Owner.key()) {
            roles.push(Role::bare(Model::Owner.key(), Model::Owner.title(), Model::Owner));
        }
        roles.sort_by_key(|role| std::cmp::Reverse(role.model.rank()));
        for (index, role) in roles.iter().enumerate() {
            if roles[..index].iter().any(|other| other.name == role.name) {
                return Err(NameError::duplicate(Kind::Role, &role.name));
            }
        }
        Ok(Self { roles, single_owner })
    }

    /// The roles, highest rank first.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// Whether there is exactly one owner at any time (TimelinesAI: "Owner" is one person).
    #[must_use]
    pub const fn single_owner(&self) -> bool {
        self.single_owner
    }

    /// The role of that name.
    ///
    /// # Errors
    /// [`NameError::Unknown`] with the nearest name that exists.
    pub fn role(&self, name: &str) -> Result<&Role, NameError> {
        self.roles.iter().find(|role| role.name == name).ok_or_else(|| self.unknown_role(name))
    }

    /// Turns one cell on or off; says whether that changed anything.
    ///
    /// # Errors
    /// [`PolicyError::LockedCell`] for a cell that nobody can change, even to the value it has: who asks
    /// for it has misunderstood what the role is.
    pub fn set(
        &mut self,
        name: &str,
        permission: Permission,
        on: bool,
    ) -> Result<bool, PolicyError> {
        let role = self.role_mut(name)?;
        if let Some(value) = role.locked(permission) {
            return Err(PolicyError::LockedCell { role: name.to_owned(), permission, value });
        }
        let changed = role.toggles.contains(permission) != on;
        role.toggles.set(permission, on);
        Ok(changed)
    }

    /// Turns a mask on or off; says whether that changed anything.
    ///
    /// # Errors
    /// [`PolicyError::OwnerMask`] for the owner, who can't be masked (Interakt: the owners keep access).
    pub fn set_mask(&mut self, name: &str, mask: Mask, on: bool) -> Result<bool, PolicyError> {
        let role = self.role_mut(name)?;
        if role.is_owner() {
            return Err(PolicyError::OwnerMask { mask });
        }
        let changed = role.masks.contains(mask) != on;
        role.masks.set(mask, on);
        Ok(changed)
    }

    /// The role of that name, to change.
    fn role_mut(&mut self, name: &str) -> Result<&mut Role, NameError> {
        match self.roles.iter().position(|role| role.name == name) {
            Some(index) => Ok(&mut self.roles[index]),
            None => Err(self.unknown_role(name)),
        }
    }

    /// Sets how much of customers' texts is hidden from a role that numbers are hidden from. Says
    /// whether that changed anything.
    pub fn set_texts(&mut self, name: &str, texts: TextMode) -> Result<bool, PolicyError> {
        let role = self.role_mut(name)?;
        Ok(std::mem::replace(&mut role.masks.texts, texts) != texts)
    }

    fn unknown_role(&self, name: &str) -> NameError {
        NameError::unknown(
            Kind::Role,
            name,
            nearest(name, self.roles.iter().map(|role| role.name.as_str())),
        )
    }
}
