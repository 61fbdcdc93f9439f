//! What is wrong with a message template, or stands in the way of using it.

use super::{Fault, FillFault, Unfit};
use crate::rules::error::{Class, Explain};

/// What is wrong with a message template, or stands in the way of using it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// It is not within `WhatsApp`'s limits.
    #[error("template `{}`: {}", brief(.name), sentence(.faults.iter().map(ToString::to_string)))]
    Template {
        /// Its name.
        name: String,
        /// Everything that is wrong with it; at least one thing.
        faults: Vec<Fault>,
    },
    /// It is there in several languages, none of which was named.
    #[error("template `{name}` is there in `{}`", .languages.join("`, `"))]
    SeveralLanguages {
        /// Its name.
        name: String,
        /// The languages it is there in.
        languages: Vec<String>,
    },
    /// It stands so that this can't be done with it.
    #[error("template `{name}` {}", unfitness(*.unfit).0)]
    UnfitTemplate {
        /// Its name.
        name: String,
        /// Why not.
        unfit: Unfit,
    },
    /// It can't be sent, since it isn't approved.
    #[error("template `{name}` in `{language}` can't be sent: it is `{status}`, not approved")]
    UnapprovedTemplate {
        /// Its name.
        name: String,
        /// Its language.
        language: String,
        /// How it stands instead.
        status: &'static str,
    },
    /// Its category can't change once it was approved.
    #[error("template `{name}` was approved, and keeps its category")]
    FixedCategory {
        /// Its name.
        name: String,
    },
    /// It can't be filled with what was given.
    #[error("template `{name}`: {}", sentence(.faults.iter().map(unfilled)))]
    Fill {
        /// Its name.
        name: String,
        /// The variables that it has.
        variables: Vec<String>,
        /// Everything that is wrong; at least one thing.
        faults: Vec<FillFault>,
    },
}

impl Explain for TemplateError {
    fn class(&self) -> Class {
        match self {
            Self::Template { .. } | Self::Fill { .. } => Class::BadInput,
            _ => Class::Conflict,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Template { .. } => {
                "nothing was changed; the limits are WhatsApp's own, and it would turn the \
                 template down"
            }
            Self::SeveralLanguages { .. } => "say which with `--language`",
            Self::UnfitTemplate { unfit, .. } => unfitness(*unfit).1,
            Self::UnapprovedTemplate { .. } => {
                "only what WhatsApp approved can be sent; `rolecall template submit` hands it in, \
                 and `rolecall template mark` records what came back"
            }
            Self::FixedCategory { .. } => {
                "make another template for another category: `rolecall template add`"
            }
            Self::Fill { variables, .. } if variables.is_empty() => {
                "nothing was changed; the template has no variables"
            }
            Self::Fill { variables, .. } => {
                return Some(format!(
                    "nothing was changed; its variables are `{}`: `--var NAME=VALUE` fills one",
                    variables.join("`, `")
                ));
            }
        };
        Some(hint.to_owned())
    }
}

fn unfilled(fault: &FillFault) -> String {
    format!("variable `{}` {}", fault.variable, fault.problem)
}

/// As much of a name as a sentence bears: it may be what is wrong.
fn brief(name: &str) -> String {
    match name.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

fn sentence(faults: impl ExactSizeIterator<Item = String>) -> String {
    /// How many faults are told of at once; the rest is counted.
    const MOST: usize = 10;
    let more = faults.len().saturating_sub(MOST);
    let told = faults.take(MOST).collect::<Vec<_>>().join("; ");
    if more > 0 { format!("{told}; and {more} more") } else { told }
}

const fn unfitness(unfit: Unfit) -> (&'static str, &'static str) {
    match unfit {
        Unfit::UnderReview => (
            "is being reviewed, and can't be edited meanwhile",
            "record what came back first: `rolecall template mark NAME approved`, or `rejected \
             --reason`",
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
