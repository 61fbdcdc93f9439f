//! What of a file was left out because its verb's own check refused it. It is counted and named.

use std::collections::BTreeMap;

use super::fault::Fault;
use crate::{
    ops::Error,
    rules::error::{ChatError, Error as RuleError, NameError},
};

/// So many things are named in a sentence.
const MOST_NAMED: usize = 10;

/// What was left out, by the verb that refused it and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LeftOut {
    groups: BTreeMap<(&'static str, String), Group>,
    first: Option<RuleError>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Group {
    count: u64,
    named: Vec<String>,
}

impl LeftOut {
    /// Takes what a verb's check said: a rule's no leaves the thing out, and anything else stops.
    ///
    /// # Errors
    /// What isn't a rule's no.
    pub(super) fn unless<T>(
        &mut self,
        verb: &'static str,
        object: &str,
        checked: Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        match checked {
            Ok(done) => Ok(Some(done)),
            Err(Fault::Other(Error::Rule(error))) => {
                let group = self.groups.entry((verb, sentence(&error))).or_default();
                group.count += 1;
                if group.named.len() < MOST_NAMED {
                    group.named.push(object.to_owned());
                }
                self.first.get_or_insert(error);
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// The first refusal, for a file of which nothing else was brought in.
    pub(super) const fn first(&self) -> Option<&RuleError> {
        self.first.as_ref()
    }

    /// What is to be said of it.
    pub(super) fn notes(&self) -> impl Iterator<Item = String> {
        self.groups.iter().map(|((verb, why), group)| {
            let more = group.count.saturating_sub(group.named.len() as u64);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let (count, named) = (group.count, group.named.join(", "));
            format!("left out {count} of `{verb}`, {named}{more}: {why}")
        })
    }
}

fn sentence(error: &RuleError) -> String {
    match error {
        RuleError::Name(NameError::Unknown { kind, .. }) => {
            format!("the {} is out of sight", kind.noun())
        }
        RuleError::Chat(ChatError::BlindAssignee { email, reason, .. }) => {
            format!("`{email}` couldn't see it: {}", reason.against())
        }
        other => other.to_string(),
    }
}
