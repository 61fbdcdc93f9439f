//! `policy export`: the policy in force as a file.

use crate::{
    ops::{Changed, Result, Session, permission::require_preset},
    rules::policy::{
        file::{PolicyFile, write},
        permission::Permission,
    },
};

/// The workspace's policy as the text of a file, with its teams if they are wanted.
///
/// # Errors
/// Refused without `access-permissions`.
pub fn export(session: &mut Session, teams: bool) -> Result<String> {
    session.record(Permission::AccessPermissions, Changed::new("policy.export", "policy"))?;
    session.read(|snapshot, _| {
        let teams = if teams {
            let named = snapshot.teams()?.into_iter().filter(|team| !team.is_default);
            Some(named.map(|team| team.name).collect())
        } else {
            None
        };
        let about = format!("The policy of the workspace `{}`.", snapshot.workspace()?.name);
        let mut file = PolicyFile::from(snapshot.policy()?);
        file.teams = teams;
        Ok(write(&file, &about))
    })
}

/// A preset as the text of a file.
///
/// # Errors
/// A preset that isn't known.
pub fn preset(name: &str) -> Result<&'static str> {
    Ok(require_preset(name)?.text())
}
