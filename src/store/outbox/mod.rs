//! Mails that wait, and their delivery.

pub(super) mod delivery;
pub(super) mod mail;
