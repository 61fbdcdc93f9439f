//! How anybody becomes a member, by whatever door: a command, a list, another product's page of
//! teammates, an account that is shared. The rules, the seats and the owners are asked here, and the
//! member, the invitation and the audit entry are written here.

use std::{collections::HashMap, rc::Rc};

use anyhow::anyhow;

use serde::ser::{SerializeMap, Serializer};

use crate::{
    ops::{
        Changed, Error, Result,
        effect::{Effect, Whose},
        invitation::{CodeSource, invite, written_time},
        sight::check_given,
    },
    rules::{
        error::Error as RuleError,
        id::{MemberId, TeamId},
        phone::Phone,
        policy::{
            actor::Actor,
            effect::Person,
            escalation::{Intent, OwnerCount, check_owner_count},
            grant::{Grant, Members},
            matrix::Policy,
            role::Role,
        },
        workspace::{
            billing::Seats,
            member::{Email, Status},
        },
    },
    store::{AuditEntry, Change, NewMember, Newcomer, Settled, Snapshot, Team},
};

/// In which state somebody comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// Invited by a mail, whose code is valid for so many milliseconds.
    Invited(i64),
    /// Invited in another product: they can't join until an invitation is sent.
    Uninvited,
    /// A member at once.
    Active,
    /// Suspended in another product.
    Suspended,
}

impl Entry {
    /// By whether there is to be an invitation: without one, somebody is a member at once.
    pub(super) fn by_invitation(valid_for: Option<i64>) -> Self {
        valid_for.map_or(Self::Active, Self::Invited)
    }

    const fn status(self) -> Status {
        match self {
            Self::Invited(_) | Self::Uninvited => Status::Invited,
            Self::Active => Status::Active,
            Self::Suspended => Status::Suspended,
        }
    }

    const fn takes_seat(self) -> bool {
        matches!(self, Self::Invited(_) | Self::Active)
    }
}

/// Somebody to let in.
pub(super) struct Candidate<'a> {
    pub(super) email: &'a Email,
    pub(super) name: Option<&'a str>,
    pub(super) phone: Option<&'a Phone>,
    pub(super) role: &'a Role,
    pub(super) team: &'a (TeamId, String),
    pub(super) entry: Entry,
    /// Whether the login id is known to be nobody's.
    pub(super) is_free: bool,
}

/// What the rules say of a role in a team: asked once, however many people come with it.
type Verdict = std::result::Result<Rc<Grant<Members>>, RuleError>;

/// The door through which people become members, in one change.
pub(super) struct Admission<'a> {
    actor: &'a Actor,
    policy: &'a Policy,
    now: i64,
    /// Counted along, instead of asked for anew for each person.
    seats: Seats,
    owners: OwnerCount,
    verdicts: HashMap<(String, TeamId), Verdict>,
    codes: CodeSource,
}

/// Somebody who was let in.
pub(super) struct Admitted<'a> {
    pub(super) settled: Settled,
    candidate: Candidate<'a>,
    expires_at: Option<String>,
    grant: Rc<Grant<Members>>,
}

impl<'a> Admission<'a> {
    pub(super) fn new(
        snapshot: &Snapshot<'_>,
        actor: &'a Actor,
        policy: &'a Policy,
        codes: CodeSource,
        now: i64,
    ) -> Result<Self> {
        let (seats, owners) = (snapshot.seats(now)?, snapshot.count_owners()?);
        Ok(Self { actor, policy, now, seats, owners, verdicts: HashMap::new(), codes })
    }

    /// Asks the rules whether the actor may let them in, and whether there is room.
    ///
    /// # Errors
    /// Refused; no seat; a second owner.
    pub(super) fn ask(
        &mut self,
        snapshot: &Snapshot<'_>,
        candidate: &Candidate<'_>,
    ) -> Result<Rc<Grant<Members>>> {
        let grant = self.verdict(snapshot, candidate.role, candidate.team.0)??;
        if candidate.entry.takes_seat() {
            self.seats.require_one()?;
        }
        let after = self.with(candidate);
        let single = self.policy.single_owner();
        check_owner_count(self.owners, after, single, candidate.email.as_str())?;
        Ok(grant)
    }

    fn with(&self, candidate: &Candidate<'_>) -> OwnerCount {
        let OwnerCount { active, holders } = self.owners;
        let status = candidate.entry.status();
        let is_owner = candidate.role.is_owner();
        OwnerCount {
            active: active + u64::from(is_owner && status == Status::Active),
            holders: holders + u64::from(is_owner && status != Status::Suspended),
        }
    }

