//! Members, teams and invitations, and what hangs on them.

pub(super) mod awaited;
pub(super) mod census;
pub(super) mod holding;
pub(super) mod invitation;
pub(super) mod key;
pub(super) mod person;
pub(super) mod record;
pub(super) mod seats;
pub(super) mod team;
pub(super) mod workload;
