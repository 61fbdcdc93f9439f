//! The README can be followed: every block of commands in it runs, in order, in a fresh home, with
//! nothing but the program. The two commands at its top are what the gate runs.
#![cfg(unix)]

use std::{fmt::Write as _, fs, path::Path, process::Command};

/// The blocks of shell, each with the line on which it begins.
fn blocks() -> Vec<(usize, String)> {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let mut blocks: Vec<(usize, String)> = Vec::new();
    let mut is_inside = false;
    for (number, line) in (1..).zip(readme.lines()) {
        match line {
            "```sh" => {
                is_inside = true;
                blocks.push((number, String::new()));
            }
            "```" => is_inside = false,
            line if is_inside => {
                let block = &mut blocks.last_mut().unwrap().1;
                block.push_str(line);
                block.push('\n');
            }
            _ => {}
        }
    }
    blocks
}

#[test]
fn every_block_runs_in_order_in_a_fresh_home() {
    let blocks = blocks();
    let (two_commands, rest) = blocks.split_first().unwrap();
    assert!(two_commands.1.lines().all(|line| line.starts_with("cargo ")), "{}", two_commands.1);
    assert!(rest.len() > 10, "only {} blocks were found", rest.len());
    let home = tempfile::tempdir().unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_rolecall")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    // One shell for all: a reader follows them in one, too.
    let mut script = String::from("set -e\n");
    for (line, block) in rest {
        write!(script, "echo 'block of line {line}'\n{block}").unwrap();
    }
    let output = Command::new("sh")
        .args(["-c", &script])
        .env_clear()
        .env("PATH", path)
        .env("HOME", home.path())
        .current_dir(home.path())
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

/// What the README shows is there.
#[test]
fn its_pictures_and_links_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let targets = readme.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
    let mut pictures = 0;
    for target in targets.filter(|target| !target.starts_with("http") && !target.starts_with('#')) {
        assert!(root.join(target).exists(), "{target}");
        pictures += usize::from(Path::new(target).extension().is_some_and(|kind| kind == "svg"));
    }
    assert!(pictures >= 2);
}
