//! Sentences about what a change did, for the person at the terminal. Scripts get the rows.

use super::meaning;
use crate::{
    ops::{Changed, FieldChange, Outcome, outcome::shown_object, outcome::shown_value},
    rules::privacy::lens::Lens,
    store::AuditObject,
};

/// What happens to a mail that was made.
pub const MAIL_QUEUED: &str = "mail queued: `rolecall outbox flush` sends it";

/// A sentence for each thing that was changed, and a line for each effect.
pub fn sentences(outcome: &Outcome) -> Vec<String> {
    let changes = outcome.changed.iter().map(|changed| sentence(changed, outcome.lens));
    let effects = meaning::lines(&outcome.effects, outcome.lens);
    let effects = effects.into_iter().map(|line| format!("  {}", line.text));
    changes.chain(effects).collect()
}

fn sentence(changed: &Changed, lens: Lens) -> String {
    let object = shown_object(&AuditObject::new(changed.action, &changed.object), lens);
    let value = |field: &str| {
        let found = changed.fields.iter().find(|change| change.field == field)?;
        found.after.as_ref().map(|after| shown_value(after, lens))
    };
    let is_invited = value("invitation_expires_at").is_some();
    match (changed.action, value("role"), value("team")) {
        ("member.add", Some(role), Some(team)) if is_invited => {
            format!("{object} is invited to {team} as {role}; {MAIL_QUEUED}.")
        }
        ("invite.revoke", ..) => format!("The invitation of {object} is revoked."),
        ("invite.resend", ..) => format!("{object} is invited again; {MAIL_QUEUED}."),
        ("member.add", Some(role), Some(team)) => format!("{object} joins {team} as {role}."),
        ("member.add", Some(role), None) => format!("{object} joins as {role}."),
        ("member.remove", ..) => format!("{object} is no longer a member."),
        ("member.suspend", ..) => format!("{object} is suspended, and may do nothing."),
        ("member.restore", ..) => format!("{object} is restored."),
        ("mask.enable" | "mask.disable", ..) => mask(changed, object.as_str(), lens),
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

/// What was hidden from a role, or how much of customers' texts is.
fn mask(changed: &Changed, object: &str, lens: Lens) -> String {
    match object.split_once('/') {
        Some((role, mask)) => {
            let verb = if changed.action == "mask.enable" { "Masked" } else { "Unmasked" };
            format!("{verb} {mask} for {role}.")
        }
        None => {
            let fields: Vec<_> = changed.fields.iter().map(|it| field(it, lens)).collect();
            format!("Masked for {object}: {}", fields.join(", "))
        }
    }
}

/// A field as it was and is.
pub fn field(change: &FieldChange, lens: Lens) -> String {
    let name = change.field.replace('_', " ");
    let shown = |value| shown_value(value, lens);
    match (change.before.as_ref().map(shown), change.after.as_ref().map(shown)) {
        (Some(before), Some(after)) => format!("{name} {before} -> {after}"),
        (None, Some(after)) => format!("{name} {after}"),
        (Some(before), None) => format!("{name} no longer {before}"),
        (None, None) => name,
    }
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
