//! A row of somebody who is a member already: what it says of them is changed, and nothing else. Who is
//! new is `super`'s.

use super::{Taken, Writer};
use crate::{
    formats::{list::Field, members::Row},
    ops::{
        Result,
        error::Error,
        member::{
            Edit, check_owners, edited,
            import::{
                Planned,
                checks::{rule, taken},
            },
        },
    },
    rules::{
        error::{Error as RuleError, Kind},
        policy::escalation::Intent,
    },
    store::Member,
};

impl Writer<'_> {
    pub(super) fn edit(&mut self, row: &Row, before: &Member) -> Taken {
        let is_new = self.first_new.is_some_and(|first| before.id >= first);
        if is_new || !self.edited.insert(before.id) {
            return Ok(Err(taken(row, &before.email, true)));
        }
        let wanted = row.cell(Field::Role).map(|role| self.role_named(role));
        if let Err(error) = self.may_edit(before, wanted) {
            return rule(row, Field::Role, wanted.unwrap_or(&before.role), error);
        }
        if let Some(phone) = row.phone()
            && let Err(error) = self.actor.require_number_of(before.id)
        {
            return rule(row, Field::Phone(0), phone, error.into());
        }
        let team = match row.cell(Field::Team) {
            None => None,
            Some(_) => match self.team(row)? {
                Ok((_, name)) => Some(name),
                Err(problem) => return Ok(Err(problem)),
            },
        };
        let (name, country) = (row.name(), row.cell(Field::Country).or(self.how.country));
        let edit = |phone| Edit {
            name: name.as_deref(),
            phone,
            country,
            role: wanted,
            team: team.as_deref(),
            ..Edit::default()
        };
        let (column, value) = match (row.phone(), &name) {
            (Some(phone), _) => (Field::Phone(0), phone.to_owned()),
            (None, Some(name)) => (Field::Name, name.clone()),
            (None, None) => (Field::Email, before.email.clone()),
        };
        let after = match edited(self.change, before, &edit(row.phone())) {
            Ok(after) => after,
            Err(error @ Error::Rule(RuleError::Invalid { kind: Kind::Name, .. })) => {
                return rule(row, Field::Name, name.as_deref().unwrap_or_default(), error);
            }
            Err(error) => return rule(row, column, &value, error),
        };
        let changed = crate::ops::member::edit_of(before, &after);
        if changed.fields.is_empty() {
            self.report.unchanged += 1;
            return Ok(Ok(None));
        }
        self.change.update_member(&after)?;
        self.report.edited += 1;
        self.note(changed)?;
        let lens = self.actor.lens();
        Ok(Ok(Some(Planned {
            line: row.line(),
            email: lens.staff(after.email),
            name: after.name.map(|text| lens.staff(text)),
            role: lens.staff(after.role),
            team: lens.staff(after.team_name),
            action: "edit",
        })))
    }

    fn may_edit(&self, before: &Member, wanted: Option<&str>) -> Result<()> {
        let role = wanted.map(|role| self.policy.role(role)).transpose()?;
        let intent = Intent {
            current: Some(self.policy.role(&before.role)?),
            wanted: role,
            themselves: before.id == self.actor.id,
        };
        self.actor.authorize_member(intent, self.now)?;
        let after = wanted.unwrap_or(&before.role);
        check_owners(self.change, before, Some(after), self.policy.single_owner())
    }
}
