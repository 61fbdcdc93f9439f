//! Teams: adding, listing, joining, leaving.

mod reshape;

pub use self::reshape::{remove, rename};

use crate::rules::policy::grant::Teams;
use crate::{
    ops::{Changed, Outcome, Result, Session, member::effects_of_moves, session::require_member},
    rules::{
        error::{Error as RuleError, Kind},
        nearest::nearest,
        policy::{escalation::Intent, permission::Permission},
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
                Some(team) => Err(RuleError::duplicate(Kind::Team, &team.name).into()),
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
    move_members(session, "team.join", emails, |snapshot| require_team(snapshot, team))
}

/// Moves members back into the default team.
///
/// # Errors
/// Refused, a member who isn't known.
pub fn leave(session: &mut Session, emails: &[String]) -> Result<Outcome> {
    move_members(session, "team.leave", emails, |snapshot| Ok(snapshot.default_team()?))
}

fn move_members(
    session: &mut Session,
    action: &'static str,
    emails: &[String],
    find_team: impl FnOnce(&Snapshot<'_>) -> Result<Team>,
) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let mut grant = actor.authorize_member(Intent::NONE, now)?;
            let team = find_team(snapshot)?;
            let policy = snapshot.policy()?;
            let mut members: Vec<Member> = Vec::with_capacity(emails.len());
            for email in emails {
                let member = require_member(snapshot, email)?;
                let current = Some(policy.role(&member.role)?);
                let themselves = member.id == actor.id;
                grant =
                    actor.authorize_member(Intent { current, wanted: None, themselves }, now)?;
                // One who is named twice is meant once, and is one line in the audit.
                if members.iter().all(|known| known.id != member.id) {
                    members.push(member);
                }
            }
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

/// The team of that name.
///
/// # Errors
/// [`RuleError::Unknown`] with the nearest that is known.
pub(super) fn require_team(snapshot: &Snapshot<'_>, name: &str) -> Result<Team> {
    match snapshot.team(name)? {
        Some(team) => Ok(team),
        None => {
            let known = snapshot.teams()?;
            let near = nearest(name, known.iter().map(|team| team.name.as_str()));
            Err(RuleError::unknown(Kind::Team, name, near).into())
        }
    }
}
