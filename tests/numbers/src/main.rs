//! Remakes the kept file of what hiding knows of phone numbers, from the data of the number library in
//! the version that the product is built with:
//!
//! ```text
//! cargo run --manifest-path tests/numbers/Cargo.toml
//! ```
//!
//! That a new version of the library needs a new file is told by the product's tests, which ask both
//! for the same numbers. With `--check` nothing is written, and the exit code is 1 where the file
//! would change.

mod automaton;
mod kept;
mod metadata;
mod numbers;
mod patterns;
mod prefixes;

use std::{env, fs, process::ExitCode};

use automaton::{Automaton, NOTHING};
use kept::Plan;
use metadata::Region;
use prefixes::{Rule, STRIP};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../src/rules/privacy/redact/numbers.bin");

fn main() -> ExitCode {
    let mut automaton = Automaton::new();
    let mut rules = vec![STRIP];
    let codes = metadata::by_calling_code();
    let plans: Vec<_> = codes
        .iter()
        .map(|(code, regions)| plan(*code, regions, &mut rules, &mut automaton))
        .collect();
    let file = kept::file(&plans, &rules, &automaton);
    let (codes, states, bytes) = (plans.len(), automaton.states.len(), file.len());
    println!("{codes} calling codes, {} rules, {states} states, {bytes} bytes", rules.len());
    if env::args().any(|argument| argument == "--check") {
        let is_kept = fs::read(FILE).is_ok_and(|kept| kept == file);
        println!("{}", if is_kept { "as kept" } else { "not as kept" });
        return if is_kept { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    fs::write(FILE, file).expect("the kept file is written");
    ExitCode::SUCCESS
}

fn plan(code: u16, regions: &[Region], rules: &mut Vec<Rule>, automaton: &mut Automaton) -> Plan {
    // Whatever region a number is of, it is taken apart as in the main one.
    let main = &regions[0];
    let (lengths, local_lengths) = kept::both_lengths(&main.general);
    let number = numbers::numbers(regions, automaton);
    let mut read = |pattern: &Option<String>, transform: Option<&str>| {
        pattern
            .as_ref()
            .map_or(NOTHING, |pattern| prefixes::prefixes(pattern, transform, rules, automaton))
    };
    let prefix = read(&main.national_prefix, main.transform.as_deref());
    let way_out = read(&main.international_prefix, None);
    Plan { code, lengths, local_lengths, states: [number, prefix, way_out] }
}
