//! `account share`: TimelinesAI's "How to share your WhatsApp account", its steps as one. Nothing is
//! written at the account: it is shared by who is in its connector's team, with a role that sees what
//! others in the team connected.

use std::collections::{HashMap, HashSet};

use super::number_of;
use crate::ops::lookup::require_account;
use crate::rules::policy::grant::Members;
use crate::{
    ops::{
        Changed, Outcome, Result, Session,
        admission::Admission,
        effect::{Effect, Effects, measure},
        invitation::CodeSource,
        member::{Addition, Checked, check},
        sight::check_given,
    },
    rules::{
        error::{AccountError, MemberError},
        id::MemberId,
        policy::{
            actor::Actor,
            decision::{Subject, decide},
            escalation::Intent,
            matrix::Policy,
            permission::{Permission, PermissionSet},
            role::Role,
            scope::{Connector, Scope, Viewer},
        },
        privacy::lens::SafeText,
        workspace::member::Status,
    },
    store::{Census, Change, Error as StoreError, Member, MemberFilter, Snapshot},
};

/// The role of who is new, unless another is named: the least that shares.
const ROLE_OF_THE_NEW: &str = "teammate";

/// What is shared, and with whom.
#[derive(Debug, Clone, Copy)]
pub struct Share<'a> {
    /// The account, by its number.
    pub account: &'a str,
    /// With whom, by their login ids.
    pub with: &'a [String],
    /// The role of who is new; `None` for a teammate's.
    pub role: Option<&'a str>,
    /// For how many milliseconds invitations of the new are valid; `None` makes none.
    pub invitation: Option<i64>,
}

/// A member who sees an account's chats and may start new ones from it.
#[derive(Debug, Clone)]
pub struct User {
    /// Their login id.
    pub member: SafeText,
    /// The scope that gave them the account before; `None` where they hadn't got it.
    pub before: Option<Scope>,
    /// The scope that gives it to them.
    pub scope: Scope,
}

/// What becomes of one person.
enum Step {
    /// They have the account already, and stay where they are.
    Stays(Member, Scope),
    /// They come into the connector's team.
    Moves(Member),
    /// They are added and invited.
    Joins(Box<Checked>),
}

/// Shares an account: everybody named comes into its connector's team, and who is nobody yet is
/// invited there. Also gives who has the account then: everybody, to a reader of access; the people
/// named, to others.
///
/// Who has the account already, such as an admin who sees every team's, isn't moved: that would take
/// their own accounts along, out of their team's sight, and gain nothing.
///
/// # Errors
/// Refused without `team-settings` or above one's own rank; an account that isn't known or that
/// nobody connected; a role, of who is there or who is to come, that uses no account of others'; a
/// suspended member.
pub fn share(session: &mut Session, share: &Share<'_>) -> Result<(Outcome, Vec<User>)> {
    let now = session.now();
    let mut users = Vec::new();
    let outcome = session.change(
        |snapshot, actor| {
            let grant = actor.authorize_member(Intent::default(), now)?;
            let account = require_account(snapshot, actor, share.account)?;
            let Some(connector) = account.connector else {
                let account = number_of(&account.number).to_string();
                return Err(AccountError::NotConnected { account }.into());
            };
            let policy = snapshot.policy()?;
            if let Some(role) = share.role {
                check_role(policy.role(role)?, None)?;
            }
            let desk = Desk { snapshot, actor, policy: &policy, connector, now };
            let steps = desk.steps(share)?;
            Ok((grant, (connector, policy, steps)))
        },
        |change, actor, (connector, policy, steps)| {
            let before: HashMap<_, _> = users_of(change, &policy, connector)?.into_iter().collect();
            let named: HashSet<_> =
                share.with.iter().map(|email| email.trim().to_ascii_lowercase()).collect();
            let outcome = write(change, actor, (connector, &policy), steps, now)?;
            let sees_all = actor.may(Permission::AccessPermissions).allowed;
            for (email, scope) in users_of(change, &policy, connector)? {
                if sees_all || named.contains(&email.to_ascii_lowercase()) {
                    let before = before.get(&email).copied();
                    users.push(User { member: actor.lens().staff(email), before, scope });
                }
            }
            Ok(outcome)
        },
    )?;
    Ok((outcome, users))
}

/// What is asked to decide about each person.
struct Desk<'d, 'c> {
    snapshot: &'d Snapshot<'c>,
    actor: &'d Actor,
    policy: &'d Policy,
    connector: Connector,
    now: i64,
}

impl Desk<'_, '_> {
    fn steps(&self, share: &Share<'_>) -> Result<Vec<Step>> {
        let team = team_of(self.snapshot, self.connector)?;
        let codes = CodeSource::few();
        let mut admission =
            Admission::new(self.snapshot, self.actor, self.policy, codes, self.now)?;
        let mut met = HashSet::new();
        let mut steps = Vec::with_capacity(share.with.len());
        for email in share.with {
            if !met.insert(email.trim().to_ascii_lowercase()) {
                continue;
            }
            steps.push(match self.snapshot.member(email)? {
                Some(member) => self.of_member(member)?,
                None => {
                    let role = self.policy.role(share.role.unwrap_or(ROLE_OF_THE_NEW))?;
                    check_role(role, None)?;
                    let addition = Addition {
                        email,
                        name: None,
                        phone: None,
                        country: None,
                        role: &role.name,
                        team: Some(&team),
                        invitation: share.invitation,
                    };
                    let checked = check(self.snapshot, self.actor, self.policy, &addition)?;
                    admission.ask(self.snapshot, &checked.candidate(self.policy)?)?;
                    Step::Joins(Box::new(checked))
                }
            });
        }
        // Each found a seat by itself; together they may not.
        let joins = steps.iter().filter(|step| matches!(step, Step::Joins(_))).count();
        self.snapshot.seats(self.now)?.require(joins as u64)?;
        Ok(steps)
    }

