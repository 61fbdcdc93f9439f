//! Reading one role of a policy file: its model, title and masks. Its cells are read in `cells`.

use toml::de::DeTable;

use super::{
    cells::read_cells,
    fault::{Faults, choice, quoted},
    keys,
    value::{Key, Value, in_order, key_text},
};
use crate::rules::{
    error::Kind,
    nearest::nearest,
    policy::{
        mask::{Mask, MaskSet, TextMode},
        permission::{Permission, PermissionSet},
        role::{Model, Role, name_problem},
    },
};

/// One role; `None` where its model is not known, and all the same its fields have been checked.
pub(super) fn read_role(
    name: &Key<'_>,
    value: &Value<'_>,
    faults: &mut Faults<'_>,
) -> Option<Role> {
    let table = faults.table(name, value)?;
    let key = name.get_ref().as_ref();
    let model = read_model(name, table, faults);
    let mut title = match Model::from_key(key) {
        Some(built_in) => built_in.title().to_owned(),
        None => key.to_owned(),
    };
    let mut masks = MaskSet::NONE;
    let mut texts = TextMode::default();
    let mut toggles = PermissionSet::NONE;
    let mut reveals_per_day = None;
    for (field, value) in in_order(table) {
        match field.get_ref().as_ref() {
            keys::LIKE => {} // read before, since the locked cells hang on it
            keys::TITLE => {
                let text = faults.text(field, value);
                if let Some(name) = text.and_then(|text| faults.name(Kind::Name, &text)) {
                    title = name;
                }
            }
            keys::MASKS => masks = read_masks(model, field, value, faults),
            keys::TEXTS => texts = read_texts(model, field, value, faults),
            keys::REVEALS if model == Some(Model::Owner) => {
                let problem = "nothing is hidden from the owner, so nothing is revealed".to_owned();
                faults.add(field.span().start, problem, format!("no `{}`", keys::REVEALS), None);
            }
            keys::REVEALS => reveals_per_day = faults.count(field, value),
            keys::PERMISSIONS => {
                if let Some(table) = faults.table(field, value) {
                    toggles = read_cells(key, model, table, faults);
                }
            }
            other if Permission::from_key(other).is_some() => {
                let problem = format!("{} is a permission, not a key of a role", quoted(other));
                let allowed = format!("it under `[roles.{key}.{}]`", keys::PERMISSIONS);
                faults.add(field.span().start, problem, allowed, None);
            }
            _ => faults.unknown("key", &key_text(field), &keys::ROLE),
        }
    }
    let mut role = Role::bare(key, &title, model?);
    for permission in toggles.iter() {
        role.toggles.set(permission, true);
    }
    role.masks = MaskSet { texts, ..masks };
    role.reveals_per_day = reveals_per_day;
    Some(role)
}

/// The model of a role: itself, where it is built in, else the one that it says it is like.
fn read_model(name: &Key<'_>, table: &DeTable<'_>, faults: &mut Faults<'_>) -> Option<Model> {
    let key = name.get_ref().as_ref();
    let built_in = Model::from_key(key);
    // Only one role is the owner's, so no other can be like it.
    let models = Model::ALL.map(Model::key);
    let likes = models.into_iter().filter(|model| *model != Model::Owner.key());
    if let Some(problem) = name_problem(key) {
        faults.add(
            name.span().start,
            format!("{} can't be the name of a role", quoted(key)),
            format!("a name that {problem}"),
            nearest(key, models),
        );
    }
    let Some((field, value)) = table.get_key_value(keys::LIKE) else {
        if built_in.is_none() && name_problem(key).is_none() {
            faults.add(
                name.span().start,
                format!("role {} is not built in and has no `like`", quoted(key)),
                format!("`like` with {}", choice(likes)),
                nearest(key, models),
            );
        }
        return built_in;
    };
    let like = faults.text(field, value)?;
    let model = Model::from_key(like.text);
    match (built_in, model) {
        (Some(built_in), model) if model != Some(built_in) => {
            let problem = format!("role `{built_in}` is built in, not like {}", quoted(like.text));
            faults.add(like.offset, problem, format!("`{built_in}`, or no `like`"), None);
            Some(built_in)
        }
        (None, Some(Model::Owner)) => {
            let problem = "no other role can be like `owner`".to_owned();
            faults.add(like.offset, problem, choice(likes), None);
            None
        }
        (None, None) => {
            faults.unknown("built-in role", &like, &likes.collect::<Vec<_>>());
            None
        }
        (_, model) => model,
    }
}

fn read_masks(
    model: Option<Model>,
    key: &Key<'_>,
    value: &Value<'_>,
    faults: &mut Faults<'_>,
) -> MaskSet {
    let mut masks = MaskSet::NONE;
    for item in faults.texts(key, value) {
        match Mask::from_key(item.text) {
            None => faults.unknown("mask", &item, &Mask::ALL.map(Mask::key)),
            Some(_) if model == Some(Model::Owner) => {
                let problem = "the owner can't be masked".to_owned();
                faults.add(item.offset, problem, "no mask".to_owned(), None);
            }
            Some(mask) if masks.contains(mask) => {
                let problem = format!("mask `{mask}` stands twice");
                faults.add(item.offset, problem, "each mask once".to_owned(), None);
            }
            Some(mask) => masks.set(mask, true),
        }
    }
    masks
}

/// How much of customers' texts the `number` mask hides.
fn read_texts(
    model: Option<Model>,
    key: &Key<'_>,
    value: &Value<'_>,
    faults: &mut Faults<'_>,
) -> TextMode {
    let Some(text) = faults.text(key, value) else { return TextMode::default() };
    match TextMode::from_key(text.text) {
        None => faults.unknown("mode", &text, &TextMode::ALL.map(TextMode::key)),
        Some(_) if model == Some(Model::Owner) => {
            let problem = "nothing is hidden from the owner".to_owned();
            faults.add(text.offset, problem, format!("no `{}`", keys::TEXTS), None);
        }
        Some(mode) => return mode,
    }
    TextMode::default()
}
