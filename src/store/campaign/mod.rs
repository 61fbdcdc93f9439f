//! Campaigns: their definition, what is due, and to whom.

pub(super) mod audience;
pub(super) mod definition;
pub(super) mod occurrence;
pub(super) mod record;
