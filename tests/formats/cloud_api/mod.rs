//! The Cloud API reader on whole files: every fixture with all that it gives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod faults;
mod hostile;
mod render;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use render::rendered;

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cloud-api");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

#[test]
fn every_fixture_gives_its_events() {
    let mut all = String::new();
    for file in fixtures() {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let events = rendered(&fs::read(&file).unwrap());
        writeln!(all, "== {name}\n{events}").unwrap();
    }
    insta::assert_snapshot!(all);
}

#[test]
fn one_payload_a_line_and_an_array_of_them_give_the_same_events() {
    let lines = fixture("usernames.jsonl");
    let array = format!("[{}]", lines.trim_end().replace('\n', ",\n"));
    let without_places = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| {
                let (kind, rest) = line.split_once(' ').unwrap();
                let content = rest.find('[').unwrap();
                format!("{kind} {}", &rest[content..])
            })
            .collect()
    };
    assert_eq!(
        without_places(&rendered(lines.as_bytes())),
        without_places(&rendered(array.as_bytes())),
    );
}

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cloud-api");
    fs::read_to_string(folder.join(name)).unwrap()
}
