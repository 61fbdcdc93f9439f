//! Reading a policy file, strictly: whatever the file says is either understood or a fault. All
//! faults are found in one go, so that nobody mends a file one run at a time.

use toml::de::DeTable;

use super::{
    Fault, PolicyFile,
    cells::in_quotation_marks,
    fault::{Faults, quoted},
    keys,
    role::read_role,
    suite::read_suite,
    value::{Key, Value, in_order, key_text},
};
use crate::rules::{
    error::Kind,
    policy::{expectation::Suite, matrix::Policy, permission::Permission, role::Role},
};

/// Reads a policy file.
///
/// # Errors
/// Every fault of the file, in the order in which they stand; one only where it is not TOML at all.
pub fn read(text: &str) -> Result<PolicyFile, Vec<Fault>> {
    parse(text, |document, faults| {
        if document.get(keys::ROLES).is_none() {
            // An empty file must not pass for a policy that takes everything from everybody.
            no_roles(0, faults);
        }
        let (policy, teams) = read_policy(document, &keys::FILE, faults);
        let suite = read_suite(document, policy.as_ref(), faults);
        policy.map(|policy| PolicyFile { policy, teams, suite })
    })
}

/// What a file of tests says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestFile {
    /// The tests.
    pub suite: Suite,
    /// The policy that they are about, where it stands in the file itself.
    pub policy: Option<Policy>,
}

/// Reads a file of tests. `about` is the policy that they are about, where it is known and does not
/// stand in the file: then the roles that they name are checked against it.
///
/// # Errors
/// As [`read`].
pub fn read_tests(text: &str, about: Option<&Policy>) -> Result<TestFile, Vec<Fault>> {
    parse(text, |document, faults| {
        let policy = if document.get(keys::ROLES).is_some() {
            Some(read_policy(document, &keys::TEST_FILE, faults).0?)
        } else {
            check_keys(document, &keys::TEST_FILE, faults);
            None
        };
        let suite = read_suite(document, policy.as_ref().or(about), faults);
        Some(TestFile { suite, policy })
    })
}

/// Reads a text as TOML and then as whatever it is; `None` comes with faults.
fn parse<T>(
    text: &str,
    read: impl FnOnce(&DeTable<'_>, &mut Faults<'_>) -> Option<T>,
) -> Result<T, Vec<Fault>> {
    let mut faults = Faults::new(text);
    let file = match DeTable::parse(text) {
        Ok(document) => read(document.get_ref(), &mut faults),
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

fn check_keys(document: &DeTable<'_>, known: &[&str], faults: &mut Faults<'_>) {
    for (key, _) in in_order(document) {
        if !known.contains(&key.get_ref().as_ref()) {
            faults.unknown("key", &key_text(key), known);
        }
    }
}

/// The policy, where no fault leaves none to speak of, and the teams.
fn read_policy(
    document: &DeTable<'_>,
    known: &[&str],
    faults: &mut Faults<'_>,
) -> (Option<Policy>, Option<Vec<String>>) {
    let mut roles = Vec::new();
    let mut teams = None;
    let mut single_owner = false;
    check_keys(document, known, faults);
    for (key, value) in in_order(document) {
        match key.get_ref().as_ref() {
            keys::SINGLE_OWNER => single_owner = faults.flag(key, value).unwrap_or_default(),
            keys::TEAMS => teams = Some(read_teams(key, value, faults)),
            keys::ROLES => roles = read_roles(key, value, faults),
            _ => {}
        }
    }
    let policy = Policy::new(roles, single_owner)
        .map_err(|error| faults.add(0, error.to_string(), None, None))
        .ok();
    (policy, teams)
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
