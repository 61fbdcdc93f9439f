//! Sentences about what a change did, for the person at the terminal. Scripts get the rows.

use crate::{
    ops::{Changed, Effect, FieldChange, Outcome, outcome::shown_object, outcome::shown_value},
    rules::{counted::counted, privacy::lens::Lens},
    store::AuditObject,
};

/// A sentence for each thing that was changed, and a line for each effect.
pub fn sentences(outcome: &Outcome) -> Vec<String> {
    let changes = outcome.changed.iter().map(|changed| sentence(changed, outcome.lens));
    let effects = outcome.effects.iter().map(|it| effect(it, outcome.lens));
    changes.chain(effects).collect()
}

fn sentence(changed: &Changed, lens: Lens) -> String {
    let object = shown_object(&AuditObject::new(changed.action, &changed.object), lens);
    let value = |field: &str| {
        let found = changed.fields.iter().find(|change| change.field == field)?;
        found.after.as_ref().map(|after| shown_value(after, lens))
    };
    match (changed.action, value("role"), value("team")) {
        ("member.add", Some(role), Some(team)) => format!("{object} joins {team} as {role}."),
        ("member.add", Some(role), None) => format!("{object} joins as {role}."),
        ("member.remove", ..) => format!("{object} is no longer a member."),
        ("member.suspend", ..) => format!("{object} is suspended, and may do nothing."),
        ("member.restore", ..) => format!("{object} is restored."),
        ("mask.enable", ..) => format!("Masked {object}."),
        ("mask.disable", ..) => format!("Unmasked {object}."),
        (action, ..) => {
            let fields = changed.fields.iter().map(|change| field(change, lens));
            let fields = fields.collect::<Vec<_>>().join(", ");
            let (noun, verb) = action.split_once('.').unwrap_or(("", action));
            let end = if fields.is_empty() { ".".to_owned() } else { format!(": {fields}") };
            // Chats and contacts have their noun before their key already.
            let noun = if object.as_str().starts_with(noun) { "" } else { noun };
            let words = [past(verb), noun, object.as_str()];
            let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
            format!("{}{end}", words.join(" "))
        }
    }
}

/// A field as it was and is.
fn field(change: &FieldChange, lens: Lens) -> String {
    let name = change.field.replace('_', " ");
    let shown = |value| shown_value(value, lens);
    match (change.before.as_ref().map(shown), change.after.as_ref().map(shown)) {
        (Some(before), Some(after)) => format!("{name} {before} -> {after}"),
        (None, Some(after)) => format!("{name} {after}"),
        (Some(before), None) => format!("{name} no longer {before}"),
        (None, None) => name,
    }
}

fn effect(effect: &Effect, lens: Lens) -> String {
    let people = counted(effect.members, "person");
    let (object, after) = (lens.staff(effect.object.as_str()), lens.staff(effect.after.as_str()));
    format!("  {object}: {} {after}, {people}", effect.field.replace('_', " "))
}

/// What was done, as a sentence begins.
fn past(verb: &str) -> &str {
    match verb {
        "add" | "create" => "Added",
        "remove" | "delete" => "Removed",
        "edit" | "set" => "Changed",
        "rename" => "Renamed",
        "join" | "leave" => "Moved",
        "allow" => "Allowed",
        "deny" => "Denied",
        "reset" => "Reset",
        "connect" => "Connected",
        "disconnect" => "Disconnected",
        "transfer" => "Transferred",
        "assign" => "Assigned",
        "unassign" => "Unassigned",
        "close" => "Closed",
        "reopen" => "Reopened",
        "reply" => "Replied in",
        "start" => "Started",
        "tag" => "Tagged",
        "untag" => "Untagged",
        "resend" => "Sent again",
        "revoke" => "Revoked",
        "accept" => "Accepted",
        "rotate" => "Made a new",
        "submit" => "Submitted",
        "mark" => "Marked",
        "pause" => "Paused",
        "resume" => "Resumed",
        "init" => "Created",
        other => other,
    }
}
