//! Puts rows into the workspace: who is new is added and invited, who is known is edited. What the
//! rules say of a role is asked once, not for every row that has it.

mod edit;

use std::collections::HashMap;

use super::{
    Import, ImportReport, Planned,
    checks::{missing, problem, taken},
    repeats::Repeats,
};
use crate::rules::policy::grant::Teams;
use crate::rules::policy::role::Role;
use crate::{
    formats::{
        list::{Field, Problem},
        members::Row,
    },
    ops::{
        Changed, Outcome, Result,
        admission::{Admission, Candidate, Entry},
        error::Error,
        invitation::CodeSource,
        member::read_phone,
    },
    rules::{
        error::{Denied, Error as RuleError, Kind, NameError, Refusal, SettingsError},
        id::TeamId,
        nearest::nearest,
        phone::Phone,
        policy::{actor::Actor, matrix::Policy},
        workspace::member::{Email, check_name},
    },
    store::{Change, Member, MemberFilter, Team},
};

/// What came of a row: what was done, or nothing, where there was nothing to do; or its problem.
type Taken<T = Option<Planned>> = Result<std::result::Result<T, Problem>>;

pub(super) struct Writer<'w> {
    change: &'w Change<'w, Teams>,
    actor: &'w Actor,
    policy: &'w Policy,
    how: Import<'w>,
    now: i64,
    admission: Admission<'w>,
    /// Who is there, by their login ids: asked once, where a server is asked. Nobody stands in a list twice.
    pub(super) members: Option<HashMap<String, Member>>,
    default_team: Option<(TeamId, String)>,
    /// By their names in lower case.
    teams: HashMap<String, (TeamId, String)>,
    /// Who stands in the list more than once.
    pub(super) repeats: Repeats,
    report: ImportReport,
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
        teams: &[Team],
        how: Import<'w>,
        now: i64,
    ) -> Result<Self> {
        let named = |team: &Team| (team.id, team.name.clone());
        let default_team = teams.iter().find(|team| team.is_default).map(named);
        let teams = teams.iter().map(|team| (team.name.to_lowercase(), named(team))).collect();
        let members =
            if change.is_far() { Some(change.members(&MemberFilter::default())?) } else { None };
        let by_email = |member: Member| (member.email.to_ascii_lowercase(), member);
        let members = members.map(|members| members.into_iter().map(by_email).collect());
        let admission = Admission::new(change, actor, policy, CodeSource::many(), now)?;
        Ok(Self {
            change,
            actor,
            policy,
            how,
            now,
            admission,
            members,
            default_team,
            teams,
            repeats: Repeats::default(),
            report: ImportReport::default(),
        })
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
        report.owners.clone_from(&counted.owners);
        report.settles = counted.settles;
    }

    /// Takes one row.
    pub(super) fn take(&mut self, row: &Row) -> Taken {
        let Some(text) = row.cell(Field::Email) else {
            let hint = "every row needs the address that its person logs in with";
            return Ok(Err(missing(row, Field::Email, hint)));
        };
        let email = match Email::parse(text) {
            Ok(email) => email,
            Err(error) => return Ok(Err(problem(row, Field::Email, text, error))),
        };
        if let Some(repeated) = self.repeats.check(row, email.as_str()) {
            return Ok(Err(repeated));
        }
        let existing = if self.how.update { self.member(&email)? } else { None };
        match existing {
            Some(member) => self.edit(row, &member),
            None => self.add(row, email),
        }
    }

    fn member(&self, email: &Email) -> Result<Option<Member>> {
        match &self.members {
            Some(members) => Ok(members.get(&email.key()).cloned()),
            None => Ok(self.change.member(email.as_str())?),
        }
    }

    fn add(&mut self, row: &Row, email: Email) -> Taken {
        let Some(role) = row.cell(Field::Role) else {
            let hint = "`rolecall role list` shows the roles";
            return Ok(Err(missing(row, Field::Role, hint)));
        };
        let role = match self.policy.role(self.role_named(role)) {
            Ok(role) => role,
            Err(error) => return Ok(Err(problem(row, Field::Role, role, error))),
        };
        let person = match self.person(row, email) {
            Ok(person) => person,
            Err(problem) => return Ok(Err(problem)),
        };
        // A row that isn't taken makes no team.
        if self.names_new_team(row) && self.member(&person.email)?.is_some() {
            return Ok(Err(taken(row, person.email.as_str())));
        }
        let team = match self.team(row)? {
            Ok(team) => team,
            Err(problem) => return Ok(Err(problem)),
        };
        let key = person.email.key();
        let is_free = self.members.as_ref().is_some_and(|members| !members.contains_key(&key));
        let candidate = Candidate {
            email: &person.email,
            name: person.name.as_deref(),
            phone: person.phone.as_ref(),
            role,
            team: &team,
            entry: Entry::by_invitation(self.how.invitation),
            is_free,
        };
        let admitted = match self.admission.admit(self.change, candidate) {
            Ok(Some(admitted)) => admitted,
            Ok(None) => return Ok(Err(taken(row, person.email.as_str()))),
            Err(error) => return self.not_admitted(row, &person.email, (role, &team.1), error),
        };
        self.report.added += 1;
        *self.report.roles.entry(role.name.clone()).or_default() += 1;
        if role.is_owner() {
            self.report.owners.push(person.email.as_str().to_owned());
        }
        self.report.settles |= admitted.settled.chats + admitted.settled.accounts > 0;
        self.report.invited += u64::from(self.how.invitation.is_some());
        self.change.note(&admitted.entry()?)?;
        let lens = self.actor.lens();
        Ok(Ok(Some(Planned {
            line: row.line(),
            email: lens.staff(person.email.as_str()),
            name: person.name.as_deref().map(|text| lens.staff(text)),
            role: lens.staff(role.name.as_str()),
            team: lens.staff(team.1.as_str()),
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

    /// Why somebody isn't let in, against the cell that it is about.
    fn not_admitted(
        &self,
        row: &Row,
        email: &Email,
        (role, team): (&Role, &str),
        error: Error,
    ) -> Taken {
        let Error::Rule(error) = error else { return Err(error) };
        let (column, value) = match &error {
            // Who is there already needs no seat, and has another problem.
            RuleError::Settings(SettingsError::NoSeats { .. })
                if self.change.member(email.as_str())?.is_some() =>
            {
                return Ok(Err(taken(row, email.as_str())));
            }
            RuleError::Settings(SettingsError::NoSeats { .. }) => (Field::Email, email.as_str()),
            RuleError::Denied(Denied { refusal: Refusal::UnseenTeam, .. }) => (Field::Team, team),
            _ => (Field::Role, role.name.as_str()),
        };
        Ok(Err(problem(row, column, value, error)))
    }

    fn person(&self, row: &Row, email: Email) -> std::result::Result<Person, Problem> {
        let name = row.name();
        let name = name
            .map(|name| {
                check_name(Kind::Name, &name)
                    .map_err(|error| problem(row, Field::Name, &name, error))
            })
            .transpose()?;
        let country = row.cell(Field::Country).or(self.how.country);
        let phone = row
            .phone()
            .map(|text| {
                read_phone(text, country).map_err(|error| match error {
                    Error::Rule(error) => problem(row, Field::Phone(0), text, error),
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
            Err(error) => return Ok(Err(problem(row, Field::Team, name, error))),
        };
        if !self.how.create_teams {
            let near = nearest(&name, self.teams.values().map(|(_, name)| name.as_str()));
            let error = NameError::unknown(Kind::Team, &name, near);
            let mut problem = problem(row, Field::Team, &name, error);
            problem.hint.push_str("; `--create-teams` makes it");
            return Ok(Err(problem));
        }
        let id = self.change.insert_team(&name, false, self.now)?;
        self.report.teams += 1;
        self.note(Changed::new("team.add", name.as_str()))?;
        self.teams.insert(key, (id, name.clone()));
        Ok(Ok((id, name)))
    }

    /// Writes the audit's entry at once: all of a list's would fill the memory.
    fn note(&self, changed: Changed) -> Result<()> {
        for entry in Outcome::from(changed).entries() {
            self.change.note(&entry)?;
        }
        Ok(())
    }
}
