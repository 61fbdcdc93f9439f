//! Files and the standard streams that a command line names.

use std::io;

mod input;
mod output;

pub use self::{
    input::{Input, fault, secret},
    output::{Force, OutputFile},
};

/// The system's words, without its number for them.
fn plain(error: &io::Error) -> String {
    let words = error.to_string();
    match words.split_once(" (os error") {
        Some((words, _)) => words.to_lowercase(),
        None => words,
    }
}
