//! What should not happen by a slip: others gain sight, numbers become readable, an owner is made, a role,
//! a team or a secret ends. On a terminal it is told and asked about before it is made.

use crate::{
    ops::{Effect, Outcome},
    store::AuditValue,
};

/// What a change would do that is worth a question, a line each; empty if nothing is.
pub fn risks(planned: &Outcome) -> Vec<String> {
    let changes = planned.changed.iter().filter_map(|changed| {
        let object = planned.lens.staff(changed.object.as_str());
        let becomes_owner = changed.fields.iter().any(|field| {
            field.field == "role"
                && field
                    .after
                    .as_ref()
                    .is_some_and(|after| matches!(after, AuditValue::Text(role) if role == "owner"))
        });
        match changed.action {
            "role.remove" => Some(format!("- role `{object}` is removed")),
            "team.remove" => Some(format!("- team `{object}` is removed")),
            "api-key.rotate" | "api-key.revoke" => {
                Some("- programs that use the API key in force are locked out".to_owned())
            }
            _ if becomes_owner => {
                Some(format!("+ `{object}` becomes an owner, and may do everything"))
            }
            _ => None,
        }
    });
    let effects = planned.effects.iter().filter_map(gain);
    changes.chain(effects).collect()
}

/// What an effect lets people see that they didn't see.
fn gain(effect: &Effect) -> Option<String> {
    let members = effect.members;
    let people = if members == 1 { "1 person".to_owned() } else { format!("{members} people") };
    match (effect.field, effect.after.as_str()) {
        (_, _) if members == 0 => None,
        (what @ ("numbers" | "traits"), "readable") => {
            Some(format!("+ {people} can read customers' {what}"))
        }
        ("chats_gained", chats) => {
            let noun = if chats == "1" { "chat" } else { "chats" };
            Some(format!("+ {people} can see {chats} more {noun}"))
        }
        _ => None,
    }
}