    fn of_member(&self, member: Member) -> Result<Step> {
        if member.status == Status::Suspended {
            let (email, status) = (member.email, member.status);
            return Err(MemberError::WrongStatus { email, status, needed: Status::Active }.into());
        }
        let role = self.policy.role(&member.role)?;
        let subject = Subject { status: member.status, role };
        let viewer = Viewer { member: member.id, team: member.team, subject };
        if let Some(scope) = viewer.starts_from(Some(self.connector)).scope {
            return Ok(Step::Stays(member, scope));
        }
        check_role(role, Some(&member.email))?;
        let themselves = member.id == self.actor.id;
        let placed = (member.team != self.connector.team).then_some(self.connector.team);
        let intent = Intent { current: Some(role), placed, themselves, ..Intent::default() };
        self.actor.authorize_member(intent, self.now)?;
        check_given(self.snapshot, self.actor, |census| {
            for person in census.people.iter_mut().filter(|it| it.id == member.id) {
                person.team = self.connector.team;
            }
        })?;
        Ok(Step::Moves(member))
    }
}

/// The name of the team that the connector is in.
fn team_of(snapshot: &Snapshot<'_>, connector: Connector) -> Result<String> {
    let member = snapshot.member_by_id(connector.member)?;
    let team = member.map(|member| member.team_name);
    Ok(team.ok_or_else(|| StoreError::Corrupt("an account's connector is missing".to_owned()))?)
}

/// Refuses a role that uses only the accounts its member connected: an agent's, a collaborator's, or
/// one that an owner made so. The policy decides, not the name.
fn check_role(role: &Role, email: Option<&str>) -> Result<()> {
    let same_team = decide(Subject { status: Status::Active, role }, Permission::ChatsSameTeam);
    if same_team.allowed {
        return Ok(());
    }
    Err(AccountError::UnsharedRole {
        email: email.map(str::to_owned),
        role: role.name.clone(),
        model: role.model,
        reason: same_team.reason,
    }
    .into())
}

fn write(
    change: &Change<'_, Members>,
    actor: &Actor,
    (connector, policy): (Connector, &Policy),
    steps: Vec<Step>,
    now: i64,
) -> Result<Outcome> {
    let people_before = change.census()?;
    let team = team_of(change, connector)?;
    let mut outcome = Outcome::default();
    let (mut moved, mut with_roles) = (HashSet::new(), Vec::new());
    let mut admission = Admission::new(change, actor, policy, CodeSource::few(), now)?;
    for step in steps {
        match step {
            Step::Stays(member, scope) if member.team != connector.team => {
                outcome.notes.push(format!(
                    "`{}` has the account already ({scope}) and stays in team `{}`",
                    member.email,
                    actor.lens().staff(member.team_name)
                ));
            }
            Step::Stays(..) => {}
            Step::Moves(before) => {
                let changed = Changed::new("member.edit", before.email.as_str());
                let row = change.row_of(crate::store::Kind::Member, before.id.0)?;
                let changed =
                    changed.field("team", Some(&*before.team_name), Some(&*team)).keeping(row);
                outcome.changed.push(changed);
                moved.insert(before.id);
                change.update_member(&Member { team: connector.team, ..before })?;
            }
            Step::Joins(checked) => {
                let admitted = admission.admit(change, checked.candidate(policy)?)?;
                if let Some(admitted) = admitted {
                    with_roles.extend(admitted.dangers());
                    outcome.changed.push(admitted.changed());
                }
            }
        }
    }
    if !outcome.changed.is_empty() {
        let people = change.census()?;
        let effects = measure(change, (policy, &people_before), (policy, &people))?;
        outcome.effects = lines(effects, &people_before, moved);
        outcome.effects.extend(with_roles);
    }
    outcome.notes.push(
        "connect and share only accounts used for work: the team sees all the chats that come into \
         them, personal ones too"
            .to_owned(),
    );
    Ok(outcome)
}

/// The effects, one by one for who was moved or is new. What a new member's role opens beside chats comes
/// with the role, as where they are added alone.
fn lines(mut effects: Effects, before: &Census, mut named: HashSet<MemberId>) -> Vec<Effect> {
    for touched in effects.members.iter_mut().chain(&mut effects.invited) {
        let effect = &mut touched.effect;
        if !before.emails.contains_key(&effect.member) {
            named.insert(effect.member);
            effect.gained = PermissionSet::NONE;
            (effect.numbers, effect.traits) = (None, None);
        }
    }
    effects.lines(&named)
}

/// Who sees an account's chats and may start new ones, in the order in which they were added.
fn users_of(
    snapshot: &Snapshot<'_>,
    policy: &Policy,
    connector: Connector,
) -> Result<Vec<(String, Scope)>> {
    let mut users = Vec::new();
    for member in snapshot.members(&MemberFilter::default())? {
        let subject = Subject { status: member.status, role: policy.role(&member.role)? };
        let viewer = Viewer { member: member.id, team: member.team, subject };
        if let Some(scope) = viewer.starts_from(Some(connector)).scope {
            users.push((member.email, scope));
        }
    }
    Ok(users)
}
