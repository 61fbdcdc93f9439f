//! Roles with their cells and masks: the policy as rows.

use super::{
    Change, Snapshot,
    engine::{
        Question, Row,
        error::{Error, Result, unfit},
        params,
    },
};
use crate::rules::policy::grant::{Opens, Policies};
use crate::rules::policy::{
    mask::MaskSet,
    matrix::Policy,
    permission::{Permission, PermissionSet},
    role::Role,
};

const ROLE: &str = "SELECT name, title, model, mask_number, mask_traits, reveals_per_day, texts,
    (SELECT group_concat(permission, ' ') FROM role_permission
        WHERE role_permission.role = role.name) AS permissions FROM role";

const ADD: &str = "INSERT INTO role (name, position, title, model, mask_number, mask_traits,
    reveals_per_day, texts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

const EDIT: &str = "UPDATE role SET position = ?2, title = ?3, model = ?4, mask_number = ?5,
    mask_traits = ?6, reveals_per_day = ?7, texts = ?8 WHERE name = ?1";

const SINGLE_OWNER: &str = "SELECT single_owner FROM workspace WHERE id = 1";

/// Asks for the whole policy.
pub(in crate::store) fn questions() -> [Question; 2] {
    [SINGLE_OWNER.to_owned(), every_role()].map(|sql| Question::new(sql, Vec::new()))
}

fn every_role() -> String {
    format!("{ROLE} ORDER BY position")
}

/// A role without its permissions.
pub(in crate::store) fn role(row: &Row<'_>, name: String) -> Result<Role> {
    Ok(Role {
        name,
        title: row.get("title")?,
        model: row.get("model")?,
        toggles: PermissionSet::NONE,
        masks: MaskSet {
            number: row.get("mask_number")?,
            traits: row.get("mask_traits")?,
            texts: row.get("texts")?,
        },
        reveals_per_day: row.get("reveals_per_day")?,
    })
}

fn whole(row: &Row<'_>) -> Result<Role> {
    let keys: Option<String> = row.get("permissions")?;
    let toggles = permissions(keys.as_deref().unwrap_or_default())?;
    Ok(Role { toggles, ..role(row, row.get("name")?)? })
}

/// Permissions by their keys, between which stand spaces.
pub(in crate::store) fn permissions(keys: &str) -> Result<PermissionSet> {
    let mut set = PermissionSet::NONE;
    for key in keys.split_terminator(' ') {
        set.set(Permission::from_key(key).ok_or_else(|| unfit("permission"))?, true);
    }
    Ok(set)
}

impl Snapshot<'_> {
    /// The whole policy.
    pub fn policy(&self) -> Result<Policy> {
        let single_owner = self.connection.value(SINGLE_OWNER, [])?;
        Policy::new(self.roles()?, single_owner).map_err(|error| Error::Corrupt(error.to_string()))
    }

    fn roles(&self) -> Result<Vec<Role>> {
        self.connection.all(&every_role(), [], whole)
    }

    /// One role, without reading the others.
    pub fn role(&self, name: &str) -> Result<Option<Role>> {
        self.connection.find(&format!("{ROLE} WHERE name = ?1"), [name], whole)
    }
}

impl<K: Opens<Policies>> Change<'_, K> {
    /// Makes the workspace's policy this one. Roles that it doesn't name are removed, which the
    /// engine refuses while a member holds one. Only what is another than before is written.
    pub fn save_policy(&self, policy: &Policy) -> Result<()> {
        let stored = self.roles()?;
        for (position, role) in policy.roles().iter().enumerate() {
            let before = stored.iter().position(|other| other.name == role.name);
            let toggles = before.map_or(PermissionSet::NONE, |at| stored[at].toggles);
            let is_same =
                |at: usize| at == position && Role { toggles, ..role.clone() } == stored[at];
            match before {
                None => self.save_role(ADD, position, role)?,
                Some(at) if is_same(at) => {}
                Some(_) => self.save_role(EDIT, position, role)?,
            }
            self.save_toggles(&role.name, toggles, role.toggles)?;
        }
        let is_gone = |role: &&Role| policy.role(&role.name).is_err();
        for role in stored.iter().filter(is_gone) {
            self.connection.execute("DELETE FROM role WHERE name = ?1", [&role.name])?;
        }
        let single_owner = policy.single_owner();
        if self.connection.value::<bool>(SINGLE_OWNER, [])? != single_owner {
            let sql = "UPDATE workspace SET single_owner = ?1 WHERE id = 1";
            self.connection.execute(sql, [single_owner])?;
        }
        Ok(())
    }

    fn save_role(&self, sql: &str, position: usize, role: &Role) -> Result<()> {
        self.connection.execute(
            sql,
            params![
                role.name,
                position,
                role.title,
                role.model.key(),
                role.masks.number,
                role.masks.traits,
                role.reveals_per_day,
                role.masks.texts.key(),
            ],
        )?;
        Ok(())
    }

    fn save_toggles(&self, role: &str, before: PermissionSet, after: PermissionSet) -> Result<()> {
        for permission in Permission::all() {
            let sql = match (before.contains(permission), after.contains(permission)) {
                (false, true) => "INSERT INTO role_permission (role, permission) VALUES (?1, ?2)",
                (true, false) => "DELETE FROM role_permission WHERE role = ?1 AND permission = ?2",
                _ => continue,
            };
            self.connection.execute(sql, [role, permission.key()])?;
        }
        Ok(())
    }
}
