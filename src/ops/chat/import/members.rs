//! Teammates: who joins, as what and in which team, each by the checks of `member add`, `member edit`,
//! `member suspend` and `member restore`. An import takes ownership from nobody.

use super::{fault::Fault, writer::Writer};
use crate::{
    formats::{event::Teammate, place::Place},
    ops::{
        Changed,
        admission::{Admission, Candidate, Entry, place},
        invitation::CodeSource,
        member::{authorize_edit, check_owners, edit_of},
    },
    rules::{
        error::{Kind, Refusal},
        id::TeamId,
        policy::{
            escalation::Intent,
            grant::{Grant, Members, Teams},
            role::{Model, Role},
        },
        workspace::member::{Email, Status, check_name},
    },
    store::Member,
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
        let key = title.trim().to_lowercase();
        self.policy.role(&key).cloned().map_err(|_| {
            let roles = self.policy.roles().iter();
            let known: Vec<_> = roles.map(|role| format!("`{}`", role.name)).collect();
            let hint = format!(
                "the roles are {}; `rolecall init --preset` chooses them",
                known.join(", ")
            );
            Fault::input(place, format!("no role `{key}`"), &hint)
        })
    }

    fn new_member(&mut self, wanted: &Wanted, teammate: &Teammate) -> Result<(), Fault> {
        let email = wanted.email.as_str();
        let Some(team) = self.team_of(teammate)? else { return Ok(()) };
        let candidate = Candidate {
            email: &wanted.email,
            name: wanted.name.as_deref(),
            phone: None,
            role: &wanted.role,
            team: &team,
            is_free: false,
            entry: match wanted.status {
                Status::Active => Entry::Active,
                Status::Invited => Entry::Uninvited,
                Status::Suspended => Entry::Suspended,
            },
        };
        let policy = self.policy.clone();
        let codes = CodeSource::few();
        let mut admission = Admission::new(self.change, self.actor, &policy, codes, self.now)
            .map_err(Fault::Other)?;
        let admitted = admission.admit(self.change, candidate).map_err(Fault::Other);
        let Some(Some(admitted)) = self.report.denied.unless("member.add", email, admitted)? else {
            return Ok(());
        };
        self.report.members.new += 1;
        self.report.awaited = self.report.awaited.saturating_sub(admitted.settled.chats);
        self.report.teamless += u64::from(teammate.team.is_none());
        let change = self.change.under(admitted.grant());
        self.report.tell(&change, admitted.changed()).map_err(Fault::Other)
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
        if is_owner && (!wanted.role.is_owner() || wanted.status == Status::Suspended) {
            let email = &before.email;
            self.report.notes.push(format!(
                "`{email}` stays an active owner: an import takes ownership from nobody"
            ));
        } else if !is_owner {
            after.role.clone_from(&wanted.role.name);
        }
        if teammate.team.is_some()
            && let Some(team) = self.team_of(teammate)?
        {
            (after.team, after.team_name) = team;
        }
        let mut is_different = self.edit(before, &after)?;
        if !is_owner {
            is_different |= self.set_status(before, wanted)?;
        }
        self.report.members.known(is_different);
        Ok(())
    }

    fn edit(&mut self, before: &Member, after: &Member) -> Result<bool, Fault> {
        let changed = edit_of(before, after);
        if changed.fields.is_empty() {
            return Ok(false);
        }
        let both = (before, after);
        let grant = authorize_edit(self.change, self.actor, &self.policy, both, self.now);
        let grant = grant.map_err(Fault::Other);
        let Some(grant) = self.report.denied.unless("member.edit", &before.email, grant)? else {
            return Ok(false);
        };
        let change = self.change.under(&grant);
        change.update_member(after)?;
        self.report.tell(&change, changed).map_err(Fault::Other)?;
        Ok(true)
    }

    /// Suspends, restores or lets join, as the file says.
    fn set_status(&mut self, before: &Member, wanted: &Wanted) -> Result<bool, Fault> {
        let (verb, after) = match (before.status, wanted.status) {
            (Status::Suspended, Status::Suspended)
            | (Status::Active, Status::Active | Status::Invited)
            | (Status::Invited, Status::Invited) => return Ok(false),
            (_, Status::Suspended) => ("member.suspend", Status::Suspended),
            (Status::Suspended, _) => ("member.restore", Status::Active),
            (Status::Invited, Status::Active) => ("member.edit", Status::Active),
        };
        let grant = self.authorize_status(before, wanted, after);
        let Some(grant) = self.report.denied.unless(verb, &before.email, grant)? else {
            return Ok(false);
        };
        let change = self.change.under(&grant);
        match verb {
            "member.suspend" => change.suspend_member(before.id)?,
            "member.restore" => change.restore_member(before.id)?,
            _ => change.join_member(before.id)?,
        }
        let is = self.change.member_by_id(before.id)?.map_or(after, |member| member.status);
        let changed = Changed::new(verb, before.email.as_str());
        let changed = changed.field("status", Some(before.status.key()), Some(is.key()));
        self.report.tell(&change, changed).map_err(Fault::Other)?;
        Ok(true)
    }

    fn authorize_status(
        &self,
        before: &Member,
        wanted: &Wanted,
        after: Status,
    ) -> Result<Grant<Members>, Fault> {
        let themselves = before.id == self.actor.id;
        let current = Some(self.policy.role(&before.role)?);
        let touch = Intent { current, themselves, ..Intent::default() };
        let grant = self.actor.authorize_member(touch, self.now)?;
        if after == Status::Suspended && themselves {
            return Err(self.actor.refused(Refusal::OwnStatus).into());
        }
        if before.status == Status::Invited && after == Status::Active {
            // Nobody but who has the code joins, unless somebody who may give the role says so.
            let gives = Intent { wanted: Some(&wanted.role), ..Intent::default() };
            self.actor.authorize_member(gives, self.now)?;
        }
        if after != Status::Suspended {
            self.change.seats(self.now)?.require_one()?;
        }
        let (was, is) = ((before.role.as_str(), before.status), (before.role.as_str(), after));
        let (change, policy) = (self.change, &self.policy);
        check_owners(change, policy, &before.email, Some(was), Some(is)).map_err(Fault::Other)?;
        Ok(grant)
    }

    /// The team that a file names for somebody, made if there is none; the default one where it
    /// names none. `None` where the importer may not make it.
    fn team_of(&mut self, teammate: &Teammate) -> Result<Option<(TeamId, String)>, Fault> {
        let Some(name) = &teammate.team else {
            return Ok(Some(place(self.change.default_team()?)));
        };
        let key = name.trim().to_lowercase();
        if let Some(team) = self.teams.iter().find(|team| team.key == key) {
            return Ok(Some((team.id, team.name.clone())));
        }
        let (id, name) = match self.change.team(name.trim())? {
            Some(team) => {
                self.report.teams.unchanged += 1;
                (team.id, team.name)
            }
            None => {
                let name = check_name(Kind::Team, name)?;
                let grant = self.actor.authorize::<Teams>(self.now).map_err(Fault::from);
                let Some(grant) = self.report.denied.unless("team.add", &name, grant)? else {
                    return Ok(None);
                };
                let change = self.change.under(&grant);
                let id = change.insert_team(&name, false, self.now)?;
                self.report.teams.new += 1;
                let changed = Changed::new("team.add", name.as_str());
                self.report.tell(&change, changed).map_err(Fault::Other)?;
                (id, name)
            }
        };
        self.teams.push(Team { key, id, name: name.clone() });
        Ok(Some((id, name)))
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
