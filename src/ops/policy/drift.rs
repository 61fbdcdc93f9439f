//! What was done to the policy since it had a certain hash: the audit is walked back, each change
//! undone on a copy, until the hash fits.

use serde_json::{Map, Value};

use super::{hash, names_hash};
use crate::{
    ops::Result,
    rules::{
        error::Drift,
        policy::{change::Undoing, matrix::Policy},
    },
    store::{Snapshot, TrailEntry},
};

/// The changes since then, oldest first; `None` where no policy of that hash is found.
pub(super) fn since(
    snapshot: &Snapshot<'_>,
    current: &Policy,
    expected: &str,
) -> Result<Option<Vec<Drift>>> {
    let mut undoing = Undoing::from(current);
    let mut changes = Vec::new();
    let mut found = false;
    snapshot.policy_trail(|entry| {
        let Some(policy) = undo(&mut undoing, &entry) else { return false };
        let TrailEntry { at, actor, action, object, .. } = entry;
        changes.push(Drift { at, actor, action, object });
        found = names_hash(expected, &hash(&policy));
        !found
    })?;
    changes.reverse();
    Ok(found.then_some(changes))
}

/// The policy before that entry.
fn undo(undoing: &mut Undoing, entry: &TrailEntry) -> Option<Policy> {
    let before: Map<String, Value> = match &entry.before {
        Some(text) => serde_json::from_str(text).ok()?,
        None => Map::new(),
    };
    let get = |field: &str| Some(before.get(field)?.as_str()?.to_owned());
    undoing.undo(&entry.object, get, entry.before.is_none())?;
    undoing.policy()
}
