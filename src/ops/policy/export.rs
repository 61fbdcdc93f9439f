//! `policy export`: the policy in force as a file, or as SQL for a server's row-level security.

use crate::{
    ops::{Changed, FieldChange, Result, Session, permission::require_preset},
    rules::{
        policy::{
            file::{PolicyFile, write},
            matrix::Policy,
            permission::Permission,
            reading::Reading,
            role::Role,
        },
        privacy::lens::Lens,
        workspace::schema_name::SchemaName,
    },
    store::{self, LONGEST_ENDING},
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

/// The policy as SQL for row-level security in that schema of a server; without one, in the schema that the
/// workspace lies in.
///
/// # Errors
/// Refused without `access-permissions`, and to whom numbers are masked: they don't read the names of roles
/// whole. A schema's name that is none, or is too long.
pub fn row_security(session: &mut Session, schema: Option<&str>) -> Result<String> {
    let text = session.read(|snapshot, actor| {
        actor.require(Permission::AccessPermissions)?;
        actor.require_numbers()?;
        let schema = match schema {
            Some(name) => SchemaName::given(name)?,
            None => snapshot.schema()?.unwrap_or_default(),
        };
        let schema = schema.with_room_for(LONGEST_ENDING)?;
        let policy = snapshot.policy()?;
        let readings: Vec<_> = policy.roles().iter().map(Reading::of).collect();
        Ok(store::row_security(&schema, &readings))
    })?;
    let target = FieldChange { field: "target", before: None, after: Some("postgres-rls".into()) };
    let exported = Changed::new("policy.export", "policy");
    session.record(Permission::AccessPermissions, Changed { fields: vec![target], ..exported })?;
    Ok(text)
}

/// A preset as the text of a file.
///
/// # Errors
/// A preset that isn't known.
pub fn preset(name: &str) -> Result<&'static str> {
    Ok(require_preset(name)?.text())
}
