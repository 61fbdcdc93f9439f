//! What differs between two policies, cell by cell, and the way back: each difference has a name and
//! values as texts, which is how it is shown and how the audit keeps it, and from these texts it can
//! be undone. Comparing is all that happens here; what it means for people is `effect`'s.

use super::{
    mask::{Mask, MaskSet, TextMode},
    matrix::Policy,
    permission::{Permission, PermissionSet},
    role::{Model, Role},
};

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its value before; `None` where there was none.
    pub before: Option<String>,
    /// Its value after; `None` where there is none.
    pub after: Option<String>,
}

/// One thing that differs: a cell or a mask (`role/permission`, `role/mask`), a role, or the policy
/// as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyChange {
    /// Which.
    pub object: String,
    /// In what.
    pub fields: Vec<Field>,
}

/// The object that is the policy as a whole; no role can have that name.
const WHOLE: &str = "the policy";

const TOGGLE: &str = "toggle";
const MASK: &str = "mask";
const TITLE: &str = "title";
const LIKE: &str = "like";
const MASKS: &str = "masks";
const PERMISSIONS: &str = "permissions";
const TEXTS: &str = "texts";
const REVEALS: &str = "reveals_per_day";
const SINGLE_OWNER: &str = "single_owner";
const ORDER: &str = "order";
const BEHIND: &str = "behind";

const UNLIMITED: &str = "unlimited";

/// What has to change for the first policy to become the second, in the order of the second's
/// roles, those that vanish at the end. Empty if, and only if, the two are equal.
#[must_use]
pub fn changes(before: &Policy, after: &Policy) -> Vec<PolicyChange> {
    let mut changes = Vec::new();
    let mut whole = Vec::new();
    field(&mut whole, SINGLE_OWNER, &yes_no(before.single_owner()), &yes_no(after.single_owner()));
    let order = |of: &Policy, other: &Policy| {
        let both = of.roles().iter().filter(|role| other.role(&role.name).is_ok());
        both.map(|role| role.name.clone()).collect::<Vec<_>>()
    };
    if order(before, after) != order(after, before) {
        field(&mut whole, ORDER, &names(before), &names(after));
    }
    push(&mut changes, WHOLE.to_owned(), whole);
    for role in after.roles() {
        match before.role(&role.name) {
            Ok(old) => role_changes(&mut changes, old, role),
            Err(_) => changes.push(added(role)),
        }
    }
    // The last one first: undone the other way round, each finds the one it stood behind.
    for (index, role) in before.roles().iter().enumerate().rev() {
        if after.role(&role.name).is_err() {
            let behind = index.checked_sub(1).and_then(|index| before.roles().get(index));
            changes.push(removed(role, behind));
        }
    }
    changes
}

