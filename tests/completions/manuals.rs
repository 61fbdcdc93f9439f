//! The manual pages, read by the programs that people read them with.

use std::{path::Path, process::Command};

/// Whether a program is there; `ROLECALL_SHELLS=1` makes its absence a failure.
fn is_there(program: &str) -> bool {
    let is_there = Command::new(program).arg("-V").output().is_ok();
    assert!(is_there || std::env::var_os("ROLECALL_SHELLS").is_none(), "no {program}");
    is_there
}

fn pages() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/man");
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn mandoc_has_nothing_to_say_about_them() {
    if !is_there("mandoc") {
        println!("skipped: needs mandoc");
        return;
    }
    let output = Command::new("mandoc")
        .args(["-T", "lint", "-W", "warning"])
        .args(pages())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.is_empty(), "{said}");
}

#[test]
fn man_has_no_warnings_about_them() {
    if !is_there("man") {
        println!("skipped: needs man");
        return;
    }
    for page in pages() {
        let output = Command::new("man")
            .args(["--warnings=w", "-E", "UTF-8", "-l", "-Tutf8", "-Z"])
            .arg(&page)
            .env("LC_ALL", "C.UTF-8")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && said.is_empty(), "{page:?}: {said}");
    }
}
