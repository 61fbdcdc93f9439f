//! The words of what is wrong with a message template, or stands in the way of using it.

use super::{Message, bug, message};
use crate::{
    cli::error::Class,
    rules::{
        error::Error as RuleError,
        whatsapp::template::{FillFault, Unfit},
    },
};

/// How many faults are told of at once; the rest is counted.
const MOST: usize = 10;

/// What is printed for one of the errors that `rule` hands on.
pub(super) fn message_of(error: &RuleError) -> Message {
    match error {
        RuleError::Template { name, faults } => message(
            Class::BadInput,
            format!(
                "template `{}`: {}",
                brief(name),
                sentence(faults.iter().map(ToString::to_string).collect())
            ),
            "nothing was changed; the limits are WhatsApp's own, and it would turn the template down",
        ),
        RuleError::SeveralLanguages { name, languages } => message(
            Class::Conflict,
            format!("template `{name}` is there in `{}`", languages.join("`, `")),
            "say which with `--language`",
        ),
        RuleError::UnfitTemplate { name, unfit } => {
            let (why, hint) = unfitness(*unfit);
            message(Class::Conflict, format!("template `{name}` {why}"), hint)
        }
        RuleError::UnapprovedTemplate { name, language, status } => message(
            Class::Conflict,
            format!(
                "template `{name}` in `{language}` can't be sent: it is `{status}`, not approved"
            ),
            "only what WhatsApp approved can be sent; `rolecall template submit` hands it in, and \
             `rolecall template mark` records what came back",
        ),
        RuleError::FixedCategory { name } => message(
            Class::Conflict,
            format!("template `{name}` was approved, and keeps its category"),
            "make another template for another category: `rolecall template add`",
        ),
        RuleError::Fill { name, variables, faults } => {
            let one =
                |fault: &FillFault| format!("variable `{}` {}", fault.variable, fault.problem);
            message(
                Class::BadInput,
                format!("template `{name}`: {}", sentence(faults.iter().map(one).collect())),
                if variables.is_empty() {
                    "nothing was changed; the template has no variables".to_owned()
                } else {
                    format!(
                        "nothing was changed; its variables are `{}`: `--var NAME=VALUE` fills one",
                        variables.join("`, `")
                    )
                },
            )
        }
        // The caller hands over these and no others.
        other => bug(&other.to_string()),
    }
}

/// As much of a name as a sentence bears: it may be what is wrong.
fn brief(name: &str) -> String {
    match name.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

fn sentence(mut faults: Vec<String>) -> String {
    let more = faults.len().saturating_sub(MOST);
    faults.truncate(MOST);
    let tail = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("{}{tail}", faults.join("; "))
}

const fn unfitness(unfit: Unfit) -> (&'static str, &'static str) {
    match unfit {
        Unfit::UnderReview => (
            "is being reviewed, and can't be edited meanwhile",
            "record what came back first: `rolecall template mark NAME approved`, or `rejected --reason`",
        ),
        Unfit::NothingToSubmit => (
            "was approved, and nothing has been written since",
            "`rolecall template edit` makes a new version, which can be submitted",
        ),
        Unfit::TurnedDown => (
            "was rejected, and hasn't been rewritten since",
            "`rolecall template edit` makes a draft of it again",
        ),
        Unfit::NotSubmitted => {
            ("hasn't been submitted", "hand it in first: `rolecall template submit NAME`")
        }
        Unfit::NotApproved => (
            "was never approved, so it can't be paused",
            "`rolecall template show NAME` shows how it stands",
        ),
    }
}
