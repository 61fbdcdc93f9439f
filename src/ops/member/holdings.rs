//! What hangs on a member, for who is about to let them go.

use crate::{
    ops::{Result, Session, account::number_of, lookup::require_member},
    rules::{
        policy::{actor::Actor, permission::Permission},
        privacy::lens::SafeText,
        whatsapp::campaign::State,
    },
    store::{Member, Snapshot, TemplateFilter},
};

/// What a member holds: each kind with what there is of it. Kinds that are not the reader's to know are
/// left out.
pub type Holdings = Vec<(&'static str, Vec<SafeText>)>;

/// What hangs on a member.
pub fn holdings(session: &mut Session, email: &str) -> Result<Holdings> {
    session.read(|snapshot, actor| {
        actor.require(Permission::TeamSettings)?;
        let member = require_member(snapshot, actor, email)?;
        collect(snapshot, actor, &member)
    })
}

fn collect(snapshot: &Snapshot<'_>, actor: &Actor, member: &Member) -> Result<Holdings> {
    let lens = actor.lens();
    let may = |permission| actor.may(permission).allowed;
    let mut found: Holdings = Vec::new();
    let mut add = |kind, names: Vec<SafeText>| {
        if !names.is_empty() {
            found.push((kind, names));
        }
    };
    let accounts = snapshot.accounts_of(member.id)?;
    let account = |it: &crate::store::Account| lens.own_number(number_of(&it.number).to_string());
    add("accounts", accounts.iter().map(account).collect());
    let chats = snapshot.chats_of(member.id)?;
    add("chats", chats.iter().map(|(id, _)| SafeText::of(&[&id.0])).collect());
    if snapshot.pending_invitation(member.id)?.is_some() {
        add("invitation", vec![SafeText::word("pending")]);
    }
    let keys = snapshot.member_keys(Some(member.id))?;
    add("sign_in_keys", keys.iter().map(|it| lens.staff(it.key.fingerprint.as_str())).collect());
    if may(Permission::ApiKey) {
        let key = snapshot.newest_api_key()?.filter(|key| {
            key.ended_at.is_none() && key.created_by.eq_ignore_ascii_case(&member.email)
        });
        add("api_key", key.into_iter().map(|key| lens.staff(key.prefix)).collect());
    }
    if may(Permission::Integrations) {
        let theirs = snapshot.integrations()?.into_iter().filter(|integration| {
            integration.member.as_ref().is_some_and(|(owner, _)| *owner == member.id)
        });
        let name =
            |it: crate::store::Integration| SafeText::of(&[&it.service.key(), &" ", &it.id.0]);
        add("integrations", theirs.map(name).collect());
    }
    if may(Permission::Notifications) {
        let theirs = snapshot.campaigns(None, None, None)?.into_iter().filter(|campaign| {
            campaign.state != State::Done && campaign.author.eq_ignore_ascii_case(&member.email)
        });
        add("campaigns", theirs.map(|it| lens.staff(it.name)).collect());
    }
    if may(Permission::Templates) {
        let all = snapshot.templates(&TemplateFilter::default())?.into_iter();
        let theirs = all.filter(|template| template.author == Some(member.id));
        add("templates", theirs.map(|it| lens.staff(it.name)).collect());
    }
    if may(Permission::AccessPermissions) {
        match snapshot.reveals_between(member.id, 0, i64::MAX)? {
            0 => {}
            reveals => add("reveals", vec![SafeText::of(&[&reveals])]),
        }
    }
    Ok(found)
}
