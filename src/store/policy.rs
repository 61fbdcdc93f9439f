//! Roles with their cells and masks: the policy as rows.

use rusqlite::{OptionalExtension, Row, params};

use super::{
    Change, Snapshot,
    engine::error::{Error, Result},
};
use crate::rules::policy::{
    mask::MaskSet,
    matrix::Policy,
    permission::{Permission, PermissionSet},
    role::{Model, Role},
};

const ROLE: &str = "SELECT name, title, model, mask_number, mask_traits,
    reveals_per_day FROM role";

fn role(row: &Row<'_>) -> rusqlite::Result<(Role, String)> {
    let model: String = row.get(2)?;
    let known = Model::from_key(&model).unwrap_or(Model::Collaborator);
    let role = Role {
        name: row.get(0)?,
        title: row.get(1)?,
        model: known,
        toggles: PermissionSet::NONE,
        masks: MaskSet { number: row.get(3)?, traits: row.get(4)? },
        reveals_per_day: row.get(5)?,
    };
    Ok((role, model))
}

impl Snapshot<'_> {
    /// The whole policy.
    pub fn policy(&self) -> Result<Policy> {
        let mut statement = self.connection.prepare_cached(&format!("{ROLE} ORDER BY position"))?;
        let roles = statement.query_map([], role)?.collect::<rusqlite::Result<Vec<_>>>()?;
        let roles =
            roles.into_iter().map(|row| self.with_toggles(row)).collect::<Result<Vec<_>>>()?;
        let single_owner = self
            .connection
            .prepare_cached("SELECT single_owner FROM workspace WHERE id = 1")?
            .query_row([], |row| row.get(0))?;
        Policy::new(roles, single_owner).map_err(|error| Error::Corrupt(error.to_string()))
    }

    /// One role, without reading the others.
    pub fn role(&self, name: &str) -> Result<Option<Role>> {
        self.connection
            .prepare_cached(&format!("{ROLE} WHERE name = ?1"))?
            .query_row([name], role)
            .optional()?
            .map(|row| self.with_toggles(row))
            .transpose()
    }

    fn with_toggles(&self, (mut role, model): (Role, String)) -> Result<Role> {
        if role.model.key() != model {
            return Err(Error::Corrupt(format!("role `{}` has an unknown model", role.name)));
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT permission FROM role_permission WHERE role = ?1")?;
        let mut rows = statement.query([&role.name])?;
        while let Some(row) = rows.next()? {
            let key = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            let permission = Permission::from_key(key).ok_or_else(|| {
                Error::Corrupt(format!("role `{}` has an unknown permission", role.name))
            })?;
            role.toggles.set(permission, true);
        }
        Ok(role)
    }
}

impl Change<'_> {
    /// Makes the workspace's policy this one. Roles that it doesn't name are removed, which the
    /// engine refuses while a member holds one.
    pub fn save_policy(&self, policy: &Policy) -> Result<()> {
        let mut upsert = self.connection.prepare_cached(
            "INSERT INTO role (name, position, title, model, mask_number, mask_traits,
                reveals_per_day)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (name) DO UPDATE SET position = excluded.position,
                 title = excluded.title, model = excluded.model,
                 mask_number = excluded.mask_number, mask_traits = excluded.mask_traits,
                 reveals_per_day = excluded.reveals_per_day",
        )?;
        let mut clear =
            self.connection.prepare_cached("DELETE FROM role_permission WHERE role = ?1")?;
        let mut allow = self
            .connection
            .prepare_cached("INSERT INTO role_permission (role, permission) VALUES (?1, ?2)")?;
        for (position, role) in (0_i64..).zip(policy.roles()) {
            upsert.execute(params![
                role.name,
                position,
                role.title,
                role.model.key(),
                role.masks.number,
                role.masks.traits,
                role.reveals_per_day
            ])?;
            clear.execute([&role.name])?;
            for permission in role.toggles.iter() {
                allow.execute([role.name.as_str(), permission.key()])?;
            }
        }
        let mut names = self.connection.prepare_cached("SELECT name FROM role")?;
        let names =
            names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        for name in
            names.iter().filter(|name| !policy.roles().iter().any(|role| role.name == **name))
        {
            self.connection.prepare_cached("DELETE FROM role WHERE name = ?1")?.execute([name])?;
        }
        self.connection
            .prepare_cached("UPDATE workspace SET single_owner = ?1 WHERE id = 1")?
            .execute([policy.single_owner()])?;
        Ok(())
    }
}
