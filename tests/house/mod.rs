//! The house keeps its order: what imports what, who knows SQL, who prints, and how files look.

use std::{fs, path::Path};

struct File {
    /// Under `src`, such as `ops/chat/list.rs`.
    path: String,
    text: String,
}

impl File {
    /// The lines that are code or documentation of the program itself, tests left out, numbered.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        // Tests within the file are its end; those in a file beside it are only named.
        let end = self.text.find("#[cfg(test)]\nmod tests {").unwrap_or(self.text.len());
        let is_test = self.path.ends_with("tests.rs") || self.path.ends_with("round_trip.rs");
        let text = if is_test { "" } else { &self.text[..end] };
        (1..).zip(text.lines())
    }

    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines().filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// What of the crate it names, such as `store`: in `use` trees and in paths.
    fn rooms(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        let mut tree = None;
        for (number, line) in self.code() {
            if let Some(at) = line.find("crate::") {
                let rest = &line[at + 7..];
                if rest.starts_with('{') {
                    // A tree: the rooms stand one a line, one step in.
                    let one_line = rest.ends_with("};");
                    if one_line {
                        let inner = rest.trim_start_matches('{');
                        found.push((number, word(inner)));
                    } else {
                        tree = Some(line.len() - line.trim_start().len() + 4);
                    }
                } else {
                    found.push((number, word(rest)));
                }
            } else if let Some(indent) = tree {
                if line.starts_with('}') || line.trim_start() == "};" {
                    tree = None;
                } else if line.len() - line.trim_start().len() == indent {
                    found.push((number, word(line.trim_start())));
                }
            }
        }
        found.retain(|(_, room)| !room.is_empty());
        found
    }
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn files() -> Vec<File> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<File>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.push(File { path: name, text: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 100);
    found
}

