//! Finding what somebody names. A name that isn't known is answered with the nearest one only to an
//! actor who may list the names anyway.

use crate::{
    ops::{Result, account::number_of, acting::actor_of},
    rules::{
        error::{Kind, NameError},
        nearest::nearest,
        phone::Phone,
        policy::{actor::Actor, permission::Permission},
        privacy::lens::SafeText,
    },
    store::{Account, Campaign, Member, Snapshot, Team},
};

/// The member with that login id.
pub(super) fn require_member(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    email: &str,
) -> Result<Member> {
    match snapshot.member(email)? {
        Some(member) => Ok(member),
        None => Err(unknown_member(snapshot, actor, email)?.into()),
    }
}

/// The member with that login id, as an actor.
pub(super) fn require_actor(snapshot: &Snapshot<'_>, actor: &Actor, email: &str) -> Result<Actor> {
    match snapshot.person(email)? {
        Some(person) => actor_of(person),
        None => Err(unknown_member(snapshot, actor, email)?.into()),
    }
}

fn unknown_member(snapshot: &Snapshot<'_>, actor: &Actor, email: &str) -> Result<NameError> {
    let near = if actor.knows_members() { nearest_email(email, &snapshot.emails()?) } else { None };
    Ok(NameError::unknown(Kind::Member, email, near))
}

/// The nearest login id by what stands before the `@`: what colleagues share behind it would make
/// each of them look like the other.
fn nearest_email(email: &str, known: &[String]) -> Option<String> {
    let name = |email: &'_ str| email.split('@').next().unwrap_or_default().to_owned();
    let names: Vec<_> = known.iter().map(|email| name(email)).collect();
    let near = nearest(&name(email), names.iter().map(String::as_str))?;
    known.iter().find(|email| name(email) == near).cloned()
}

/// The team of that name.
pub(super) fn require_team(snapshot: &Snapshot<'_>, actor: &Actor, name: &str) -> Result<Team> {
    if let Some(team) = snapshot.team(name)? {
        return Ok(team);
    }
    let known = if actor.knows_teams() { snapshot.teams()? } else { Vec::new() };
    let near = nearest(name, known.iter().map(|team| team.name.as_str()));
    Err(NameError::unknown(Kind::Team, name, near).into())
}

/// The account that somebody names by its number, with or without the plus.
pub(super) fn require_account(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    name: &str,
) -> Result<Account> {
    let known = match Phone::from_wa_id(name.trim_start_matches('+')) {
        Ok(number) => snapshot.account_by_number(&number)?,
        Err(_) => None,
    };
    if let Some(account) = known {
        return Ok(account);
    }
    let numbers: Vec<_> = if actor.may(Permission::Inbox).allowed {
        snapshot.accounts()?.iter().map(|account| number_of(&account.number)).collect()
    } else {
        Vec::new()
    };
    let near = nearest(name, numbers.iter().map(SafeText::as_str));
    Err(NameError::unknown(Kind::Account, name, near).into())
}

/// The campaign of that name.
pub(super) fn require_campaign(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    name: &str,
) -> Result<Campaign> {
    if let Some(campaign) = snapshot.campaign_by_name(name)? {
        return Ok(campaign);
    }
    let known = snapshot.campaigns(None, None, None)?;
    let shown =
        known.iter().filter(|campaign| actor.sees_campaign(&campaign.author, campaign.connector));
    let near = nearest(name, shown.map(|campaign| campaign.name.as_str()));
    Err(NameError::unknown(Kind::Campaign, name, near).into())
}
