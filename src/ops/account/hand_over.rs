//! `account transfer` and `account disconnect`: giving an account to another member, or to nobody.

use super::{connect::as_connector, effects_of_connector, number_of};
use crate::ops::{lookup::require_account, sight::check_given};
use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::policy::actor::Actor,
    store::{Account, Kind, Snapshot},
};

/// Gives an account to another member.
///
/// # Errors
/// Refused, to the actor or to whose it would be; an account or member that isn't known.
pub fn transfer(session: &mut Session, account: &str, to: &str) -> Result<Outcome> {
    hand_over(session, "account.transfer", account, |snapshot, actor| {
        Ok(Some(as_connector(snapshot, actor, to)?))
    })
}

/// Leaves an account without a connector. Its chats stay, in sight of who sees those of other teams.
///
/// # Errors
/// Refused; an account that isn't known.
pub fn disconnect(session: &mut Session, account: &str) -> Result<Outcome> {
    hand_over(session, "account.disconnect", account, |_, _| Ok(None))
}

fn hand_over(
    session: &mut Session,
    action: &'static str,
    account: &str,
    find: impl FnOnce(&Snapshot<'_>, &Actor) -> Result<Option<Actor>>,
) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            actor.require_to_hand_over()?;
            let account = require_account(snapshot, actor, account)?;
            let grant = actor.authorize_account(account.connector, now)?;
            let to = find(snapshot, actor)?;
            if let Some(connector) = account.connector
                && let Some(owner) = snapshot.member_by_id(connector.member)?
            {
                actor.require_reach(snapshot.policy()?.role(&owner.role)?)?;
            }
            let after = to.as_ref().map(|member| member.id);
            check_given(snapshot, actor, |census| {
                for owned in census.accounts.iter_mut().filter(|owned| owned.id == account.id) {
                    owned.connector = after;
                }
            })?;
            Ok((grant, (account, to)))
        },
        |change, _, (account, to): (Account, Option<Actor>)| {
            let after = to.as_ref().map(|member| member.id);
            let awaits = account.awaited_connector.as_deref();
            if account.connector.map(|connector| connector.member) == after && awaits.is_none() {
                return Ok(Outcome::default());
            }
            let effects = effects_of_connector(change, account.id, after)?;
            let row = change.row_of(Kind::Account, account.id.0)?;
            change.set_connector(account.id, after, None, now)?;
            let number = number_of(&account.number);
            let changed = Changed::new(action, number.as_str()).keeping(row).field(
                "connector",
                account.connector_email.as_deref().or(awaits),
                to.as_ref().map(|member| member.email.as_str()),
            );
            Ok(Outcome { changed: vec![changed], effects, ..Outcome::default() })
        },
    )
}
