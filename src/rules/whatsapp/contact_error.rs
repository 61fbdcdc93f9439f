//! What stands in the way of a change to a contact.

use crate::rules::{
    error::{Class, Explain},
    privacy::lens::SafeText,
};

/// What stands in the way of a change to a contact.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// A number that another contact has.
    #[error("contact {contact}{} has that number already", named(.name.as_ref()))]
    ContactNumber {
        /// The contact's id.
        contact: i64,
        /// What the actor may know of their name.
        name: Option<SafeText>,
    },
    /// A contact to merge with themselves.
    #[error("both are contact `{contact}`")]
    SameContact {
        /// The contact's id.
        contact: i64,
    },
    /// A contact who was erased.
    #[error("contact `{contact}` was erased before")]
    ContactErased {
        /// The contact's id.
        contact: i64,
    },
}

impl Explain for ContactError {
    fn class(&self) -> Class {
        Class::Conflict
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::ContactNumber { contact, .. } => {
                format!("`rolecall contact edit {contact}` changes what is known of them")
            }
            Self::SameContact { .. } => {
                "name two contacts; `rolecall contact list` shows them".to_owned()
            }
            Self::ContactErased { .. } => "nothing is left to erase".to_owned(),
        })
    }
}

fn named(name: Option<&SafeText>) -> String {
    name.map(|name| format!(", `{name}`,")).unwrap_or_default()
}
