//! The program `rolecall`; everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    rolecall::cli::main()
}
