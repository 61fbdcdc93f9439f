//! The README's CI job, run line by line as it stands there.

use std::{fs, path::Path, process::Command};

use super::support::Workspace;

/// The first shell block under the heading "In CI".
fn job() -> String {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let section = readme.split_once("\n## In CI\n").expect("a section on CI").1;
    let block = section.split_once("```sh\n").expect("a block of shell").1;
    block.split_once("```").unwrap().0.to_owned()
}

fn run_job(workspace: &Workspace) -> (i32, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_rolecall")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .args(["-c", &job()])
        .env_clear()
        .env("PATH", path)
        .env("ROLECALL_WORKSPACE", workspace.name())
        .current_dir(workspace.path(""))
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(said).unwrap())
}

#[test]
fn the_job_passes_and_fails_on_a_violated_expectation_and_on_a_gain() {
    let workspace = Workspace::new();
    let policy = workspace.run(&["policy", "export"]).stdout;
    let tests = "policy = \"policy.toml\"\n\n[[test]]\nname = \"agents keep out of billing\"\n\
                 role = \"agent\"\ncannot = [\"billing\"]\n";
    workspace.write("policy.toml", &policy);
    workspace.write("policy-tests.toml", tests);
    let (code, said) = run_job(&workspace);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("1 test, 0 failed"), "{said}");

    let everybody = policy.replace("billing = false", "billing = true ");
    workspace.write("policy.toml", &everybody);
    let (code, said) = run_job(&workspace);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("FAIL  policy-tests.toml:4: agents keep out of billing"), "{said}");

    // No expectation speaks of the admin's, but somebody gains it.
    let admins = policy.replacen("billing = false", "billing = true ", 1);
    workspace.write("policy.toml", &admins);
    let (code, said) = run_job(&workspace);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("1 person would gain something"), "{said}");

    workspace.write("policy-tests.toml", "");
    assert_eq!(run_job(&workspace).0, 6);
}
