//! Writing a policy file: always the same text for the same policy, every cell in it, and each
//! with a word on what it opens, so that a change of policy reads well as a difference.

use std::fmt::Write as _;

use super::{PolicyFile, keys};
use crate::rules::{
    policy::{
        mask::{Mask, TextMode},
        permission::Permission,
        role::{Model, Role},
    },
    workspace::member::is_unprintable,
};

/// How to use the file, under what it is.
const USE: &str = "\
# Every role with its permissions, and what it may not read of contacts (its masks).
# `rolecall policy plan FILE` shows what this file would change, and
# `rolecall policy apply FILE` changes it.
#
# `true` is on, `false` is off, and what is left out is off. A locked cell can't be changed.
# A role of your own says which built-in role it is like: that gives its rank and locked cells.
";

/// Where the comments begin, in characters.
const COMMENT: usize = 32;

/// Writes a policy file, headed by a comment of these lines that say what it is.
///
/// What [`super::read`] reads of it is the same file again, provided that names are such as the
/// rules allow.
#[must_use]
pub fn write(file: &PolicyFile, about: &str) -> String {
    let mut text = String::new();
    for line in about.lines() {
        let line: String = line.chars().filter(|c| !is_unprintable(*c)).collect();
        text.push_str(format!("# {line}").trim_end());
        text.push('\n');
    }
    if !text.is_empty() {
        text.push_str("#\n");
    }
    text.push_str(USE);
    text.push('\n');
    let single_owner = format!("{} = {}", keys::SINGLE_OWNER, file.policy.single_owner());
    commented(&mut text, &single_owner, "whether there is at most one owner at any time");
    if let Some(teams) = &file.teams {
        write_teams(&mut text, teams);
    }
    for role in file.policy.roles() {
        write_role(&mut text, role);
    }
    text
}

fn write_teams(text: &mut String, teams: &[String]) {
    text.push_str(keys::TEAMS);
    text.push_str(" = [");
    for team in teams {
        // One a line: a team more is a line more.
        text.push_str("\n    ");
        text.push_str(&string(team));
        text.push(',');
    }
    text.push_str(if teams.is_empty() { "]\n" } else { "\n]\n" });
}

fn write_role(text: &mut String, role: &Role) {
    let name = &role.name;
    line(text, &format!("\n[{}.{name}]", keys::ROLES));
    line(text, &format!("{} = {}", keys::TITLE, string(&role.title)));
    if Model::from_key(name) != Some(role.model) {
        let like = format!("{} = \"{}\"", keys::LIKE, role.model);
        commented(text, &like, "the built-in role that gives rank and locked cells");
    }
    // The owner can't be masked, so there is nothing to fill in.
    if !role.is_owner() {
        let masks: Vec<String> = role.masks.iter().map(|mask| format!("\"{mask}\"")).collect();
        let known = Mask::ALL.map(|mask| format!("\"{mask}\"")).join(", ");
        let masks = format!("{} = [{}]", keys::MASKS, masks.join(", "));
        commented(text, &masks, &format!("may hold {known}"));
    }
    if role.masks.texts != TextMode::default() {
        let texts = format!("{} = \"{}\"", keys::TEXTS, role.masks.texts);
        let known = TextMode::ALL.map(|mode| format!("\"{mode}\"")).join(", ");
        commented(text, &texts, &format!("how much of texts `number` hides: {known}"));
    }
    if let Some(limit) = role.reveals_per_day {
        let limit = format!("{} = {limit}", keys::REVEALS);
        commented(text, &limit, "hidden numbers that each member may reveal in a day");
    }
    line(text, &format!("\n[{}.{name}.{}]", keys::ROLES, keys::PERMISSIONS));
    for permission in Permission::all() {
        let key = permission.key();
        let quotes = if key.contains('.') { "\"" } else { "" };
        let cell = format!("{quotes}{key}{quotes} = {}", role.toggle(permission));
        let gates = permission.entry().gates;
        match role.locked(permission) {
            Some(_) => commented(text, &cell, &format!("locked: {gates}")),
            None => commented(text, &cell, gates),
        }
    }
}

/// A text as TOML has it, with quotation marks and whatever else it needs.
fn string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn line(text: &mut String, content: &str) {
    text.push_str(content);
    text.push('\n');
}

fn commented(text: &mut String, content: &str, comment: &str) {
    // Writing to a string can't fail.
    let _ = writeln!(text, "{content:<COMMENT$}# {comment}");
}
