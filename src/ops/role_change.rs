//! Roles as data: adding one like another, and removing one. Rank and locked cells come with the
//! model; listing and showing roles is `role`'s.

use crate::rules::policy::grant::Policies;
use crate::{
    ops::{
        Outcome, Result, Session,
        effect::measure,
        policy::{Prepared, changed, check_owners, move_members, save},
    },
    rules::{
        error::{Kind, NameError, PolicyError},
        nearest::nearest,
        policy::{
            actor::Actor,
            change::changes,
            matrix::Policy,
            role::{Model, Role, name_problem},
        },
        workspace::member::check_name,
    },
    store::{Change, Snapshot},
};

/// Adds a role with the permissions and masks of another, under whose model it stands. A built-in
/// role that the policy lacks can be named too, for itself: it comes without permissions.
///
/// # Errors
/// Refused to all but an owner; a name that can't be or that is taken; a role that isn't known, or
/// is the owner's.
pub fn add(session: &mut Session, name: &str, like: &str, title: Option<&str>) -> Result<Outcome> {
    let edit = |policy: &Policy| -> Result<Policy> {
        if let Some(problem) = name_problem(name) {
            return Err(NameError::invalid(
                Kind::Role,
                name,
                format!("can't be: a name {problem}"),
            )
            .into());
        }
        if policy.role(name).is_ok() {
            return Err(NameError::duplicate(Kind::Role, name).into());
        }
        let mut role = model(policy, like)?;
        if role.is_owner() {
            return Err(PolicyError::OwnerRole.into());
        }
        if Model::from_key(name).is_some_and(|built_in| built_in != role.model) {
            return Err(PolicyError::BuiltInRole { name: name.to_owned() }.into());
        }
        let built_in =
            || Model::from_key(name).map_or_else(|| name.to_owned(), |it| it.title().to_owned());
        name.clone_into(&mut role.name);
        role.title = title.map_or_else(|| Ok(built_in()), |it| check_name(Kind::Name, it))?;
        let mut roles = policy.roles().to_vec();
        roles.push(role);
        Ok(Policy::new(roles, policy.single_owner())?)
    };
    change(session, "role.add", edit, None)
}

/// Removes a role; who holds it gets `move_to`.
///
/// # Errors
/// Refused to all but an owner; a role that isn't known, the owner's, or one that members hold
/// where there is no other for them.
pub fn remove(session: &mut Session, name: &str, move_to: Option<&str>) -> Result<Outcome> {
    let edit = |policy: &Policy| -> Result<Policy> {
        if policy.role(name)?.is_owner() {
            return Err(PolicyError::OwnerRole.into());
        }
        let rest = policy.roles().iter().filter(|role| role.name != name).cloned();
        Ok(Policy::new(rest.collect(), policy.single_owner())?)
    };
    change(session, "role.remove", edit, move_to)
}

/// The role that another is to be like.
fn model(policy: &Policy, like: &str) -> Result<Role> {
    if let Ok(role) = policy.role(like) {
        return Ok(role.clone());
    }
    if let Some(model) = Model::from_key(like) {
        return Ok(Role::bare(model.key(), model.title(), model));
    }
    let names = policy.roles().iter().map(|role| role.name.as_str());
    let near = nearest(like, names.chain(Model::ALL.map(Model::key)));
    Err(NameError::unknown(Kind::Role, like, near).into())
}

fn change(
    session: &mut Session,
    action: &'static str,
    edit: impl FnOnce(&Policy) -> Result<Policy>,
    move_to: Option<&str>,
) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot: &Snapshot<'_>, actor: &Actor| {
            let grant = actor.authorize_owner(now)?;
            let before = snapshot.policy()?;
            let after = edit(&before)?;
            let people = snapshot.census()?;
            let mut later = people.clone();
            let moved = move_members(&mut later, &after, move_to)?;
            check_owners(&people, &later, &before, &after)?;
            let prepared = Prepared { before, after, moved, people: [people, later] };
            Ok((grant, prepared))
        },
        |change: &Change<'_, Policies>, _, prepared| {
            let Prepared { before, after, moved, people: [people, later] } = &prepared;
            let effects = measure(change, (before, people), (after, later))?;
            let mut outcome = Outcome {
                changed: changes(before, after)
                    .into_iter()
                    .map(|change| changed(action, change))
                    .collect(),
                effects: effects.lines(&moved.iter().copied().collect()),
                ..Outcome::default()
            };
            outcome.changed.extend(prepared.moves(change)?);
            save(change, &prepared)?;
            Ok(outcome)
        },
    )
}
