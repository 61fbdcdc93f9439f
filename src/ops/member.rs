//! Members: editing. Listing, adding, leaving, pausing and owning have their own files.

mod add;
mod back;
mod choices;
mod export;
mod holdings;
mod import;
mod list;
mod ownership;
mod remove;
mod standing;

pub(super) use self::add::{Checked, check};
pub(super) use self::back::{bring_back, edit_back};
pub use self::{
    add::{Addition, add},
    choices::{RoleChoice, role_choices},
    export::{ExportRow, export},
    holdings::{Holdings, holdings},
    import::{Import, ImportReport, Planned, import},
    list::{Filter, MemberRow, list, show},
    ownership::transfer_ownership,
    remove::{Handover, remove},
    standing::{restore, suspend},
};

use std::collections::HashMap;

use crate::{
    ops::{
        Changed, FieldChange, Outcome, Result, Session,
        effect::{Effect, of_moves},
        invitation::{CodeSource, invite, written_time},
        lookup::{require_member, require_team},
        sight::check_given,
    },
    rules::{
        error::{Kind, NameError, Refusal},
        phone::Phone,
        policy::{
            actor::Actor,
            escalation::{Intent, OwnerCount, check_owner_count},
            grant::{Grant, Members},
            matrix::Policy,
            permission::Permission,
            role::Model,
        },
        workspace::{
            invitation::State,
            member::{Email, Status, check_name},
        },
    },
    store::{Change, Kind as Kept, Member, Snapshot},
};

/// What to edit of a member. What is `None` stays.
#[derive(Debug, Default)]
pub struct Edit<'a> {
    /// Another login id.
    pub email: Option<&'a str>,
    /// Another name.
    pub name: Option<&'a str>,
    /// Another number.
    pub phone: Option<&'a str>,
    /// The country whose national form the number may have.
    pub country: Option<&'a str>,
    /// Another role.
    pub role: Option<&'a str>,
    /// Another team.
    pub team: Option<&'a str>,
}

impl Edit<'_> {
    const fn is_of_login_alone(&self) -> bool {
        self.email.is_some()
            && self.name.is_none()
            && self.phone.is_none()
            && self.role.is_none()
            && self.team.is_none()
    }
}

/// Edits a member. Everybody may change their own login id.
///
/// # Errors
/// Refused, names that aren't known, a login id that is taken, the last owner, a second owner.
pub fn edit(session: &mut Session, email: &str, edit: &Edit<'_>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let is_own = email.trim().eq_ignore_ascii_case(&actor.email);
            if is_own && edit.is_of_login_alone() {
                let before = require_member(snapshot, actor, email)?;
                let after = edited(snapshot, actor, &before, edit)?;
                return Ok((actor.authorize_own(now)?, (before, after)));
            }
            actor.require(Permission::TeamSettings)?;
            let before = require_member(snapshot, actor, email)?;
            let policy = snapshot.policy()?;
            if edit.phone.is_some() {
                actor.require_number_of(before.id)?;
            }
            let after = edited(snapshot, actor, &before, edit)?;
            let grant = authorize_edit(snapshot, actor, &policy, (&before, &after), now)?;
            Ok((grant, (before, after)))
        },
        |change, actor, (before, after)| {
            let kept = change.row_of(Kept::Member, before.id.0)?;
            let changed = edit_of(&before, &after).keeping(kept);
            if changed.fields.is_empty() {
                return Ok(Outcome::default());
            }
            let matters = before.role != after.role || before.team != after.team;
            let moved = if matters { std::slice::from_ref(&after) } else { &[] };
            let effects = effects_of_moves(change, moved)?;
            change.update_member(&after)?;
            let mut outcome = Outcome { effects, ..changed.into() };
            if before.email != after.email && before.status == Status::Invited {
                outcome.changed.extend(readdress(change, actor, &after, now)?);
            }
            Ok(outcome)
        },
    )
}

/// Asks the rules whether a member may become another, by whatever verb or file.
///
/// # Errors
/// Refused; the last owner, a second owner.
pub(super) fn authorize_edit(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    policy: &Policy,
    (before, after): (&Member, &Member),
    now: i64,
) -> Result<Grant<Members>> {
    let (current, wanted) = (policy.role(&before.role)?, policy.role(&after.role)?);
    let changes_login = before.email != after.email;
    let intent = Intent {
        current: Some(current),
        wanted: (before.role != after.role).then_some(wanted),
        placed: (before.team != after.team).then_some(after.team),
        themselves: before.id == actor.id,
    };
    let grant = actor.authorize_member(intent, now)?;
    if changes_login && before.status == Status::Invited {
        // Whose login an invited member's becomes is who gets their role.
        actor.authorize_member(Intent { wanted: Some(wanted), ..Intent::default() }, now)?;
    } else if changes_login && !intent.themselves && !actor.role.is_owner() {
        return Err(actor.refused(Refusal::LoginOfAnother).into());
    }
    if before.role != after.role || before.team != after.team {
        check_given(snapshot, actor, |census| {
            for person in census.people.iter_mut().filter(|person| person.id == before.id) {
                person.role.clone_from(&after.role);
                person.team = after.team;
            }
        })?;
    }
    let (was, is) = ((before.role.as_str(), before.status), (after.role.as_str(), after.status));
    check_owners(snapshot, policy, &before.email, Some(was), Some(is))?;
    Ok(grant)
}

