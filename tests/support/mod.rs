//! What the tests stand on: a workspace of their own to run the real binary in, a sample that is
//! built once, and cases that prove more than their exit code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod case;
#[cfg(feature = "postgres")]
mod copy;
pub mod inside;
pub mod payload;
pub mod ran;
pub mod sample;
mod server;
pub mod state;
pub mod tags;
#[cfg(unix)]
pub mod terminal;
pub mod tree;
pub mod words;
pub mod workspace;

pub use self::{
    case::{Case, Way, prove},
    ran::Ran,
    state::State,
    workspace::Workspace,
};
