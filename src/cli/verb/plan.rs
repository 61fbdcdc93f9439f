//! A change before it is made: what it does and what that means for people. On a terminal it is asked about
//! where it should not happen by a slip: others gain sight, numbers become readable, people lose access, an
//! owner is made, a secret, a role or a team ends.

use super::{
    line::{Ask, Line},
    meaning,
    sentence::field,
};
use crate::{
    ops::{Changed, Outcome, shown_object},
    rules::privacy::lens::Lens,
    store::{AuditObject, AuditValue},
};

/// More things than these of which the same is done are told as a number.
const MOST_ALIKE: usize = 3;

/// A plan in words: what is changed, then what that means.
pub fn plan(planned: &Outcome) -> Vec<Line> {
    let lens = planned.lens;
    let mut groups: Vec<Vec<&Changed>> = Vec::new();
    for changed in &planned.changed {
        match groups.iter_mut().find(|group| is_alike(group[0], changed)) {
            Some(group) => group.push(changed),
            None => groups.push(vec![changed]),
        }
    }
    let mut lines = Vec::new();
    for group in groups {
        let told = group.iter().map(|changed| line(changed, lens));
        if group.len() > MOST_ALIKE {
            lines.push(together(&group, lens));
        } else {
            lines.extend(told);
        }
    }
    let is_protection = planned.changed.iter().all(|changed| changed.action == "mask.enable");
    lines.extend(meaning::lines(&planned.effects, lens).into_iter().map(|mut line| {
        if is_protection && line.ask == Ask::Loss {
            line.ask = Ask::No;
        }
        line
    }));
    lines
}

/// Whether the same becomes of two things. Who goes is gone, whatever they were.
fn is_alike(one: &Changed, other: &Changed) -> bool {
    let ends = matches!(one.action, "member.remove" | "invite.revoke");
    one.action == other.action && (ends || one.fields == other.fields)
}

/// Many things of which the same becomes.
fn together(group: &[&Changed], lens: Lens) -> Line {
    let first = line(group[0], lens);
    let count = group.len();
    let objects = group.iter().map(|it| object(it, lens)).take(MOST_ALIKE);
    let names =
        format!("{} and {} more", objects.collect::<Vec<_>>().join(", "), count - MOST_ALIKE);
    let text = match group[0].action {
        "member.remove" => format!("- {count} people are no longer members: {names}"),
        "invite.revoke" => format!("- {count} invitations are revoked: {names}"),
        _ => of(group[0], &names, lens),
    };
    Line { text, ..first }
}

fn object(changed: &Changed, lens: Lens) -> String {
    shown_object(&AuditObject::new(changed.action, &changed.object), lens).to_string()
}

/// What would be done to one thing.
fn line(changed: &Changed, lens: Lens) -> Line {
    let object = object(changed, lens);
    let is_role = |value: Option<&AuditValue>| matches!(value, Some(AuditValue::Text(role)) if role == "owner");
    let becomes_owner =
        changed.fields.iter().any(|field| field.field == "role" && is_role(field.after.as_ref()));
    match changed.action {
        _ if becomes_owner => Line {
            text: format!("+ `{object}` becomes an owner, and may do everything"),
            ask: Ask::Typed(object),
        },
        "role.remove" => Line::asked(format!("- role `{object}` is removed")),
        "team.remove" => Line::asked(format!("- team `{object}` is removed")),
        "member.remove" => Line::asked(format!("- `{object}` is no longer a member")),
        // The first key locks nobody out.
        "api-key.rotate" | "api-key.revoke"
            if changed.fields.iter().any(|field| field.before.is_some()) =>
        {
            Line::asked("- programs that use the API key in force are locked out".to_owned())
        }
        "invite.revoke" => Line::told(format!("- the invitation of `{object}` is revoked")),
        "member.add" => Line::told(of(changed, &format!("member {object}"), lens)),
        action => {
            let noun = action.split('.').next().unwrap_or_default();
            let has_noun = object.starts_with(noun) || matches!(noun, "mask" | "perm" | "member");
            let object = if has_noun { object } else { format!("{noun} {object}") };
            Line::told(of(changed, &object, lens))
        }
    }
}

/// Something and what becomes of it.
fn of(changed: &Changed, what: &str, lens: Lens) -> String {
    let (had, has) = (
        changed.fields.iter().any(|field| field.before.is_some()),
        changed.fields.iter().any(|field| field.after.is_some()),
    );
    let sign = match (had, has) {
        (false, true) => '+',
        (true, false) => '-',
        _ => '~',
    };
    let fields: Vec<_> = changed.fields.iter().map(|it| field(it, lens)).collect();
    if fields.is_empty() {
        return format!("{sign} {what} ({})", changed.action);
    }
    format!("{sign} {what}: {}", fields.join(", "))
}
