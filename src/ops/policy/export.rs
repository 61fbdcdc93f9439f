//! `policy export`: the policy in force as a file.

use crate::{
    ops::{Changed, Result, Session, permission::require_preset},
    rules::{
        policy::{
            file::{PolicyFile, write},
            matrix::Policy,
            permission::Permission,
            role::Role,
        },
        privacy::lens::Lens,
    },
};

/// The workspace's policy as the text of a file, with its teams if they are wanted: as its reader
/// reads it, since the names in it are staff's.
pub fn export(session: &mut Session, teams: bool) -> Result<String> {
    session.record(Permission::AccessPermissions, Changed::new("policy.export", "policy"))?;
    session.read(|snapshot, actor| {
        let lens = actor.lens();
        let about = lens.staff(snapshot.workspace()?.name);
        let mut file = PolicyFile::from(read_by(lens, &snapshot.policy()?)?);
        if teams {
            let named = snapshot.teams()?.into_iter().filter(|team| !team.is_default);
            file.teams = Some(named.map(|team| lens.staff(team.name).to_string()).collect());
        }
        Ok(write(&file, &format!("The policy of the workspace `{about}`.")))
    })
}

/// The policy with the names of its roles as they are read through that lens. Two that have become
/// alike stay two.
fn read_by(lens: Lens, policy: &Policy) -> Result<Policy> {
    let read = |(at, role): (usize, &Role)| {
        let name = lens.staff(role.name.as_str()).to_string();
        let name = if name == role.name { name } else { format!("{name}-{at}") };
        Role { name, title: lens.staff(role.title.as_str()).to_string(), ..role.clone() }
    };
    let roles = policy.roles().iter().enumerate().map(read).collect();
    Ok(Policy::new(roles, policy.single_owner())?)
}

/// A preset as the text of a file.
///
/// # Errors
/// A preset that isn't known.
pub fn preset(name: &str) -> Result<&'static str> {
    Ok(require_preset(name)?.text())
}