    fn verdict(&mut self, snapshot: &Snapshot<'_>, role: &Role, team: TeamId) -> Result<Verdict> {
        let key = (role.name.clone(), team);
        if let Some(known) = self.verdicts.get(&key) {
            return Ok(known.clone());
        }
        let intent = Intent { wanted: Some(role), placed: Some(team), ..Intent::default() };
        let verdict = match self.actor.authorize_member(intent, self.now) {
            Err(error) => Err(error.into()),
            Ok(grant) => {
                let newcomer = Person {
                    id: MemberId(0),
                    team,
                    status: Status::Active,
                    role: role.name.clone(),
                };
                match check_given(snapshot, self.actor, |census| census.people.push(newcomer)) {
                    Ok(()) => Ok(Rc::new(grant)),
                    Err(Error::Rule(error)) => Err(error),
                    Err(other) => return Err(other),
                }
            }
        };
        self.verdicts.insert(key, verdict.clone());
        Ok(verdict)
    }

    /// Lets them in; `None` where the login id is taken, and then nothing was written.
    ///
    /// # Errors
    /// As [`Admission::ask`]'s; the store's own.
    pub(super) fn admit<'c, K>(
        &mut self,
        change: &Change<'_, K>,
        candidate: Candidate<'c>,
    ) -> Result<Option<Admitted<'c>>> {
        let grant = self.ask(change, &candidate)?;
        let change = change.under(&*grant);
        let new = NewMember {
            email: candidate.email,
            name: candidate.name,
            phone: candidate.phone,
            role: &candidate.role.name,
            team: candidate.team.0,
            status: candidate.entry.status(),
            added_by: Some(&self.actor.email),
            added_at: self.now,
        };
        let added = if candidate.is_free {
            change.add_member(&new)?
        } else {
            change.insert_new_member(&new)?
        };
        let Some(newcomer) = added else { return Ok(None) };
        let Newcomer { id, mut settled } = newcomer;
        let mut expires_at = None;
        if let Entry::Invited(valid_for) = candidate.entry {
            let validity = (self.now, valid_for);
            settled.chats += invite(&change, &mut self.codes, id, &self.actor.email, validity)?;
            expires_at = Some(written_time(self.now.saturating_add(valid_for)));
        }
        self.owners = self.with(&candidate);
        self.seats.taken += u64::from(candidate.entry.takes_seat());
        Ok(Some(Admitted { settled, candidate, expires_at, grant }))
    }
}

impl Admitted<'_> {
    /// What the audit and the report of the change have of them.
    fn fields(&self) -> impl Iterator<Item = (&'static str, String)> {
        let Candidate { name, phone, role, team, entry, .. } = &self.candidate;
        let fields = [
            ("name", name.map(str::to_owned)),
            ("phone", phone.map(Phone::masked)),
            ("role", Some(role.name.clone())),
            ("team", Some(team.1.clone())),
            ("status", Some(entry.status().key().to_owned())),
            ("invitation_expires_at", self.expires_at.clone()),
        ];
        let all = fields.into_iter().chain(self.settled.counts());
        all.filter_map(|(field, value)| Some((field, value?)))
    }

    /// What is dangerous in their role. That an owner may do everything is told by the role itself.
    pub(super) fn dangers(&self) -> impl Iterator<Item = Effect> + use<> {
        let Candidate { email, role, entry, .. } = &self.candidate;
        let is_told = entry.takes_seat() && !role.is_owner();
        let whose = Whose::Member(email.as_str().to_owned());
        let dangers = is_told.then(|| Effect::of_newcomer(&whose, role, 1));
        dangers.into_iter().flatten()
    }

    /// By what authority they were let in.
    pub(super) fn grant(&self) -> &Grant<Members> {
        &self.grant
    }

    /// As the report of a change has it.
    pub(super) fn changed(&self) -> Changed {
        let changed = Changed::new("member.add", self.candidate.email.as_str()).under(&*self.grant);
        self.fields().fold(changed, |changed, (field, value)| changed.new_field(field, Some(value)))
    }

    /// The same as an audit entry, without the steps between: in a long list they would take as long
    /// as the rest.
    pub(super) fn entry(&self) -> Result<AuditEntry> {
        let mut after = Vec::with_capacity(128);
        let written = || -> serde_json::Result<()> {
            let mut serializer = serde_json::Serializer::new(&mut after);
            let mut map = serializer.serialize_map(None)?;
            // Every entry has its fields in the order of their names.
            let mut fields: Vec<_> = self.fields().collect();
            fields.sort_unstable_by_key(|(field, _)| *field);
            for (field, value) in fields {
                map.serialize_entry(field, &value)?;
            }
            map.end()
        }();
        let after = written.ok().and_then(|()| String::from_utf8(after).ok());
        let after = after.ok_or_else(|| Error::Bug(anyhow!("an audit entry can't be written")))?;
        Ok(AuditEntry {
            action: "member.add",
            object: self.candidate.email.as_str().to_owned(),
            before: None,
            after: Some(after),
            needed: Some(self.grant.needed().clone()),
            kept: Vec::new(),
        })
    }
}

/// A team as a candidate is placed in it.
pub(super) fn place(team: Team) -> (TeamId, String) {
    (team.id, team.name)
}
