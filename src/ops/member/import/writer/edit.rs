//! A row of somebody who is a member already: what it says of them is changed, and nothing else. Who is
//! new is `super`'s.

use super::{Taken, Writer};
use crate::{
    formats::{list::Field, members::Row},
    ops::{
        error::Error,
        member::{
            Edit, authorize_edit, edited,
            import::{
                Planned,
                checks::{problem, rule},
            },
        },
    },
    rules::error::{Denied, Error as RuleError, Kind, NameError, Refusal},
    store::{Kind as Kept, Member},
};

impl Writer<'_> {
    pub(super) fn edit(&mut self, row: &Row, before: &Member) -> Taken {
        let wanted = row.cell(Field::Role).map(|role| self.role_named(role));
        if let Some(name) = wanted
            && let Err(error) = self.policy.role(name)
        {
            return Ok(Err(problem(row, Field::Role, name, error)));
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
        let after = match edited(self.change, self.actor, before, &edit(row.phone())) {
            Ok(after) => after,
            Err(
                error @ Error::Rule(RuleError::Name(NameError::Invalid {
                    kind: Kind::Name, ..
                })),
            ) => {
                return rule(row, Field::Name, name.as_deref().unwrap_or_default(), error);
            }
            Err(error) => return rule(row, column, &value, error),
        };
        let changed = crate::ops::member::edit_of(before, &after);
        if changed.fields.is_empty() {
            self.report.unchanged += 1;
            return Ok(Ok(None));
        }
        let both = (before, &after);
        let grant = match authorize_edit(self.change, self.actor, self.policy, both, self.now) {
            Ok(grant) => grant,
            Err(error) => {
                use Refusal::{OwnTeam, UnseenTeam};
                let of_team = matches!(
                    error,
                    Error::Rule(RuleError::Denied(Denied { refusal: OwnTeam | UnseenTeam, .. }))
                );
                let role = (Field::Role, wanted.unwrap_or(&before.role));
                let team = (Field::Team, after.team_name.as_str());
                let (column, value) = if of_team { team } else { role };
                return rule(row, column, value, error);
            }
        };
        let kept = self.change.row_of(Kept::Member, before.id.0)?;
        self.change.update_member(&after)?;
        if let Some(members) = &mut self.members {
            members.remove(&before.email.to_ascii_lowercase());
            members.insert(after.email.to_ascii_lowercase(), after.clone());
        }
        self.report.edited += 1;
        if after.role != before.role && self.policy.role(&after.role)?.is_owner() {
            self.report.owners.push(after.email.clone());
        }
        self.note(changed.under(&grant).keeping(kept))?;
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
}
