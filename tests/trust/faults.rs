//! The system fails at one call: then a command says so, and the workspace is as it was or as it should
//! be; never success with damage, never damage, never silence.
//!
//! A sample of the calls runs always; `ROLECALL_HEAVY=1` takes every call, with every error.

use std::{collections::BTreeMap, fs, path::PathBuf, process::Command, sync::LazyLock};

use super::{commands::CASES, kills::counts};
use crate::support::{State, Workspace, words::words};

/// ENOSPC, EIO, EINTR, EACCES.
const ERRORS: [i32; 4] = [28, 5, 4, 13];

/// The library that makes calls fail, built once.
static LIBRARY: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/trust/fault.c");
    let library = std::env::temp_dir().join(format!("rolecall-fault-{}.so", std::process::id()));
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-D_LARGEFILE64_SOURCE", "-o"])
        .args([library.as_os_str(), source.as_ref(), "-ldl".as_ref()])
        .status();
    built.is_ok_and(|status| status.success()).then_some(library)
});

struct Ended {
    code: Option<i32>,
    said: bool,
    warned: bool,
    calls: u64,
}

fn run(workspace: &Workspace, line: &str, at: u64, error: i32) -> Ended {
    let count = std::env::temp_dir().join(format!("rolecall-calls-{}", std::process::id()));
    let mut command = workspace.command();
    command
        .args(words(line))
        .env("LD_PRELOAD", LIBRARY.as_ref().unwrap())
        .env("FAULT_PATH", workspace.folder())
        .env("FAULT_COUNT", &count)
        .env("FAULT_AT", at.to_string())
        .env("FAULT_ERROR", error.to_string());
    let output = command.output().unwrap();
    let calls = fs::read_to_string(&count).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    Ended {
        code: output.status.code(),
        said: !output.stderr.is_empty() || !output.stdout.is_empty(),
        warned: !output.stderr.is_empty(),
        calls,
    }
}

/// The workspace is whole or gone, and nothing half-made lies beside it.
fn is_whole(workspace: &Workspace, what: &str) {
    if workspace.path().exists() {
        let ran = workspace.run("doctor --format json");
        assert_eq!(ran.code, 0, "{what}: {}{}", ran.stdout, ran.stderr);
    }
    for file in State::of(workspace.folder(), &workspace.path()).files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        assert!(!name.starts_with('.'), "{what}: {name} was left behind");
    }
}

#[test]
fn a_call_that_fails_is_told_and_damages_nothing() {
    assert!(LIBRARY.is_some(), "the test needs `cc`");
    let is_heavy = std::env::var_os("ROLECALL_HEAVY").is_some();
    let (mut tried, mut codes) = (0, BTreeMap::<i32, u32>::new());
    for (number, case) in CASES.iter().enumerate() {
        let line = case.line;
        let workspace = case.prepared();
        let before = counts(&workspace);
        let calls = run(&workspace, line, 0, 0).calls;
        let ends = [before, counts(&workspace)];
        assert!(calls > 3, "`{line}` made {calls} calls");
        let step = if is_heavy { 1 } else { calls.div_ceil(2) };
        let first = 1 + number as u64 % step;
        for at in (first..=calls).step_by(usize::try_from(step).unwrap()) {
            let errors = if is_heavy {
                &ERRORS[..]
            } else {
                &ERRORS[usize::try_from(at % 4).unwrap()..][..1]
            };
            for error in errors {
                let what = format!("`{line}` with error {error} at call {at}");
                let workspace = case.prepared();
                let ended = run(&workspace, line, at, *error);
                tried += 1;
                is_whole(&workspace, &what);
                let now = counts(&workspace);
                let code = ended.code.unwrap_or_else(|| panic!("{what}: killed"));
                *codes.entry(code).or_default() += 1;
                if code == 0 {
                    // It found another way, or the call wasn't needed; or the file may not be written to, and
                    // what was read away could not be recorded, which is said.
                    let reads = line.contains("export") || line.starts_with("backup");
                    let is_unrecorded = *error == 13 && reads && ended.warned;
                    assert!(now == ends[1] || is_unrecorded, "{what}: success, and it is not done");
                } else {
                    assert!([1, 2, 5, 6, 7, 8].contains(&code), "{what}: {code}");
                    assert!(ended.said, "{what} ended in silence");
                    assert!(case.in_steps || ends.contains(&now), "{what}: done by half");
                }
            }
        }
    }
    println!("{tried} failing calls of {} commands, by exit code: {codes:?}", CASES.len());
    assert!(tried > 30);
}