fn names(policy: &Policy) -> String {
    policy.roles().iter().map(|role| role.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// A role that is new.
fn added(role: &Role) -> PolicyChange {
    let field = |(name, value)| Field { name, before: None, after: Some(value) };
    PolicyChange { object: role.name.clone(), fields: texts(role).into_iter().map(field).collect() }
}

/// A role that is gone, and the one that it stood behind.
fn removed(role: &Role, behind: Option<&Role>) -> PolicyChange {
    let field = |(name, value)| Field { name, before: Some(value), after: None };
    let mut fields: Vec<_> = texts(role).into_iter().map(field).collect();
    fields.extend(behind.map(|role| field((BEHIND, role.name.clone()))));
    PolicyChange { object: role.name.clone(), fields }
}

fn role_changes(changes: &mut Vec<PolicyChange>, old: &Role, new: &Role) {
    let mut fields = Vec::new();
    field(&mut fields, TITLE, &old.title, &new.title);
    field(&mut fields, LIKE, old.model.key(), new.model.key());
    field(&mut fields, TEXTS, old.masks.texts.key(), new.masks.texts.key());
    field(&mut fields, REVEALS, &reveals(old), &reveals(new));
    push(changes, new.name.clone(), fields);
    for mask in Mask::ALL {
        let mut fields = Vec::new();
        let word = |role: &Role| on_off(role.masks.contains(mask));
        field(&mut fields, MASK, word(old), word(new));
        push(changes, format!("{}/{mask}", new.name), fields);
    }
    for permission in Permission::all() {
        let mut fields = Vec::new();
        let word = |role: &Role| on_off(role.toggles.contains(permission));
        field(&mut fields, TOGGLE, word(old), word(new));
        push(changes, format!("{}/{permission}", new.name), fields);
    }
}

fn texts(role: &Role) -> Vec<(&'static str, String)> {
    let masks: Vec<_> = role.masks.iter().map(Mask::key).collect();
    let permissions: Vec<_> = role.toggles.iter().map(Permission::key).collect();
    let mut texts = vec![
        (TITLE, role.title.clone()),
        (LIKE, role.model.key().to_owned()),
        (MASKS, masks.join(", ")),
        (PERMISSIONS, permissions.join(", ")),
    ];
    if role.masks.texts != TextMode::default() {
        texts.push((TEXTS, role.masks.texts.key().to_owned()));
    }
    if role.reveals_per_day.is_some() {
        texts.push((REVEALS, reveals(role)));
    }
    texts
}

/// The limit as a text; the word for none is no number.
fn reveals(role: &Role) -> String {
    role.reveals_per_day.map_or_else(|| UNLIMITED.to_owned(), |limit| limit.to_string())
}

/// Sets the limit that a text tells; `None` where it tells none.
fn set_reveals(role: &mut Role, text: &str) -> Option<()> {
    role.reveals_per_day = if text == UNLIMITED { None } else { Some(text.parse().ok()?) };
    Some(())
}

fn field(fields: &mut Vec<Field>, name: &'static str, before: &str, after: &str) {
    if before != after {
        let (before, after) = (Some(before.to_owned()), Some(after.to_owned()));
        fields.push(Field { name, before, after });
    }
}

fn push(changes: &mut Vec<PolicyChange>, object: String, fields: Vec<Field>) {
    if !fields.is_empty() {
        changes.push(PolicyChange { object, fields });
    }
}

const fn on_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn yes_no(yes: bool) -> String {
    yes.to_string()
}

/// A policy on its way back, change by change.
///
/// Its roles keep their places while their models change: put in the order of their ranks halfway, two
/// of one rank could come out the other way round than they were.
#[derive(Debug, Clone)]
pub struct Undoing {
    roles: Vec<Role>,
    single_owner: bool,
}

impl Undoing {
    /// From the policy as it is.
    #[must_use]
    pub fn from(policy: &Policy) -> Self {
        Self { roles: policy.roles().to_vec(), single_owner: policy.single_owner() }
    }

    /// The policy as far back as this; `None` where what was undone leaves none.
    #[must_use]
    pub fn policy(&self) -> Option<Policy> {
        Policy::new(self.roles.clone(), self.single_owner).ok()
    }

    /// Goes back before a change; `get` gives the fields' values before it. `None` where the texts tell
    /// of no change that can be undone.
    pub fn undo(
        &mut self,
        object: &str,
        get: impl Fn(&str) -> Option<String>,
        is_new: bool,
    ) -> Option<()> {
        let roles = &mut self.roles;
        let place = |roles: &[Role], name: &str| roles.iter().position(|role| role.name == name);
        if let Some((name, key)) = object.split_once('/') {
            let role = place(roles, name)?;
            if let Some(mask) = Mask::from_key(key) {
                roles[role].masks.set(mask, get(MASK)? == on_off(true));
            } else {
                let permission = Permission::from_key(key)?;
                roles[role].toggles.set(permission, get(TOGGLE)? == on_off(true));
            }
        } else if object == WHOLE {
            if let Some(before) = get(SINGLE_OWNER) {
                self.single_owner = before == yes_no(true);
            }
            if let Some(order) = get(ORDER) {
                let order: Vec<&str> = order.split(", ").collect();
                roles.sort_by_key(|role| order.iter().position(|name| *name == role.name));
            }
        } else if is_new {
            roles.remove(place(roles, object)?);
        } else if let Some(role) = place(roles, object) {
            let role = &mut roles[role];
            role.title = get(TITLE).unwrap_or_else(|| role.title.clone());
            if let Some(like) = get(LIKE) {
                role.model = Model::from_key(&like)?;
            }
            if let Some(texts) = get(TEXTS) {
                role.masks.texts = TextMode::from_key(&texts)?;
            }
            if let Some(limit) = get(REVEALS) {
                set_reveals(role, &limit)?;
            }
        } else {
            let behind = get(BEHIND).and_then(|name| place(roles, &name));
            let at = behind.map_or(roles.len(), |behind| behind + 1);
            roles.insert(at, rebuilt(object, get)?);
        }
        Some(())
    }
}

fn rebuilt(name: &str, get: impl Fn(&str) -> Option<String>) -> Option<Role> {
    let list = |field| {
        let text = get(field).unwrap_or_default();
        text.split(", ").filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut masks = MaskSet::NONE;
    for key in list(MASKS) {
        masks.set(Mask::from_key(&key)?, true);
    }
    if let Some(texts) = get(TEXTS) {
        masks.texts = TextMode::from_key(&texts)?;
    }
    let toggles: Option<PermissionSet> =
        list(PERMISSIONS).iter().map(|key| Permission::from_key(key)).collect();
    let mut role = Role {
        name: name.to_owned(),
        title: get(TITLE)?,
        model: Model::from_key(&get(LIKE)?)?,
        toggles: toggles?,
        masks,
        reveals_per_day: None,
    };
    if let Some(limit) = get(REVEALS) {
        set_reveals(&mut role, &limit)?;
    }
    Some(role)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::policy::preset::Preset;

    fn undo_all(before: &Policy, after: &Policy) -> Policy {
        let mut undoing = Undoing::from(after);
        for change in changes(before, after).iter().rev() {
            let get =
                |name: &str| change.fields.iter().find(|field| field.name == name)?.before.clone();
            let is_new = change.fields.iter().all(|field| field.before.is_none());
            undoing.undo(&change.object, get, is_new).unwrap();
        }
        undoing.policy().unwrap()
    }

    #[test]
    fn what_changed_between_any_two_presets_leads_back() {
        for before in Preset::ALL {
            for after in Preset::ALL {
                let (before, after) = (before.policy().unwrap(), after.policy().unwrap());
                assert_eq!(changes(&before, &after).is_empty(), before == after);
                assert_eq!(undo_all(&before, &after), before);
            }
        }
    }

    #[test]
    fn a_new_title_model_order_and_rule_on_owners_lead_back() {
        let role = |name: &str, title: &str, model| Role::bare(name, title, model);
        let [ann, zoe] = [role("ann", "Ann", Model::Agent), role("zoe", "Zoe", Model::Agent)];
        let before = Policy::new(vec![ann.clone(), zoe.clone()], false).unwrap();
        let mut raised = role("ann", "Ann the First", Model::Admin);
        raised.reveals_per_day = Some(5);
        let mut zoe = zoe;
        zoe.reveals_per_day = Some(7);
        zoe.masks.texts = TextMode::Digits;
        for (roles, single) in
            [(vec![zoe.clone(), ann], true), (vec![raised, zoe.clone()], false), (vec![zoe], true)]
        {
            let after = Policy::new(roles, single).unwrap();
            assert!(!changes(&before, &after).is_empty());
            let back = undo_all(&before, &after);
            assert_eq!(changes(&before, &back), [], "{after:?}");
        }
    }

    #[test]
    fn roles_that_change_their_rank_together_keep_their_places() {
        let of = |model| {
            let roles = ["ann", "zoe"].map(|name| Role::bare(name, name, model)).to_vec();
            Policy::new(roles, false).unwrap()
        };
        for (before, after) in [(Model::Teammate, Model::Agent), (Model::Agent, Model::Teammate)] {
            assert_eq!(undo_all(&of(before), &of(after)), of(before));
        }
    }
}
