//! `account transfer` and `account disconnect`: giving an account to another member, or to nobody.

use super::{connect::as_connector, effects_of_connector, number_of, require_account};
use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::policy::actor::Actor,
    store::{Account, Snapshot},
};

/// Gives an account to another member.
///
/// # Errors
/// Refused, to the actor or to whose it would be; an account or member that isn't known.
pub fn transfer(session: &mut Session, account: &str, to: &str) -> Result<Outcome> {
    hand_over(session, "account.transfer", account, |snapshot| {
        Ok(Some(as_connector(snapshot, to)?))
    })
}

/// Leaves an account without a connector. Its chats stay, in sight of who sees those of other teams.
///
/// # Errors
/// Refused; an account that isn't known.
pub fn disconnect(session: &mut Session, account: &str) -> Result<Outcome> {
    hand_over(session, "account.disconnect", account, |_| Ok(None))
}

fn hand_over(
    session: &mut Session,
    action: &'static str,
    account: &str,
    find: impl FnOnce(&Snapshot<'_>) -> Result<Option<Actor>>,
) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let account = require_account(snapshot, account)?;
            let grant = actor.authorize_account(account.connector, now)?;
            Ok((grant, (account, find(snapshot)?)))
        },
        |change, _, (account, to): (Account, Option<Actor>)| {
            let after = to.as_ref().map(|member| member.id);
            if account.connector.map(|connector| connector.member) == after {
                return Ok(Outcome::default());
            }
            let effects = effects_of_connector(change, account.id, after)?;
            change.set_connector(account.id, after, None, now)?;
            let changed = Changed::new(action, number_of(&account.number).as_str()).field(
                "connector",
                account.connector_email.as_deref(),
                to.as_ref().map(|member| member.email.as_str()),
            );
            Ok(Outcome { changed: vec![changed], effects, ..Outcome::default() })
        },
    )
}
