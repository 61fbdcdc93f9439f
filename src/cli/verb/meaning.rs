//! What a change means for people, in words: the same before it, when it is asked about, and after it.

use super::line::Line;
use crate::{
    ops::effect::{Effect, Holds, What, Whose},
    rules::{
        counted::counted,
        policy::{
            effect::Reading,
            mask::{Mask, TextMode},
            permission::Permission,
        },
        privacy::lens::Lens,
    },
};

/// A line for each thing that people can do, see or read from now on, or no longer. What they gain of what
/// is dangerous, and what they lose, is worth a question.
pub fn lines(effects: &[Effect], lens: Lens) -> Vec<Line> {
    let mut groups: Vec<(Key, Vec<Permission>)> = Vec::new();
    let mut lines = Vec::new();
    for effect in effects {
        match effect.what {
            What::Permission { permission, gained } => {
                let sort = Sort::of(permission, gained);
                let key = Key {
                    sort,
                    whose: &effect.whose,
                    members: effect.members,
                    holds: effect.holds,
                };
                match groups.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, permissions)) => permissions.push(permission),
                    None => groups.push((key, vec![permission])),
                }
            }
            _ => lines.push(line(effect, lens)),
        }
    }
    let grouped = groups.into_iter().map(|(key, permissions)| {
        let who = who(key.whose, key.members, key.holds, lens);
        let keys = || permissions.iter().map(|it| it.key()).collect::<Vec<_>>().join(", ");
        let words = || permissions.iter().filter_map(|it| Some(it.danger()?.words));
        match key.sort {
            Sort::Danger => {
                Line::asked(format!("+ {who} can {}", words().collect::<Vec<_>>().join(", ")))
            }
            Sort::Gain => Line::told(format!("+ {who} gets {}", keys())),
            Sort::Loss => Line::loss(format!("- {who} loses {}", keys())),
        }
    });
    grouped.chain(lines).collect()
}

/// What permissions are told together by.
#[derive(PartialEq, Eq)]
struct Key<'e> {
    sort: Sort,
    whose: &'e Whose,
    members: u64,
    holds: Holds,
}

#[derive(PartialEq, Eq)]
enum Sort {
    Danger,
    Gain,
    Loss,
}

impl Sort {
    const fn of(permission: Permission, gained: bool) -> Self {
        match (gained, permission.danger()) {
            (true, Some(_)) => Self::Danger,
            (true, None) => Self::Gain,
            (false, _) => Self::Loss,
        }
    }
}

fn line(effect: &Effect, lens: Lens) -> Line {
    let who = who(&effect.whose, effect.members, effect.holds, lens);
    match &effect.what {
        What::Chats { gained: true, count } => {
            let all = in_all(effect.members);
            Line::asked(format!("+ {who} can see {}{all}", counted(*count, "more chat")))
        }
        What::Chats { gained: false, count } => {
            let all = in_all(effect.members);
            Line::loss(format!("- {who} can no longer see {}{all}", counted(*count, "chat")))
        }
        What::Reads(mask, Reading::Readable) => {
            Line::asked(format!("+ {who} can read customers' {}", read(*mask)))
        }
        What::Reads(mask, Reading::Hidden) => {
            Line::told(format!("- {who} can no longer read customers' {}", read(*mask)))
        }
        What::Texts { before, after } => texts(&who, *before, *after),
        What::Seats { field, after, .. } => Line::told(format!("  {who}: {field} {after}")),
        // They are told together.
        What::Permission { permission, .. } => Line::told(permission.key().to_owned()),
    }
}

/// Chats are added up over people, so the same one may be told several times.
const fn in_all(members: u64) -> &'static str {
    if members > 1 { ", added up" } else { "" }
}

fn texts(who: &str, before: TextMode, after: TextMode) -> Line {
    let [sign, amount] = if after < before { ["+", "more"] } else { ["-", "less"] };
    let text = format!(
        "{sign} {who}: texts {before} -> {after}: {amount} of what customers write is readable"
    );
    if after < before { Line::asked(text) } else { Line::told(text) }
}

const fn read(mask: Mask) -> &'static str {
    match mask {
        Mask::Number => "numbers",
        Mask::Traits => "traits",
    }
}

fn who(whose: &Whose, members: u64, holds: Holds, lens: Lens) -> String {
    let later = if holds == Holds::OnceJoined { ", once joined," } else { "" };
    let people = if holds == Holds::WithRole { "new person" } else { "person" };
    match whose {
        Whose::Member(email) => format!("{}{later}", lens.staff(email.as_str())),
        Whose::Role(role) => {
            format!("{} ({}){later}", lens.staff(role.as_str()), counted(members, people))
        }
        Whose::Seats => "seats".to_owned(),
    }
}
