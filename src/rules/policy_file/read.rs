//! Reading a policy file, strictly: whatever the file says is either understood or a fault. All
//! faults are found in one go, so that nobody mends a file one run at a time.

use toml::de::DeTable;

use super::{
    Fault, PolicyFile,
    cells::in_quotation_marks,
    fault::{Faults, quoted},
    keys,
    role::read_role,
    value::{Key, Value, in_order, key_text},
};
use crate::rules::{error::Kind, permission::Permission, policy::Policy, role::Role};

/// Reads a policy file.
///
/// # Errors
/// Every fault of the file, in the order in which they stand; one only where it is not TOML at all.
pub fn read(text: &str) -> Result<PolicyFile, Vec<Fault>> {
    let mut faults = Faults::new(text);
    let file = match DeTable::parse(text) {
        Ok(document) => read_file(document.get_ref(), &mut faults),
        Err(error) => {
            not_toml(&error, &mut faults);
            None
        }
    };
    match (file, faults.into_vec()) {
        (Some(file), faults) if faults.is_empty() => Ok(file),
        (_, faults) => Err(faults),
    }
}

/// The whole file; `None` where a fault leaves no policy to speak of.
fn read_file(document: &DeTable<'_>, faults: &mut Faults<'_>) -> Option<PolicyFile> {
    let mut roles = Vec::new();
    let mut teams = None;
    let mut single_owner = false;
    // Further content, such as tables of tests, gets its key in `keys::FILE` and its arm here.
    for (key, value) in in_order(document) {
        match key.get_ref().as_ref() {
            keys::SINGLE_OWNER => single_owner = faults.flag(key, value).unwrap_or_default(),
            keys::TEAMS => teams = Some(read_teams(key, value, faults)),
            keys::ROLES => roles = read_roles(key, value, faults),
            _ => faults.unknown("key", &key_text(key), &keys::FILE),
        }
    }
    if document.get(keys::ROLES).is_none() {
        // An empty file must not pass for a policy that takes everything from everybody.
        no_roles(0, faults);
    }
    Policy::new(roles, single_owner)
        .map_err(|error| faults.add(0, error.to_string(), None, None))
        .map(|policy| PolicyFile { policy, teams })
        .ok()
}

fn no_roles(offset: usize, faults: &mut Faults<'_>) {
    let allowed = "roles, each as a table such as `[roles.admin]`".to_owned();
    faults.add(offset, "the file names no role".to_owned(), allowed, None);
}

fn read_teams(key: &Key<'_>, value: &Value<'_>, faults: &mut Faults<'_>) -> Vec<String> {
    let mut teams: Vec<String> = Vec::new();
    for item in faults.texts(key, value) {
        let Some(team) = faults.name(Kind::Team, &item) else { continue };
        let lower = team.to_lowercase();
        if teams.iter().any(|other| other.to_lowercase() == lower) {
            let problem = format!("team {} stands twice", quoted(&team));
            let allowed = "each team once, without regard to case".to_owned();
            faults.add(item.offset, problem, allowed, None);
        } else {
            teams.push(team);
        }
    }
    teams
}

fn read_roles(key: &Key<'_>, value: &Value<'_>, faults: &mut Faults<'_>) -> Vec<Role> {
    let Some(table) = faults.table(key, value) else { return Vec::new() };
    if table.is_empty() {
        no_roles(key.span().start, faults);
    }
    in_order(table).into_iter().filter_map(|(name, role)| read_role(name, role, faults)).collect()
}

/// The text is not TOML: says so in the parser's words, and better where the reason is known.
fn not_toml(error: &toml::de::Error, faults: &mut Faults<'_>) {
    let span = error.span().unwrap_or_default();
    // `users = true` followed by `users.export = true`: TOML can't have both.
    let unquoted = faults
        .line_at(span.start)
        .split('=')
        .next()
        .map(str::trim)
        .filter(|key| key.contains('.') && Permission::from_key(key).is_some());
    if let Some(key) = unquoted {
        let problem = format!("`{key}` stands without quotation marks");
        return faults.add(span.start, problem, in_quotation_marks(key), None);
    }
    let at = faults.text_at(&span).trim();
    let place = if at.is_empty() { String::new() } else { format!(" at {}", quoted(at)) };
    // The other way round, `users` stands after `users.export`: TOML calls it a duplicate.
    let under = Permission::all().map(Permission::key).find(|key| {
        key.strip_prefix(at).is_some_and(|rest| rest.starts_with('.')) && !at.is_empty()
    });
    let allowed = under.map(|key| format!("it once, and what lies under it as `\"{key}\"`"));
    let message: String = error.message().chars().filter(|c| !c.is_control()).collect();
    faults.add(span.start, format!("{message}{place}"), allowed, None);
}
