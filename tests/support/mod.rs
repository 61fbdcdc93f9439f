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

/// How many random cases a test tries that makes a workspace for each: on a server, which takes a while to make one,
/// a tenth.
pub fn cases(in_files: u32) -> u32 {
    if std::env::var_os("ROLECALL_TEST_SERVER").is_some() {
        in_files.div_ceil(10)
    } else {
        in_files
    }
}

pub use self::{
    case::{Case, Way, prove},
    ran::Ran,
    state::State,
    workspace::Workspace,
};
