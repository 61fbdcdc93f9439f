//! Templates and their versions.

pub(super) mod record;
pub(super) mod version;
