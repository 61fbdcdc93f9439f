//! Files and the standard streams that a command line names.

mod input;
mod output;

pub use self::{
    input::{Input, fault, secret},
    output::{Force, OutputFile},
};
