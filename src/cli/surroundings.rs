//! What a run of the program has around it: its streams, its clock, and what it may do to the
//! workspace. In the process these are the process's; within one, whatever its caller gives.

use super::pin::Pin;
use crate::{rules::policy::mask::MaskSet, store::Access, ui::Streams};

/// Around one run.
pub struct Surroundings {
    /// Where it reads and writes.
    pub streams: Streams,
    /// When it is, in milliseconds since 1970; `None` to look at the clock.
    pub now: Option<i64>,
    /// Whether it may write to the workspace's file.
    pub access: Access,
    /// The masks to read with instead of the actor's own.
    pub masks: Option<MaskSet>,
    /// What it can't change of who acts and where, for somebody who signed in.
    pub pin: Option<Pin>,
}

impl Surroundings {
    /// Those of the process.
    #[must_use]
    pub fn of_process() -> Self {
        let streams = Streams::of_process();
        Self { streams, now: None, access: Access::Full, masks: None, pin: None }
    }
}