/// An invited member whose login id changed: the code that was sent opens nothing any more, and a
/// new one goes to the new address.
fn readdress(
    change: &Change<'_, Members>,
    actor: &Actor,
    member: &Member,
    now: i64,
) -> Result<Option<Changed>> {
    let Some(sent) = change.pending_invitation(member.id)? else { return Ok(None) };
    change.end_invitation(sent.id, State::Revoked, now)?;
    let valid_for = sent.door.expires_at - sent.created_at;
    invite(change, &mut CodeSource::few(), member.id, &actor.email, (now, valid_for))?;
    Ok(Some(Changed::new("invite.resend", member.email.as_str()).field(
        "expires_at",
        Some(written_time(sent.door.expires_at)),
        Some(written_time(now.saturating_add(valid_for))),
    )))
}

/// What it means for everybody that members get these roles and teams.
pub(super) fn effects_of_moves(snapshot: &Snapshot<'_>, moved: &[Member]) -> Result<Vec<Effect>> {
    if moved.is_empty() {
        return Ok(Vec::new());
    }
    let moved: HashMap<_, _> = moved.iter().map(|member| (member.id, member)).collect();
    let effects = of_moves(snapshot, |census, _| {
        for person in &mut census.people {
            if let Some(member) = moved.get(&person.id) {
                person.role.clone_from(&member.role);
                (person.team, person.status) = (member.team, member.status);
            }
        }
    })?;
    Ok(effects.lines(&moved.into_keys().collect()))
}

/// What differs between a member as they were and as they are to be.
pub(super) fn edit_of(before: &Member, after: &Member) -> Changed {
    let mut changed = Changed::new("member.edit", before.email.as_str())
        .field("email", Some(before.email.as_str()), Some(after.email.as_str()))
        .field("name", before.name.as_deref(), after.name.as_deref())
        .field("role", Some(before.role.as_str()), Some(after.role.as_str()))
        .field("team", Some(before.team_name.as_str()), Some(after.team_name.as_str()));
    if before.phone != after.phone {
        // Noted also where the two look alike once they are masked.
        let masked = |member: &Member| member.phone.as_ref().map(|phone| phone.masked().into());
        let (before, after) = (masked(before), masked(after));
        changed.fields.push(FieldChange { field: "phone", before, after });
    }
    changed
}

fn edited(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    before: &Member,
    edit: &Edit<'_>,
) -> Result<Member> {
    let mut after = before.clone();
    if let Some(text) = edit.email {
        let email = Email::parse(text)?;
        if snapshot.member(email.as_str())?.is_some_and(|other| other.id != before.id) {
            return Err(NameError::duplicate(Kind::Member, email.as_str()).into());
        }
        email.as_str().clone_into(&mut after.email);
    }
    if let Some(name) = edit.name {
        after.name = Some(check_name(Kind::Name, name)?);
    }
    if let Some(phone) = edit.phone {
        after.phone = Some(read_phone(phone, edit.country)?);
    }
    if let Some(role) = edit.role {
        role.clone_into(&mut after.role);
    }
    if let Some(team) = edit.team {
        let team = require_team(snapshot, actor, team)?;
        (after.team, after.team_name) = (team.id, team.name);
    }
    Ok(after)
}

/// Refuses what would leave the workspace without an active owner, or with a second one where the
/// policy allows one. A member is, before and after, their role and status, or nobody.
///
/// # Errors
/// The last owner, a second owner.
pub(super) fn check_owners(
    snapshot: &Snapshot<'_>,
    policy: &Policy,
    email: &str,
    was: Option<(&str, Status)>,
    is: Option<(&str, Status)>,
) -> Result<()> {
    let count = |member: Option<(&str, Status)>| {
        let owner = member.filter(|(role, _)| *role == Model::Owner.key());
        let holds = |status: Status| u64::from(status != Status::Suspended);
        let acts = |status: Status| u64::from(status == Status::Active);
        owner.map_or((0, 0), |(_, status)| (acts(status), holds(status)))
    };
    let ((was_active, was_holder), (is_active, is_holder)) = (count(was), count(is));
    if (was_active, was_holder) == (is_active, is_holder) {
        return Ok(());
    }
    let before = snapshot.count_owners()?;
    let after = OwnerCount {
        active: (before.active + is_active).saturating_sub(was_active),
        holders: (before.holders + is_holder).saturating_sub(was_holder),
    };
    Ok(check_owner_count(before, after, policy.single_owner(), email)?)
}

/// A number as a person types it.
pub(super) fn read_phone(text: &str, country: Option<&str>) -> Result<Phone> {
    Phone::parse(text, country)
        .map_err(|error| NameError::Phone { value: text.to_owned(), problem: error }.into())
}
