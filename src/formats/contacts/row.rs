//! One row of a list of contacts.

use crate::{formats::list::Raw, rules::privacy::private::CustomerText};

/// What a row says of a contact. One value serves for all rows of a list.
#[derive(Default)]
pub struct Row {
    pub(super) raw: Raw,
    /// Their name.
    pub name: Option<CustomerText>,
    /// Their WhatsApp username.
    pub username: Option<CustomerText>,
    /// WhatsApp's business-scoped id of them.
    pub user_id: Option<String>,
    /// Whether they agreed to be written to.
    pub opted_in: Option<bool>,
    /// Their tags.
    pub tags: Vec<CustomerText>,
    /// Their traits.
    pub traits: Vec<(CustomerText, CustomerText)>,
    /// Their number as it stands there.
    pub(super) phone: Option<String>,
    /// Its calling code or country, where it stands apart.
    pub(super) country_code: Option<String>,
    /// Whether it is a row of our own list, which may lack a number, and has its numbers as they
    /// are stored.
    pub(super) is_own: bool,
}

impl Row {
    /// On which line it begins, counted from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.raw.line
    }

    /// The number as it stands there, to be told in a problem of the row.
    #[must_use]
    pub fn phone_text(&self) -> Option<&str> {
        self.phone.as_deref()
    }

    pub(super) fn clear(&mut self) {
        self.name = None;
        self.username = None;
        self.user_id = None;
        self.opted_in = None;
        self.tags.clear();
        self.traits.clear();
        self.phone = None;
        self.country_code = None;
        self.is_own = false;
    }
}
