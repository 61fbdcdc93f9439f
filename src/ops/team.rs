//! Teams: adding, listing, joining, leaving.

mod reshape;

pub(super) use self::reshape::bring_back;
pub use self::reshape::{remove, rename};

use std::collections::HashSet;

use crate::rules::policy::grant::Teams;
use crate::{
    ops::{
        Changed, Outcome, Result, Session,
        lookup::{require_member, require_team},
        member::effects_of_moves,
        sight::check_given,
    },
    rules::{
        error::{Kind, NameError},
        policy::{actor::Actor, escalation::Intent, permission::Permission},
        privacy::lens::SafeText,
        workspace::member::check_name,
    },
    store::{Member, Snapshot, Team},
};

/// A team as it is listed.
#[derive(Debug, Clone)]
pub struct TeamRow {
    /// Its name.
    pub name: SafeText,
    /// Whether it is the one that everybody is in at first.
    pub is_default: bool,
    /// How many members it has.
    pub members: u64,
}

/// Adds a team.
///
/// # Errors
/// Refused, a name that can't be or that is taken.
pub fn add(session: &mut Session, name: &str) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<Teams>(now)?;
            let name = check_name(Kind::Team, name)?;
            match snapshot.team(&name)? {
                Some(team) => Err(NameError::duplicate(Kind::Team, &team.name).into()),
                None => Ok((grant, name)),
            }
        },
        |change, _, name| {
            change.insert_team(&name, false, now)?;
            Ok(Changed::new("team.add", name).into())
        },
    )
}

/// Every team: the default one first, then by name.
///
/// # Errors
/// Refused without `team-settings`.
pub fn list(session: &mut Session) -> Result<Vec<TeamRow>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::TeamSettings)?;
        let lens = actor.lens();
        let row = |team: Team| TeamRow {
            name: lens.staff(team.name),
            is_default: team.is_default,
            members: team.members,
        };
        Ok(snapshot.teams()?.into_iter().map(row).collect())
    })
}

/// Moves members into a team.
///
/// # Errors
/// Refused, a team or member that isn't known.
pub fn join(session: &mut Session, team: &str, emails: &[String]) -> Result<Outcome> {
    move_members(session, "team.join", emails, |snapshot, actor| {
        require_team(snapshot, actor, team)
    })
}

/// Moves members back into the default team.
///
/// # Errors
/// Refused, a member who isn't known.
pub fn leave(session: &mut Session, emails: &[String]) -> Result<Outcome> {
    move_members(session, "team.leave", emails, |snapshot, _| Ok(snapshot.default_team()?))
}

fn move_members(
    session: &mut Session,
    action: &'static str,
    emails: &[String],
    find_team: impl FnOnce(&Snapshot<'_>, &Actor) -> Result<Team>,
) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let mut grant = actor.authorize_member(Intent::default(), now)?;
            let team = find_team(snapshot, actor)?;
            let policy = snapshot.policy()?;
            let mut members: Vec<Member> = Vec::with_capacity(emails.len());
            for email in emails {
                let member = require_member(snapshot, actor, email)?;
                let placed = (member.team != team.id).then_some(team.id);
                let current = Some(policy.role(&member.role)?);
                let themselves = member.id == actor.id;
                let intent = Intent { current, placed, themselves, ..Intent::default() };
                grant = actor.authorize_member(intent, now)?;
                // One who is named twice is meant once, and is one line in the audit.
                if members.iter().all(|known| known.id != member.id) {
                    members.push(member);
                }
            }
            check_given(snapshot, actor, |census| {
                let moved: HashSet<_> = members.iter().map(|member| member.id).collect();
                for person in census.people.iter_mut().filter(|it| moved.contains(&it.id)) {
                    person.team = team.id;
                }
            })?;
            Ok((grant, (team, members)))
        },
        |change, _, (team, members)| {
            let mut outcome = Outcome::default();
            let elsewhere = members.iter().filter(|member| member.team != team.id).cloned();
            let moved: Vec<_> =
                elsewhere.map(|member| Member { team: team.id, ..member }).collect();
            outcome.effects = effects_of_moves(change, &moved)?;
            for member in moved {
                outcome.changed.push(Changed::new(action, member.email.as_str()).field(
                    "team",
                    Some(member.team_name.as_str()),
                    Some(team.name.as_str()),
                ));
                change.update_member(&member)?;
            }
            Ok(outcome)
        },
    )
}
