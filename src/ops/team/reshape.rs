//! `team rename` and `team remove`. The default team is neither renamed nor removed.

use crate::ops::{lookup::require_team, sight::check_given};
use crate::rules::policy::actor::Actor;
use crate::rules::policy::grant::Teams;
use crate::{
    ops::{Changed, Outcome, Result, Session, effect::of_moves},
    rules::{
        error::{Kind, MemberError, NameError},
        policy::escalation::Intent,
        workspace::member::check_name,
    },
    store::{Kind as Kept, MemberFilter, Snapshot, Team},
};

/// Gives a team another name.
///
/// # Errors
/// Refused, a team that isn't known, the default team, a name that can't be or that is taken.
pub fn rename(session: &mut Session, name: &str, new_name: &str) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<Teams>(now)?;
            let team = require_own_team(snapshot, actor, name)?;
            let new_name = check_name(Kind::Team, new_name)?;
            match snapshot.team(&new_name)? {
                Some(other) if other.id != team.id => {
                    Err(NameError::duplicate(Kind::Team, &other.name).into())
                }
                _ => Ok((grant, (team, new_name))),
            }
        },
        |change, _, (team, new_name)| {
            let changed = Changed::new("team.rename", team.name.as_str());
            let changed = changed.field("name", Some(team.name.as_str()), Some(new_name.as_str()));
            if changed.fields.is_empty() {
                return Ok(Outcome::default());
            }
            change.rename_team(team.id, &new_name)?;
            Ok(changed.into())
        },
    )
}

/// Removes a team; its members go back to the default one.
///
/// # Errors
/// Refused, also where one of its members is an owner and the actor is none; a team that isn't
/// known, the default team.
pub fn remove(session: &mut Session, name: &str) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<Teams>(now)?;
            let team = require_own_team(snapshot, actor, name)?;
            let policy = snapshot.policy()?;
            let filter = MemberFilter { team: Some(team.id), ..MemberFilter::default() };
            let members = snapshot.members(&filter)?;
            let default = snapshot.default_team()?;
            for member in &members {
                let current = Some(policy.role(&member.role)?);
                let (placed, themselves) = (Some(default.id), member.id == actor.id);
                let intent = Intent { current, placed, themselves, ..Intent::default() };
                actor.authorize_member(intent, now)?;
            }
            check_given(snapshot, actor, |census| {
                for person in census.people.iter_mut().filter(|it| it.team == team.id) {
                    person.team = default.id;
                }
            })?;
            Ok((grant, (team, default, members)))
        },
        |change, _, (team, default, members)| {
            let effects = of_moves(change, |census, _| {
                for person in census.people.iter_mut().filter(|person| person.team == team.id) {
                    person.team = default.id;
                }
            })?;
            let row = change.row_of(Kept::Team, team.id.0)?;
            change.delete_team(team.id, default.id)?;
            let mut outcome = Outcome { effects: effects.one_by_one(), ..Outcome::default() };
            for member in members {
                outcome.changed.push(Changed::new("team.leave", member.email).field(
                    "team",
                    Some(team.name.as_str()),
                    Some(default.name.as_str()),
                ));
            }
            outcome.changed.push(Changed::new("team.remove", team.name).keeping(row));
            Ok(outcome)
        },
    )
}

fn require_own_team(snapshot: &Snapshot<'_>, actor: &Actor, name: &str) -> Result<Team> {
    let team = require_team(snapshot, actor, name)?;
    if team.is_default {
        return Err(MemberError::DefaultTeam { name: team.name }.into());
    }
    Ok(team)
}

/// Adds a team again that was removed, as it was.
///
/// # Errors
/// As `team add`'s.
pub(in crate::ops) fn bring_back(session: &mut Session, name: &str, row: &str) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<Teams>(now)?;
            match snapshot.team(name)? {
                Some(team) => Err(NameError::duplicate(Kind::Team, &team.name).into()),
                None => Ok((grant, ())),
            }
        },
        |change, _, ()| {
            change.put_back_row(Kept::Team, row)?;
            Ok(Changed::new("team.add", name).into())
        },
    )
}
