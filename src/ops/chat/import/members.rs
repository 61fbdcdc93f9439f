//! Teammates: who joins, as what and in which team. An import gives nobody more than the importer
//! may give, and takes ownership from nobody.

use super::{fault::Fault, writer::Writer};
use crate::rules::policy::grant::Teams;
use crate::{
    formats::{event::Teammate, place::Place},
    ops::Changed,
    rules::{
        error::Kind,
        id::TeamId,
        policy::{
            escalation::{Intent, OwnerCount, check_owner_count},
            permission::Permission,
            role::{Model, Role},
        },
        workspace::member::{Email, Status, check_name},
    },
    store::{Member, NewMember},
};

/// A team that was met: its name in lower case, its key, and how it is called.
pub(super) struct Team {
    key: String,
    id: TeamId,
    name: String,
}

/// A teammate as the workspace would have them.
struct Wanted {
    email: Email,
    name: Option<String>,
    role: Role,
    status: Status,
}

impl Writer<'_> {
    pub(super) fn teammate(&mut self, teammate: &Teammate) -> Result<(), Fault> {
        self.actor.require(Permission::TeamSettings)?;
        let wanted = self.wanted(teammate)?;
        match self.change.member(wanted.email.as_str())? {
            Some(known) => self.known_member(&known, &wanted, teammate),
            None => self.new_member(&wanted, teammate),
        }
    }

    fn wanted(&mut self, teammate: &Teammate) -> Result<Wanted, Fault> {
        let place = &teammate.place;
        let email = Email::parse(&teammate.email).map_err(|_| {
            Fault::input(place, "`email` is not an email address", "a member signs in with it")
        })?;
        let name = teammate.name.as_deref().map(|name| check_name(Kind::Name, name));
        let name = name.transpose().map_err(|_| {
            Fault::input(place, "`display_name` can't be a name", "leave out what can't be printed")
        })?;
        if let Some(team) = &teammate.team {
            check_name(Kind::Team, team).map_err(|_| {
                Fault::input(place, "`team` can't be a name", "leave out what can't be printed")
            })?;
        }
        Ok(Wanted {
            email,
            name,
            role: self.role(&teammate.role, place)?,
            status: status(teammate.status.as_deref(), place)?,
        })
    }

    fn role(&mut self, title: &str, place: &Place) -> Result<Role, Fault> {
        if self.policy.is_none() {
            self.policy = Some(self.change.policy()?);
        }
        let Some(policy) = &self.policy else {
            return Err(Fault::Other(crate::ops::Error::Bug("the policy is missing".to_owned())));
        };
        let key = title.trim().to_lowercase();
        policy.role(&key).cloned().map_err(|_| {
            let known: Vec<_> =
                policy.roles().iter().map(|role| format!("`{}`", role.name)).collect();
            let hint = format!(
                "the roles are {}; `rolecall init --preset` chooses them",
                known.join(", ")
            );
            Fault::input(place, format!("no role `{key}`"), &hint)
        })
    }

    fn new_member(&mut self, wanted: &Wanted, teammate: &Teammate) -> Result<(), Fault> {
        let intent = Intent { current: None, wanted: Some(&wanted.role), themselves: false };
        let grant = self.actor.authorize_member(intent, self.now)?;
        self.check_owners(wanted, &teammate.place)?;
        if wanted.status != Status::Suspended {
            self.change.seats()?.require_one()?;
        }
        let (team, team_name) = match &teammate.team {
            Some(team) => self.team(team)?,
            None => {
                let team = self.change.default_team()?;
                let email = wanted.email.as_str();
                self.report
                    .notes
                    .push(format!("`{email}` has no team in the file and went to `{}`", team.name));
                (team.id, team.name)
            }
        };
        let newcomer = self.change.under(&grant).insert_member(&NewMember {
            email: &wanted.email,
            name: wanted.name.as_deref(),
            phone: None,
            role: &wanted.role.name,
            team,
            status: wanted.status,
            added_by: Some(&self.actor.email),
            added_at: self.now,
        })?;
        self.report.members.new += 1;
        self.report.changes.push(
            Changed::new("member.add", wanted.email.as_str())
                .under(&grant)
                .new_field("name", wanted.name.clone())
                .new_field("role", Some(wanted.role.name.as_str()))
                .new_field("team", Some(team_name))
                .new_field("status", Some(wanted.status.key())),
        );
        self.report.awaited = self.report.awaited.saturating_sub(newcomer.settled.chats);
        Ok(())
    }

    fn known_member(
        &mut self,
        before: &Member,
        wanted: &Wanted,
        teammate: &Teammate,
    ) -> Result<(), Fault> {
        let is_owner = before.role == Model::Owner.key();
        if is_owner && !self.actor.role.is_owner() {
            self.report.members.unchanged += 1;
            return Ok(());
        }
        let mut after = before.clone();
        after.name = wanted.name.clone().or(after.name);
        if is_owner {
            if !wanted.role.is_owner() || wanted.status == Status::Suspended {
                let email = &before.email;
                self.report.notes.push(format!(
                    "`{email}` stays an active owner: an import takes ownership from nobody"
                ));
            }
        } else {
            after.role.clone_from(&wanted.role.name);
            after.status = wanted.status;
        }
        if let Some(team) = &teammate.team {
            (after.team, after.team_name) = self.team(team)?;
        }
        let changed = Changed::new("member.edit", before.email.as_str())
            .field("name", before.name.as_deref(), after.name.as_deref())
            .field("role", Some(before.role.as_str()), Some(after.role.as_str()))
            .field("team", Some(before.team_name.as_str()), Some(after.team_name.as_str()))
            .field("status", Some(before.status.key()), Some(after.status.key()));
        if changed.fields.is_empty() {
            self.report.members.unchanged += 1;
            return Ok(());
        }
        let current = self.role(&before.role, &teammate.place)?;
        let intent = Intent {
            current: Some(&current),
            wanted: Some(if is_owner { &current } else { &wanted.role }),
            themselves: before.id == self.actor.id,
        };
        let grant = self.actor.authorize_member(intent, self.now)?;
        if !is_owner {
            self.check_owners(wanted, &teammate.place)?;
        }
        if before.status == Status::Suspended && after.status != Status::Suspended {
            self.change.seats()?.require_one()?;
        }
        self.change.under(&grant).update_member(&after)?;
        self.report.members.changed += 1;
        self.report.changes.push(changed.under(&grant));
        Ok(())
    }

    /// Refuses a second owner where the policy has one only.
    fn check_owners(&self, wanted: &Wanted, place: &Place) -> Result<(), Fault> {
        if !wanted.role.is_owner() || wanted.status == Status::Suspended {
            return Ok(());
        }
        let Some(policy) = &self.policy else { return Ok(()) };
        let before = self.change.count_role(Model::Owner.key())?;
        let count = OwnerCount { before, after: before + 1 };
        check_owner_count(count, policy.single_owner(), wanted.email.as_str()).map_err(|_| {
            let problem = "this workspace's policy allows one owner, and there is one";
            Fault::input(
                place,
                problem,
                "make the workspace with the same owner: `rolecall init --owner EMAIL`",
            )
        })
    }

    /// The team of that name, made if there is none.
    fn team(&mut self, name: &str) -> Result<(TeamId, String), Fault> {
        let key = name.trim().to_lowercase();
        if let Some(team) = self.teams.iter().find(|team| team.key == key) {
            return Ok((team.id, team.name.clone()));
        }
        let (id, name) = match self.change.team(name.trim())? {
            Some(team) => {
                self.report.teams.unchanged += 1;
                (team.id, team.name)
            }
            None => {
                let name = check_name(Kind::Team, name)?;
                self.report.teams.new += 1;
                let grant = self.actor.authorize::<Teams>(self.now)?;
                self.report.changes.push(Changed::new("team.add", name.as_str()).under(&grant));
                (self.change.under(&grant).insert_team(&name, false, self.now)?, name)
            }
        };
        self.teams.push(Team { key, id, name: name.clone() });
        Ok((id, name))
    }
}

/// How far somebody has joined, in the words of the source.
fn status(word: Option<&str>, place: &Place) -> Result<Status, Fault> {
    match word.unwrap_or_default().trim().to_lowercase().as_str() {
        "" | "active" | "enabled" | "online" | "offline" => Ok(Status::Active),
        "invited" | "pending" => Ok(Status::Invited),
        "suspended" | "disabled" | "deactivated" | "inactive" | "blocked" => Ok(Status::Suspended),
        _ => Err(Fault::input(
            place,
            "`status` is none that is known",
            "the statuses are `active`, `invited` and `suspended`",
        )),
    }
}
