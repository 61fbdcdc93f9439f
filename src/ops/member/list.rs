//! `member list` and `member show`.

use crate::{
    ops::{
        Result, Session,
        acting::{as_actor, can_join},
        lookup::{require_member, require_team},
    },
    rules::{
        policy::{actor::Actor, mask::MaskSet, matrix::Policy, permission::Permission},
        privacy::lens::{Lens, SafeText},
        workspace::member::Status,
    },
    store::{Ahead, Member, MemberFilter, Snapshot},
};

/// A member as another may see them. Who only assigns chats sees who there is to assign them to, and
/// nothing more of them.
#[derive(Debug, Clone)]
pub struct MemberRow {
    /// The login id.
    pub email: SafeText,
    /// Their name.
    pub name: Option<SafeText>,
    /// Their own number, as the actor may read it.
    pub phone: Option<SafeText>,
    /// Their role.
    pub role: Option<SafeText>,
    /// What their role may not read of contacts.
    pub masks: MaskSet,
    /// Their team.
    pub team: Option<SafeText>,
    /// Invited, active or suspended.
    pub status: Status,
    /// Who added them.
    pub added_by: Option<SafeText>,
    /// When, in milliseconds since 1970.
    pub added_at: Option<i64>,
}

/// Which members to list. What is `None` doesn't filter.
#[derive(Debug, Default)]
pub struct Filter<'a> {
    /// Of that role.
    pub role: Option<&'a str>,
    /// In that team.
    pub team: Option<&'a str>,
    /// With that status.
    pub status: Option<Status>,
    /// To whom chats can be assigned.
    pub assignable: bool,
    /// Behind the member with that login id.
    pub after: Option<&'a str>,
    /// At most so many.
    pub limit: Option<u64>,
}

/// The members, in the order in which they were added. Who may assign chats may list to whom.
///
/// # Errors
/// Refused without `team-settings`; a role, team or member that isn't known.
pub fn list(session: &mut Session, filter: &Filter<'_>) -> Result<Vec<MemberRow>> {
    let now = session.now();
    session.ask_ahead(Ahead::policy);
    session.read(|snapshot, actor| {
        let manages = actor.may(Permission::TeamSettings).allowed;
        let asks_for_names = filter.role.is_some() || filter.team.is_some();
        if filter.assignable && !manages && !asks_for_names {
            actor.require(Permission::ChatsAssign)?;
        } else {
            actor.require(Permission::TeamSettings)?;
        }
        let policy = snapshot.policy()?;
        if let Some(role) = filter.role {
            policy.role(role)?;
        }
        let team = filter.team.map(|name| require_team(snapshot, actor, name)).transpose()?;
        let after = filter.after.map(|email| require_member(snapshot, actor, email)).transpose()?;
        let found = snapshot.members(&MemberFilter {
            role: filter.role,
            team: team.map(|team| team.id),
            status: filter.status,
            after: after.map(|member| member.id),
            limit: filter.limit.filter(|_| !filter.assignable),
        })?;
        let mut rows = Vec::new();
        let most = usize::try_from(filter.limit.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
        for member in found {
            if rows.len() == most {
                break;
            }
            if filter.assignable && !is_assignable(snapshot, &member, now)? {
                continue;
            }
            rows.push(row(member, actor, &policy));
        }
        Ok(rows)
    })
}

/// Whether somebody can answer a chat once it is theirs, now or once they have joined.
fn is_assignable(snapshot: &Snapshot<'_>, member: &Member, now: i64) -> Result<bool> {
    let mut actor = as_actor(snapshot, member.clone())?;
    actor.previews = member.status == Status::Invited && can_join(snapshot, member.id, now)?;
    let reach = actor.viewer().reach();
    Ok(reach.own || reach.same_team || reach.other_teams || reach.assigned)
}

/// One member. Everybody may see themselves.
///
/// # Errors
/// Refused without `team-settings`; a member who isn't known.
pub fn show(session: &mut Session, email: &str) -> Result<MemberRow> {
    session.read(|snapshot, actor| {
        if !email.eq_ignore_ascii_case(&actor.email) {
            actor.require(Permission::TeamSettings)?;
        }
        let member = require_member(snapshot, actor, email)?;
        Ok(row(member, actor, &snapshot.policy()?))
    })
}

fn row(member: Member, actor: &Actor, policy: &Policy) -> MemberRow {
    let lens = actor.lens();
    let is_own = member.id == actor.id;
    // One's own number is no secret to oneself.
    let own = if is_own { Lens::clear() } else { lens };
    let is_known = is_own || actor.may(Permission::TeamSettings).allowed;
    let masks = policy.role(&member.role).map_or(MaskSet::NONE, |role| role.masks);
    MemberRow {
        phone: member.phone.as_ref().filter(|_| is_known).map(|phone| own.phone(phone)),
        email: lens.staff(member.email),
        name: member.name.map(|text| lens.staff(text)),
        masks: if is_known { masks } else { MaskSet::NONE },
        role: is_known.then(|| lens.staff(member.role)),
        team: is_known.then(|| lens.staff(member.team_name)),
        status: member.status,
        added_by: member.added_by.filter(|_| is_known).map(|text| lens.staff(text)),
        added_at: is_known.then_some(member.added_at),
    }
}