/// Fails with every place that is out of order, not with the first.
#[track_caller]
fn in_order(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn imports_point_one_way() {
    // A room, and the rooms that it may know.
    let order: &[(&str, &[&str])] = &[
        ("rules", &["rules"]),
        ("formats", &["formats", "rules"]),
        ("store", &["store", "rules"]),
        ("ui", &["ui", "rules"]),
        ("mail", &["mail", "rules"]),
        ("ops", &["ops", "store", "rules", "formats", "mail"]),
        ("cli", &["cli", "ops", "store", "rules", "ui", "mail"]),
    ];
    let mut complaints = Vec::new();
    let mut named = 0;
    for file in files() {
        let room = file.path.split(['/', '.']).next().unwrap();
        if room == "lib" || room == "main" {
            continue;
        }
        let (_, allowed) = order
            .iter()
            .find(|(name, _)| *name == room)
            .unwrap_or_else(|| panic!("`{room}` has no place in the order of rooms"));
        for (number, other) in file.rooms() {
            named += 1;
            if !allowed.contains(&other.as_str()) {
                complaints.push(format!("src/{}:{number}: {room} imports {other}", file.path));
            }
        }
    }
    assert!(named > 150, "only {named} imports were found: the reading of them is broken");
    in_order(&complaints);
}

#[test]
fn libraries_stay_in_their_rooms() {
    let homes: &[(&str, &[&str])] = &[
        ("rusqlite", &["store/"]),
        ("rusqlite_migration", &["store/"]),
        ("clap", &["cli/", "ui/format.rs"]),
        ("clap_complete", &["cli/"]),
        ("comfy_table", &["ui/"]),
        ("csv", &["ui/", "formats/"]),
        ("dialoguer", &["ui/"]),
        ("anstream", &["ui/"]),
        ("rlibphonenumber", &["rules/privacy/phone.rs"]),
    ];
    let mut complaints = Vec::new();
    for file in files() {
        for (number, line) in file.code() {
            for (library, homes) in homes {
                let names = line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
                let is_named =
                    names.into_iter().any(|name| name.starts_with(&format!("{library}::")));
                if is_named && !homes.iter().any(|home| file.path.starts_with(home)) {
                    complaints.push(format!("src/{}:{number}: {library}", file.path));
                }
            }
        }
    }
    in_order(&complaints);
}

/// A page for a masked reader would wait for the library's data, longer than it takes itself.
#[test]
fn hiding_asks_nothing_of_the_library_of_numbers() {
    let ways =
        ["rlibphonenumber", "PHONE_NUMBER_UTIL", "Phone::parse", ".is_valid()", "calling_code_of"];
    let mut inside = 0;
    let mut complaints = Vec::new();
    for file in files().iter().filter(|file| file.path.starts_with("rules/privacy/redact/")) {
        inside += 1;
        for (number, line) in file.code() {
            if ways.iter().any(|way| line.contains(way)) {
                complaints.push(format!("src/{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    assert!(inside > 10);
    in_order(&complaints);
}

#[test]
fn sql_is_the_stores_alone() {
    let statements =
        ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE ", "PRAGMA "];
    let mut inside = 0;
    let mut complaints = Vec::new();
    for file in files() {
        for (number, line) in file.code() {
            if statements.iter().any(|statement| line.contains(statement)) {
                if file.path.starts_with("store/") {
                    inside += 1;
                } else {
                    complaints.push(format!("src/{}:{number}: {}", file.path, line.trim()));
                }
            }
        }
    }
    assert!(inside > 30);
    in_order(&complaints);
}

#[test]
fn nothing_is_printed_but_by_ui() {
    let ways = [
        "println!",
        "print!",
        "eprintln!",
        "eprint!",
        "stdout()",
        "stderr()",
        "io::stdout",
        "io::stderr",
    ];
    let mut complaints = Vec::new();
    for file in files().iter().filter(|file| !file.path.starts_with("ui/")) {
        for (number, line) in file.code() {
            if ways.iter().any(|way| line.contains(way)) {
                complaints.push(format!("src/{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    in_order(&complaints);
}

#[test]
fn the_rules_read_no_clock_no_file_and_no_environment() {
    let outside = [
        "std::fs",
        "std::io",
        "std::env",
        "std::net",
        "std::process",
        "std::time",
        "SystemTime",
        "Instant",
        "jiff",
    ];
    let mut complaints = Vec::new();
    for file in files().iter().filter(|file| file.path.starts_with("rules/")) {
        for (number, line) in file.code() {
            if outside.iter().any(|way| line.contains(way)) {
                complaints.push(format!("src/{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    in_order(&complaints);
}

#[test]
fn what_is_private_is_opened_by_the_store_and_the_rules_alone() {
    let mut inside = 0;
    let mut complaints = Vec::new();
    for file in files() {
        for (number, line) in file.code().filter(|(_, line)| line.contains("raw_for_storage")) {
            if file.path.starts_with("store/") || file.path.starts_with("rules/") {
                inside += 1;
            } else {
                complaints.push(format!("src/{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    assert!(inside > 10);
    in_order(&complaints);
}

/// What a customer wrote has no way to a screen of its own: none of the traits that would print it.
#[test]
fn what_is_private_prints_nothing_of_itself() {
    let mut found = 0;
    for file in files().iter().filter(|file| file.path.starts_with("rules/")) {
        let lines: Vec<_> = file.lines().map(|(_, line)| line).collect();
        for (at, line) in lines.iter().enumerate() {
            for name in ["CustomerText", "Phone"] {
                for printing in ["Display", "Debug", "Serialize", "Deref", "AsRef<str>", "ToSql"] {
                    assert!(
                        !line.contains(&format!("{printing} for {name} ")),
                        "{}: {line}",
                        file.path
                    );
                }
                if line.starts_with(&format!("pub struct {name}")) {
                    found += 1;
                    let derive = lines[..at].iter().rev().find(|line| line.starts_with("#[derive"));
                    let derive = derive.copied().unwrap_or_default();
                    assert!(!derive.contains("Debug") && !derive.contains("Serialize"), "{derive}");
                }
            }
        }
    }
    assert_eq!(found, 2);
}

#[test]
fn files_say_what_they_are_and_stay_small() {
    let mut complaints = Vec::new();
    for file in files() {
        let name = &file.path;
        if !file.text.starts_with("//! ") {
            complaints.push(format!("src/{name} does not begin with what lives there"));
        }
        let lines = file.text.lines().count();
        if lines > 400 {
            complaints.push(format!("src/{name} has {lines} lines"));
        }
        let names = name.split(['/', '.', '_']);
        if names
            .into_iter()
            .any(|name| matches!(name, "util" | "utils" | "helper" | "helpers" | "common" | "misc"))
        {
            complaints.push(format!("src/{name} is called after nothing"));
        }
    }
    let main = files().into_iter().find(|file| file.path == "main.rs").unwrap();
    assert!(main.text.lines().count() < 30, "main.rs is for parsing, running and the exit code");
    in_order(&complaints);
}

#[test]
fn nothing_unfinished_stands_in_the_program() {
    let unfinished = [
        "todo!",
        "unimplemented!",
        "dbg!",
        "panic!",
        "unreachable!",
        ".unwrap()",
        ".expect(",
        "TODO",
        "FIXME",
        "HACK",
        "unsafe ",
        "process::abort",
    ];
    let mut complaints = Vec::new();
    for file in files() {
        for (number, line) in file.lines() {
            if unfinished.iter().any(|word| line.contains(word)) {
                complaints.push(format!("src/{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    in_order(&complaints);
}
