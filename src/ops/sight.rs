//! What a change lets people see, held against what its maker sees.

use crate::{
    ops::Result,
    rules::{
        error::Refusal,
        policy::{
            actor::Actor,
            sight_given::{Standing, unseen},
        },
    },
    store::{Census, Snapshot},
};

/// Refuses a change of people or accounts that gives anybody sight which the actor lacks. `turn`
/// makes the new state of the old one.
pub(super) fn check_given(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    turn: impl FnOnce(&mut Census),
) -> Result<()> {
    if actor.viewer().reach().every_account() {
        return Ok(());
    }
    let policy = snapshot.policy()?;
    let census = snapshot.census()?;
    let mut later = census.clone();
    turn(&mut later);
    let (people, accounts) = (&census.people, &census.accounts);
    let before = Standing { policy: &policy, people, accounts };
    let (people, accounts) = (&later.people, &later.accounts);
    let after = Standing { policy: &policy, people, accounts };
    match unseen(actor.viewer(), before, after) {
        None => Ok(()),
        Some(_) => Err(actor.refused(Refusal::UnseenChats).into()),
    }
}
