//! Files of every source, brought in by the program itself: what a workspace holds afterwards, and
//! what it is told of what can't be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod beside;
mod faults;
mod hostile;
mod misread;
mod nul;
mod pasted;
mod phones;
mod sources;
mod undo;
mod webhooks;
mod workspace;
