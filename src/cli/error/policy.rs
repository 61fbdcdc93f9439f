//! The words of errors about policies and their files. The other errors' words are in `message`.

use super::{
    Class,
    message::{Detail, Message, bug, message},
};
use crate::rules::{
    error::{Drift, Error as RuleError},
    policy::file::Fault,
};

pub(super) fn rule(error: &RuleError) -> Message {
    match error {
        RuleError::TooManyOwners { owners } => message(
            Class::Conflict,
            format!("the policy allows one owner, and there are {}: {}", owners.len(), few(owners)),
            "give all but one another role first: `rolecall member edit EMAIL --role ROLE`",
        ),
        RuleError::RolesHeld { roles } => message(
            Class::Conflict,
            {
                let held = |(role, members): &(String, Vec<String>)| {
                    format!("role `{role}` is held by {}", few(members))
                };
                roles.iter().map(held).collect::<Vec<_>>().join("; ")
            },
            "nothing was changed; `--move-to ROLE` gives them another role in the same change",
        ),
        RuleError::OwnerRole => message(
            Class::Conflict,
            "the owner's role can't be removed, and no other role can be like it",
            "there is always exactly one role of the owner's; `rolecall role list` shows the others",
        ),
        RuleError::BuiltInRole { name } => message(
            Class::Conflict,
            format!("`{name}` is the name of a built-in role, which is like itself alone"),
            format!("say `--like {name}`, or choose another name"),
        ),
        RuleError::PolicyMoved { expected, found, since } => message(
            Class::Conflict,
            format!(
                "the policy is no longer `{expected}`, it is `{found}`: {}",
                drift(since.as_deref())
            ),
            "nothing was changed; plan again with `rolecall policy plan` and apply what you see",
        ),
        // The caller hands over these and no others.
        other => bug(&other.to_string()),
    }
}

/// Names as they stand in a sentence: all of a few, else the first of them and how many more.
fn few(names: &[String]) -> String {
    const MOST: usize = 20;
    let shown: Vec<_> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(MOST);
    let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{tail}", shown.join(", "))
}

fn drift(since: Option<&[Drift]>) -> String {
    let Some(since) = since else {
        return "the audit knows of no policy with that hash".to_owned();
    };
    let one = |drift: &Drift| {
        let at = crate::ui::timestamp(drift.at);
        format!("`{}` of `{}` by `{}` at {at}", drift.action, drift.object, drift.actor)
    };
    let changes: Vec<_> = since.iter().take(20).map(one).collect();
    let more = since.len().saturating_sub(changes.len());
    let tail = if more > 0 { format!(", and {more} more") } else { String::new() };
    format!("since then {}{tail}", changes.join(", "))
}

pub(super) fn file(file: &str, faults: &[Fault]) -> Message {
    let file = if file == "-" { "standard input" } else { file };
    let line = |fault: &Fault| {
        let nearest = fault.nearest.as_ref().map(|near| format!("did you mean `{near}`? "));
        let allowed = fault.allowed.as_ref().map(|allowed| format!("allowed: {allowed}"));
        let hint = format!("{}{}", nearest.unwrap_or_default(), allowed.unwrap_or_default());
        let text = format!("`{file}`, {fault}");
        Detail { text, hint: (!hint.is_empty()).then_some(hint), fault: fault.clone() }
    };
    let details: Vec<_> = faults.iter().map(line).collect();
    let text = match details.as_slice() {
        [only] => only.text.clone(),
        [first, rest @ ..] => format!("{}, and {} more", first.text, rest.len()),
        [] => format!("`{file}` can't be read"),
    };
    let hint = details.first().and_then(|detail| detail.hint.clone());
    Message { class: Class::BadInput, text, hint, reason: None, details }
}
