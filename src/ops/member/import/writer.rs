//! Puts rows into the workspace: who is new is added and invited, who is known is edited. What the
//! rules say of a role is asked once, not for every row that has it.

mod edit;

use std::collections::{HashMap, HashSet};

use super::{
    Import, ImportReport, Planned,
    checks::{missing, problem, taken},
};
use crate::rules::policy::grant::Teams;
use crate::{
    formats::{
        list::{Field, Problem},
        members::Row,
    },
    ops::{
        Changed, Outcome, Result,
        error::Error,
        invitation::{CodeSource, invite, written_time},
        member::read_phone,
    },
    rules::{
        error::{Error as RuleError, Kind},
        id::{MemberId, TeamId},
        nearest::nearest,
        policy::{
            actor::Actor,
            escalation::{Intent, OwnerCount, check_owner_count},
            matrix::Policy,
        },
        privacy::phone::Phone,
        workspace::{
            billing::Seats,
            member::{Email, Status, check_name},
        },
    },
    store::{AuditEntry, Change, NewMember, Newcomer, Settled, Team},
};

/// What came of a row: what was done, or nothing, where there was nothing to do; or its problem.
type Taken<T = Option<Planned>> = Result<std::result::Result<T, Problem>>;

pub(super) struct Writer<'w> {
    change: &'w Change<'w, Teams>,
    actor: &'w Actor,
    policy: &'w Policy,
    how: Import<'w>,
    now: i64,
    is_dry_run: bool,
    expires_at: Option<String>,
    default_team: Option<(TeamId, String)>,
    /// By their names in lower case.
    teams: HashMap<String, (TeamId, String)>,
    /// What the rules say of adding somebody with that role.
    roles: HashMap<String, Option<RuleError>>,
    codes: CodeSource,
    /// Counted along, instead of asked for at every row.
    seats: Seats,
    /// Who was touched by this list: new members by where their keys begin, the others by name.
    first_new: Option<MemberId>,
    edited: HashSet<MemberId>,
    /// Who stands in the list more than once, in lower case.
    pub(super) repeated: HashSet<String>,
    report: ImportReport,
}

/// What the audit keeps of a member who was added, in the order of the names.
#[derive(serde::Serialize)]
struct Added<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    awaited_accounts: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    awaited_chats: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation_expires_at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    role: &'a str,
    status: &'static str,
    team: &'a str,
}

/// A row's cells as the rules know them.
struct Person {
    email: Email,
    name: Option<String>,
    phone: Option<Phone>,
}

impl<'w> Writer<'w> {
    pub(super) fn new(
        change: &'w Change<'w, Teams>,
        actor: &'w Actor,
        policy: &'w Policy,
        (teams, seats): (&[Team], Seats),
        how: Import<'w>,
        (now, is_dry_run): (i64, bool),
    ) -> Self {
        let named = |team: &Team| (team.id, team.name.clone());
        let default_team = teams.iter().find(|team| team.is_default).map(named);
        let teams = teams.iter().map(|team| (team.name.to_lowercase(), named(team))).collect();
        let expires_at =
            how.invitation.map(|valid_for| written_time(now.saturating_add(valid_for)));
        Self {
            change,
            actor,
            policy,
            how,
            now,
            is_dry_run,
            expires_at,
            default_team,
            teams,
            roles: HashMap::new(),
            codes: CodeSource::many(),
            seats,
            first_new: None,
            edited: HashSet::new(),
            repeated: HashSet::new(),
            report: ImportReport::default(),
        }
    }

    /// Puts what was counted into the report.
    pub(super) fn tally(&self, report: &mut ImportReport) {
        let counted = &self.report;
        report.added = counted.added;
        report.edited = counted.edited;
        report.unchanged = counted.unchanged;
        report.invited = counted.invited;
        report.teams = counted.teams;
        report.roles.clone_from(&counted.roles);
    }

