//! `member add`.

use super::read_phone;
use crate::{
    ops::{
        Outcome, Result, Session,
        admission::{Admission, Candidate, Entry, place},
        invitation::CodeSource,
        lookup::require_team,
    },
    rules::{
        error::{Kind, NameError},
        phone::Phone,
        policy::{actor::Actor, escalation::Intent, matrix::Policy},
        workspace::member::{Email, check_name},
    },
    store::Snapshot,
};

/// Somebody to add.
#[derive(Debug, Clone, Copy)]
pub struct Addition<'a> {
    /// The login id.
    pub email: &'a str,
    /// Their name.
    pub name: Option<&'a str>,
    /// Their number.
    pub phone: Option<&'a str>,
    /// The country whose national form the number may have.
    pub country: Option<&'a str>,
    /// Their role.
    pub role: &'a str,
    /// Their team; `None` for the default one.
    pub team: Option<&'a str>,
    /// For how many milliseconds an invitation is valid; `None` makes none: they are active at once.
    pub invitation: Option<i64>,
}

/// An addition whose names and values were looked up.
pub(in crate::ops) struct Checked {
    email: Email,
    name: Option<String>,
    phone: Option<Phone>,
    role: String,
    team: (crate::rules::id::TeamId, String),
    entry: Entry,
}

/// Adds a member, invited by a mail that tells them how to join, or active at once.
///
/// # Errors
/// Refused, a role or team that isn't known, a login id that is taken, no seat, a second owner.
pub fn add(session: &mut Session, addition: &Addition<'_>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize_member(Intent::default(), now)?;
            let policy = snapshot.policy()?;
            let checked = check(snapshot, actor, &policy, addition)?;
            let mut admission = Admission::new(snapshot, actor, &policy, CodeSource::few(), now)?;
            admission.ask(snapshot, &checked.candidate(&policy)?)?;
            Ok((grant, (policy, checked)))
        },
        |change, actor, (policy, checked)| {
            let mut admission = Admission::new(change, actor, &policy, CodeSource::few(), now)?;
            let admitted = admission.admit(change, checked.candidate(&policy)?)?;
            let Some(admitted) = admitted else { return Ok(Outcome::default()) };
            let effects = admitted.dangers().collect();
            Ok(Outcome { effects, ..admitted.changed().into() })
        },
    )
}

/// Looks up what an addition names, and reads its values.
///
/// # Errors
/// A role or team that isn't known, a login id that is taken, values that can't be.
pub(in crate::ops) fn check(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    policy: &Policy,
    addition: &Addition<'_>,
) -> Result<Checked> {
    let role = policy.role(addition.role)?.name.clone();
    let email = Email::parse(addition.email)?;
    if snapshot.member(email.as_str())?.is_some() {
        return Err(NameError::duplicate(Kind::Member, email.as_str()).into());
    }
    let team = match addition.team {
        Some(name) => require_team(snapshot, actor, name)?,
        None => snapshot.default_team()?,
    };
    let name = addition.name.map(|name| check_name(Kind::Name, name)).transpose()?;
    let phone = addition.phone.map(|text| read_phone(text, addition.country)).transpose()?;
    let entry = Entry::by_invitation(addition.invitation);
    Ok(Checked { email, name, phone, role, team: place(team), entry })
}

impl Checked {
    /// As the admission knows them.
    ///
    /// # Errors
    /// A role that isn't known.
    pub(in crate::ops) fn candidate<'a>(&'a self, policy: &'a Policy) -> Result<Candidate<'a>> {
        Ok(Candidate {
            email: &self.email,
            name: self.name.as_deref(),
            phone: self.phone.as_ref(),
            role: policy.role(&self.role)?,
            team: &self.team,
            entry: self.entry,
            is_free: false,
        })
    }
}
