//! Contacts: rows, filters, lists.

pub(super) mod filter;
pub(super) mod leak;
pub(super) mod list;
pub(super) mod number;
pub(super) mod record;