    /// Takes one row.
    pub(super) fn take(&mut self, row: &Row) -> Taken {
        let Some(text) = row.cell(Field::Email) else {
            let hint = "every row needs the address that its person logs in with";
            return Ok(Err(missing(row, Field::Email, hint)));
        };
        let email = match Email::parse(text) {
            Ok(email) => email,
            Err(error) => return Ok(Err(problem(row, Field::Email, text, &error))),
        };
        if self.repeated.contains(&email.as_str().to_lowercase()) {
            return Ok(Err(taken(row, email.as_str(), true)));
        }
        let existing = if self.how.update { self.change.member(email.as_str())? } else { None };
        match existing {
            Some(member) => self.edit(row, &member),
            None => self.add(row, email),
        }
    }

    fn add(&mut self, row: &Row, email: Email) -> Taken {
        let Some(role) = row.cell(Field::Role) else {
            let hint = "`rolecall role list` shows the roles";
            return Ok(Err(missing(row, Field::Role, hint)));
        };
        let role = self.role_named(role);
        if let Some(error) = self.role_problem(role)? {
            return Ok(Err(problem(row, Field::Role, role, &error)));
        }
        let person = match self.person(row, email) {
            Ok(person) => person,
            Err(problem) => return Ok(Err(problem)),
        };
        if let Err(error) = self.seats.require_one() {
            // Who is there already needs none, and has another problem.
            return match self.change.member(person.email.as_str())? {
                Some(_) => self.refuse_known(row, &person.email),
                None => Ok(Err(problem(row, Field::Email, person.email.as_str(), &error))),
            };
        }
        // A row that isn't taken makes no team.
        if self.names_new_team(row) && self.change.member(person.email.as_str())?.is_some() {
            return self.refuse_known(row, &person.email);
        }
        let (team, team_name) = match self.team(row)? {
            Ok(team) => team,
            Err(problem) => return Ok(Err(problem)),
        };
        let added = self.change.insert_new_member(&NewMember {
            email: &person.email,
            name: person.name.as_deref(),
            phone: person.phone.as_ref(),
            role,
            team,
            status: Status::Invited,
            added_by: Some(&self.actor.email),
            added_at: self.now,
        })?;
        let Some(Newcomer { id, settled }) = added else {
            return self.refuse_known(row, &person.email);
        };
        self.first_new.get_or_insert(id);
        self.seats.taken += 1;
        self.report.added += 1;
        *self.report.roles.entry(role.to_owned()).or_default() += 1;
        if let Some(valid_for) = self.how.invitation {
            let validity = (self.now, valid_for);
            invite(self.change, &mut self.codes, id, &self.actor.email, validity)?;
            self.report.invited += 1;
        }
        self.note_added(&person, role, &team_name, settled)?;
        if !self.is_dry_run {
            return Ok(Ok(None));
        }
        let email = person.email.as_str();
        let lens = self.actor.lens();
        Ok(Ok(Some(Planned {
            line: row.line(),
            email: lens.staff(email),
            name: person.name.map(|text| lens.staff(text)),
            role: lens.staff(role),
            team: lens.staff(team_name),
            action: if self.how.invitation.is_some() { "invite" } else { "add" },
        })))
    }

