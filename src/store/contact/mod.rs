//! Contacts: rows, filters, lists.

pub(super) mod erase;
pub(super) mod filter;
mod gathered;
pub(super) mod identity;
pub(super) mod known;
pub(super) mod leak;
pub(super) mod list;
pub(super) mod merge;
pub(super) mod new_contacts;
pub(super) mod number;
mod number_filter;
pub(super) mod record;
mod update;
