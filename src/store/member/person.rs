//! A member together with their role: what is asked of whoever acts, and of whom a question is about.

use super::record::{Member, member};
use crate::rules::policy::role::Role;
use crate::store::{
    Snapshot,
    engine::{Question, Row, Value, error::Result},
    policy::{permissions, role},
};

/// The role's own columns have other names than the member's.
const PERSON: &str = "SELECT member.id, email, member.name, phone, phone_country_code, member.role,
    team_id, team.name AS team_name, status, added_by, added_at,
    title, model, mask_number, mask_traits, reveals_per_day, texts, role.name AS role_name,
    (SELECT group_concat(permission, ' ') FROM role_permission
        WHERE role_permission.role = role.name) AS permissions
    FROM member JOIN team ON team.id = team_id LEFT JOIN role ON role.name = member.role";

/// A member, and their role if it is there.
pub type Person = (Member, Option<Role>);

fn person(row: &Row<'_>) -> Result<Person> {
    let name: Option<String> = row.get("role_name")?;
    let role = match name {
        Some(name) => {
            let mut role = role(row, name)?;
            let keys: Option<String> = row.get("permissions")?;
            role.toggles = permissions(keys.as_deref().unwrap_or_default())?;
            Some(role)
        }
        None => None,
    };
    Ok((member(row)?, role))
}

/// What a person is asked for by.
fn question(by: &str, value: &str) -> Question {
    Question::new(format!("{PERSON} {by}"), vec![Value::from(value.to_owned())])
}

/// Asks for the member with that login id, whatever the case.
pub(in crate::store) fn by_email(email: &str) -> Question {
    question("WHERE email_key = ?1", &email.trim().to_ascii_lowercase())
}

/// Asks for the active owner who was added first.
pub(in crate::store) fn first_owner() -> Question {
    question("WHERE member.role = ?1 AND status = 'active' ORDER BY member.id LIMIT 1", "owner")
}

impl Snapshot<'_> {
    /// The member with that login id, whatever the case, with their role.
    pub fn person(&self, email: &str) -> Result<Option<Person>> {
        self.found(by_email(email))
    }

    /// Who acts where nobody is named: the active owner who was added first.
    pub fn first_owner(&self) -> Result<Option<Person>> {
        self.found(first_owner())
    }

    fn found(&self, Question { sql, values, .. }: Question) -> Result<Option<Person>> {
        self.connection.find(&sql, values, person)
    }
}