    /// A role as the policy writes it: lists write it with a capital.
    fn role_named<'n>(&self, name: &'n str) -> &'n str
    where
        'w: 'n,
    {
        let policy: &'w Policy = self.policy;
        let mut roles = policy.roles().iter().map(|role| role.name.as_str());
        roles.find(|role| role.to_lowercase() == name.to_lowercase()).unwrap_or(name)
    }

    /// Why nobody with that role can be added; asked of the rules once for each role.
    fn role_problem(&mut self, name: &str) -> Result<Option<RuleError>> {
        if let Some(answer) = self.roles.get(name) {
            return Ok(answer.clone());
        }
        let answer = self.policy.role(name).and_then(|role| {
            let intent = Intent { current: None, wanted: Some(role), themselves: false };
            self.actor.authorize_member(intent, self.now)?;
            Ok(role.is_owner())
        });
        match answer {
            // How many owners there are changes from row to row.
            Ok(true) => {
                let before = self.change.count_role(name)?;
                let count = OwnerCount { before, after: before + 1 };
                Ok(check_owner_count(count, self.policy.single_owner(), name).err())
            }
            Ok(false) => {
                self.roles.insert(name.to_owned(), None);
                Ok(None)
            }
            // Unknown names aren't kept: there may be as many as there are rows.
            Err(error @ RuleError::Unknown { .. }) => Ok(Some(error)),
            Err(error) => {
                self.roles.insert(name.to_owned(), Some(error.clone()));
                Ok(Some(error))
            }
        }
    }

    fn person(&self, row: &Row, email: Email) -> std::result::Result<Person, Problem> {
        let name = row.name();
        let name = name
            .map(|name| {
                check_name(Kind::Name, &name)
                    .map_err(|error| problem(row, Field::Name, &name, &error))
            })
            .transpose()?;
        let country = row.cell(Field::Country).or(self.how.country);
        let phone = row
            .phone()
            .map(|text| {
                read_phone(text, country).map_err(|error| match error {
                    Error::Rule(error) => problem(row, Field::Phone(0), text, &error),
                    other => Problem::of_line(row.line(), other.to_string(), "try again"),
                })
            })
            .transpose()?;
        Ok(Person { email, name, phone })
    }

    fn names_new_team(&self, row: &Row) -> bool {
        row.cell(Field::Team).is_some_and(|name| !self.teams.contains_key(&name.to_lowercase()))
    }

    fn team(&mut self, row: &Row) -> Taken<(TeamId, String)> {
        let Some(name) = row.cell(Field::Team) else {
            return match &self.default_team {
                Some(team) => Ok(Ok(team.clone())),
                None => Err(crate::store::Error::Corrupt("there is no default team".into()).into()),
            };
        };
        let key = name.to_lowercase();
        if let Some(team) = self.teams.get(&key) {
            return Ok(Ok(team.clone()));
        }
        let name = match check_name(Kind::Team, name) {
            Ok(name) => name,
            Err(error) => return Ok(Err(problem(row, Field::Team, name, &error))),
        };
        if !self.how.create_teams {
            let near = nearest(&name, self.teams.values().map(|(_, name)| name.as_str()));
            let error = RuleError::unknown(Kind::Team, &name, near);
            let mut problem = problem(row, Field::Team, &name, &error);
            problem.hint.push_str("; `--create-teams` makes it");
            return Ok(Err(problem));
        }
        let id = self.change.insert_team(&name, false, self.now)?;
        self.report.teams += 1;
        self.note(Changed::new("team.add", name.as_str()))?;
        self.teams.insert(key, (id, name.clone()));
        Ok(Ok((id, name)))
    }

    fn refuse_known(&self, row: &Row, email: &Email) -> Taken {
        let known = self.change.member(email.as_str())?;
        let is_new = known.zip(self.first_new).is_some_and(|(known, first)| known.id >= first);
        Ok(Err(taken(row, email.as_str(), is_new)))
    }

    /// The same entry as for a member who is added alone, written without the steps between: in a
    /// long list they would take as long as the rest.
    fn note_added(&self, person: &Person, role: &str, team: &str, settled: Settled) -> Result<()> {
        let [(_, awaited_chats), (_, awaited_accounts)] = settled.counts();
        let added = Added {
            awaited_accounts,
            awaited_chats,
            invitation_expires_at: self.expires_at.as_deref(),
            name: person.name.as_deref(),
            phone: person.phone.as_ref().map(Phone::masked),
            role,
            status: Status::Invited.key(),
            team,
        };
        let after = serde_json::to_string(&added)
            .map_err(|error| Error::Bug(format!("an audit entry can't be written: {error}")))?;
        let object = person.email.as_str().to_owned();
        let (before, after, needed) = (None, Some(after), None);
        let entry = AuditEntry { action: "member.add", object, before, after, needed };
        Ok(self.change.note(&entry)?)
    }

    /// Writes the audit's entry at once: all of a list's would fill the memory.
    fn note(&self, changed: Changed) -> Result<()> {
        for entry in Outcome::from(changed).entries() {
            self.change.note(&entry)?;
        }
        Ok(())
    }
}
