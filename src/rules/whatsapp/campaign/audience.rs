//! Whom a campaign is for: conditions on contacts, all of which hold. The store compiles them to SQL.

use crate::rules::{id::AccountId, privacy::text::CustomerText};

/// A filter of contacts. An empty one lets everybody through.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Audience {
    /// Who has each of these tags,
    pub tags: Vec<CustomerText>,
    /// and each of these traits with its value,
    pub traits: Vec<(CustomerText, CustomerText)>,
    /// and whose number has one of these country codes, such as `91`; none for any.
    pub countries: Vec<String>,
    /// Only who has a chat with that account: whoever set the campaign going may reach no others.
    pub chats_of: Option<AccountId>,
}

impl Audience {
    /// Whether who is in it tells anything about traits.
    #[must_use]
    pub fn tells_traits(&self) -> bool {
        !self.traits.is_empty()
    }
}
