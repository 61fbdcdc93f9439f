//! Roles with their cells and masks: the policy as rows.

use super::{
    Change, Snapshot,
    engine::{
        Row,
        error::{Error, Result},
        params,
    },
};
use crate::rules::policy::grant::{Opens, Policies};
use crate::rules::policy::{mask::MaskSet, matrix::Policy, permission::PermissionSet, role::Role};

const ROLE: &str = "SELECT name, title, model, mask_number, mask_traits,
    reveals_per_day, texts FROM role";

fn role(row: &Row<'_>) -> Result<Role> {
    Ok(Role {
        name: row.get("name")?,
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

impl Snapshot<'_> {
    /// The whole policy.
    pub fn policy(&self) -> Result<Policy> {
        let roles = self.connection.all(&format!("{ROLE} ORDER BY position"), [], role)?;
        let roles =
            roles.into_iter().map(|row| self.with_toggles(row)).collect::<Result<Vec<_>>>()?;
        let single_owner = self.connection.one(
            "SELECT single_owner FROM workspace WHERE id = 1",
            [],
            Row::only,
        )?;
        Policy::new(roles, single_owner).map_err(|error| Error::Corrupt(error.to_string()))
    }

    /// One role, without reading the others.
    pub fn role(&self, name: &str) -> Result<Option<Role>> {
        self.connection
            .find(&format!("{ROLE} WHERE name = ?1"), [name], role)?
            .map(|row| self.with_toggles(row))
            .transpose()
    }

    fn with_toggles(&self, mut role: Role) -> Result<Role> {
        let sql = "SELECT permission FROM role_permission WHERE role = ?1";
        for permission in self.connection.statement(sql)?.stream([&role.name], Row::only)? {
            role.toggles.set(permission?, true);
        }
        Ok(role)
    }
}

impl<K: Opens<Policies>> Change<'_, K> {
    /// Makes the workspace's policy this one. Roles that it doesn't name are removed, which the
    /// engine refuses while a member holds one.
    pub fn save_policy(&self, policy: &Policy) -> Result<()> {
        let mut upsert = self.connection.statement(
            "INSERT INTO role (name, position, title, model, mask_number, mask_traits,
                reveals_per_day, texts)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (name) DO UPDATE SET position = excluded.position,
                 title = excluded.title, model = excluded.model,
                 mask_number = excluded.mask_number, mask_traits = excluded.mask_traits,
                 reveals_per_day = excluded.reveals_per_day,
                 texts = excluded.texts",
        )?;
        let mut clear = self.connection.statement("DELETE FROM role_permission WHERE role = ?1")?;
        let mut allow = self
            .connection
            .statement("INSERT INTO role_permission (role, permission) VALUES (?1, ?2)")?;
        for (position, role) in (0_i64..).zip(policy.roles()) {
            upsert.execute(params![
                role.name,
                position,
                role.title,
                role.model.key(),
                role.masks.number,
                role.masks.traits,
                role.reveals_per_day,
                role.masks.texts.key(),
            ])?;
            clear.execute([&role.name])?;
            for permission in role.toggles.iter() {
                allow.execute([role.name.as_str(), permission.key()])?;
            }
        }
        let names: Vec<String> = self.connection.all("SELECT name FROM role", [], Row::only)?;
        for name in
            names.iter().filter(|name| !policy.roles().iter().any(|role| role.name == **name))
        {
            self.connection.execute("DELETE FROM role WHERE name = ?1", [name])?;
        }
        self.connection.execute(
            "UPDATE workspace SET single_owner = ?1 WHERE id = 1",
            [policy.single_owner()],
        )?;
        Ok(())
    }
}
