//! What should not happen by a slip: others gain sight, numbers become readable, people lose access, an
//! owner is made, a secret, a role or a team ends. On a terminal it is told and asked about first.

use crate::{
    ops::{Changed, Effect, Outcome},
    rules::{
        counted::{counted, noun},
        privacy::lens::Lens,
    },
    store::AuditValue,
};

/// Something that is worth a question.
pub struct Risk {
    /// What would happen.
    pub line: String,
    /// What must be typed to go on, where a yes is not enough.
    pub typed: Option<String>,
}

/// What a change would do that is worth a question; empty if nothing is.
pub fn risks(planned: &Outcome) -> Vec<Risk> {
    let lens = planned.lens;
    let changes = planned.changed.iter().filter_map(|changed| ending(changed, lens));
    let gains = planned.effects.iter().filter_map(gain);
    // A mask is put on to protect customers: to ask would stand in the way.
    let is_protection = planned.changed.iter().all(|changed| changed.action == "mask.enable");
    let losses = if is_protection { Vec::new() } else { losses(&planned.effects, lens) };
    let plain = gains.chain(losses).map(|line| Risk { line, typed: None });
    changes.chain(plain).collect()
}

/// What a change ends for good, and who it makes an owner.
fn ending(changed: &Changed, lens: Lens) -> Option<Risk> {
    let object = lens.staff(changed.object.as_str()).to_string();
    let becomes_owner = changed.fields.iter().any(|field| {
        field.field == "role"
            && matches!(&field.after, Some(AuditValue::Text(role)) if role == "owner")
    });
    let (line, is_worst) = match changed.action {
        "role.remove" => (format!("- role `{object}` is removed"), false),
        "team.remove" => (format!("- team `{object}` is removed"), false),
        // The first key locks nobody out.
        "api-key.rotate" | "api-key.revoke"
            if changed.fields.iter().any(|field| field.before.is_some()) =>
        {
            ("- programs that use the API key in force are locked out".to_owned(), false)
        }
        _ if becomes_owner => {
            (format!("+ `{object}` becomes an owner, and may do everything"), true)
        }
        _ => return None,
    };
    Some(Risk { line, typed: is_worst.then_some(object) })
}

/// What an effect lets people see that they didn't see.
fn gain(effect: &Effect) -> Option<String> {
    let people = counted(effect.members, "person");
    match (effect.field, effect.after.as_str()) {
        (_, _) if effect.members == 0 => None,
        (what @ ("numbers" | "traits"), "readable") => {
            Some(format!("+ {people} can read customers' {what}"))
        }
        ("chats_gained", chats) => {
            let noun = noun(chats.parse().unwrap_or(0_u64), "more chat");
            Some(format!("+ {people} can see {chats} {noun}"))
        }
        _ => None,
    }
}

/// The modules that are hidden from people who used them: a line for each role or member.
fn losses(effects: &[Effect], lens: Lens) -> Vec<String> {
    let mut lost: Vec<(&str, u64, Vec<&str>)> = Vec::new();
    for effect in effects {
        let Some((who, module)) = effect.object.rsplit_once('/') else { continue };
        if effect.field != "module" || effect.after != "hidden" || effect.members == 0 {
            continue;
        }
        match lost.iter_mut().find(|(known, ..)| *known == who) {
            Some((_, _, modules)) => modules.push(module),
            None => lost.push((who, effect.members, vec![module])),
        }
    }
    let line = |(who, members, modules): (&str, u64, Vec<&str>)| {
        let count = if who.contains('@') {
            String::new()
        } else {
            format!(" ({})", counted(members, "person"))
        };
        format!("- {}{count} loses {}", lens.staff(who), modules.join(", "))
    };
    lost.into_iter().map(line).collect()
}
