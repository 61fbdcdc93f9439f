//! The house keeps its order: what uses what, who knows SQL, who prints, and how files look.

mod dependencies;
mod graph;
mod source;

use std::collections::BTreeSet;

use self::{
    graph::Graph,
    source::{Source, sources},
};

/// Fails with every place that is out of order, not with the first.
#[track_caller]
fn in_order(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// A room, and the rooms that it may know.
const ROOMS: &[(&str, &[&str])] = &[
    // A page of the documentation.
    ("capacity", &[]),
    ("rules", &[]),
    ("formats", &["rules"]),
    ("store", &["rules"]),
    ("ui", &["rules"]),
    ("mail", &["rules"]),
    ("ops", &["store", "rules", "formats", "mail"]),
    ("cli", &["ops", "store", "rules", "formats", "ui", "mail"]),
];

/// Families whose files know each other in circles. What is untied leaves this list.
const CIRCLES: &[&str] = &[
    "cli",
    "cli/campaign",
    "cli/template",
    "formats/cloud_api",
    "formats/json",
    "formats/list",
    "formats/whatsapp_export",
    "ops/analytics",
    "ops/chat",
    "ops/contact",
    "ops/member",
    "ops/template",
    "rules/policy",
    "store/chat",
    "store/search",
];

/// The folder that a file belongs to: `ops/member.rs` and `ops/member/add.rs` are one family.
fn family(file: &Source, files: &[Source]) -> String {
    let stem = file.path.trim_end_matches(".rs").trim_end_matches("/mod");
    let has_folder =
        |stem: &str| files.iter().any(|other| other.path.starts_with(&format!("{stem}/")));
    let folder = if has_folder(stem) {
        stem
    } else {
        stem.rsplit_once('/').map_or("", |(folder, _)| folder)
    };
    folder.split('/').take(2).collect::<Vec<_>>().join("/")
}

#[test]
fn rooms_use_each_other_one_way() {
    let files = sources();
    let graph = Graph::of(files);
    let room = |file: &Source| file.module.first().cloned().unwrap_or_default();
    let mut complaints = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, used) in graph.uses.iter().enumerate() {
        let file = &files[at];
        if file.path == "main.rs" || file.path == "lib.rs" {
            continue;
        }
        let from = room(file);
        let (_, allowed) = ROOMS
            .iter()
            .find(|(name, _)| *name == from)
            .unwrap_or_else(|| panic!("`{from}` has no place in the order of rooms"));
        for other in used.iter().map(|used| &files[*used]) {
            let to = room(other);
            if from == to {
                continue;
            }
            seen.insert((from.clone(), to.clone()));
            if !allowed.contains(&to.as_str()) {
                complaints.push(format!("src/{} uses src/{}", file.path, other.path));
            }
        }
    }
    for (from, to) in
        [("cli", "ops"), ("ops", "store"), ("ops", "rules"), ("store", "rules"), ("cli", "ui")]
    {
        assert!(
            seen.contains(&(from.to_owned(), to.to_owned())),
            "nothing of `{from}` uses `{to}`: the graph is broken"
        );
    }
    in_order(&complaints);
}

#[test]
fn no_circle_of_files_crosses_a_folder() {
    let files = sources();
    let mut complaints = Vec::new();
    let mut found = BTreeSet::new();
    for circle in Graph::of(files).circles() {
        let families: BTreeSet<_> = circle.iter().map(|at| family(&files[*at], files)).collect();
        let families: Vec<_> = families.iter().map(String::as_str).collect();
        let named = match families[..] {
            [one] => CIRCLES.iter().find(|named| **named == one),
            _ => None,
        };
        match named {
            Some(named) => drop(found.insert(named)),
            None => {
                let paths: Vec<_> = circle.iter().map(|at| files[*at].path.as_str()).collect();
                complaints.push(format!("{families:?}: {}", paths.join(", ")));
            }
        }
    }
    for named in CIRCLES.iter().filter(|named| !found.contains(*named)) {
        complaints.push(format!("`{named}` is no circle any more: take it off the list"));
    }
    in_order(&complaints);
}

/// Everything in `files` that `wrong` finds, under the file's name.
fn found<'a>(
    files: impl IntoIterator<Item = &'a Source>,
    wrong: impl Fn(&Source) -> Vec<String>,
) -> Vec<String> {
    let tell = |file: &'a Source| {
        wrong(file).into_iter().map(|what| format!("src/{}: {what}", file.path)).collect::<Vec<_>>()
    };
    files.into_iter().flat_map(tell).collect()
}

/// The paths of a file that begin with one of these.
fn named(file: &Source, beginnings: &[&str]) -> Vec<String> {
    let paths = file.paths.iter().map(|path| path.join("::"));
    let is_under = |path: &String, beginning: &&str| {
        path.strip_prefix(*beginning).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    paths.filter(|path| beginnings.iter().any(|beginning| is_under(path, beginning))).collect()
}

#[test]
fn libraries_stay_in_their_rooms() {
    let homes: &[(&str, &[&str])] = &[
        ("rusqlite", &["store/engine/"]),
        ("rusqlite_migration", &["store/"]),
        ("clap", &["cli/", "ui/format.rs"]),
        ("clap_complete", &["cli/"]),
        ("comfy_table", &["ui/"]),
        ("csv", &["ui/", "formats/"]),
        ("ctrlc", &["ui/"]),
        ("rustix", &["ui/"]),
        ("terminal_size", &["ui/"]),
        ("dialoguer", &["ui/"]),
        ("anstream", &["ui/"]),
        ("rlibphonenumber", &["rules/phone", "rules/privacy/library.rs"]),
    ];
    let files = sources();
    let mut complaints = Vec::new();
    for (library, homes) in homes {
        let is_home = |file: &&Source| homes.iter().any(|home| file.path.starts_with(home));
        let (at_home, abroad): (Vec<_>, Vec<_>) = files.iter().partition(is_home);
        assert!(at_home.iter().any(|file| !named(file, &[library]).is_empty()), "{library}");
        complaints.extend(found(abroad, |file| named(file, &[library])));
    }
    in_order(&complaints);
}

#[test]
fn sql_is_the_stores_alone() {
    let statements =
        ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE ", "PRAGMA "];
    let sql = |file: &Source| {
        let is_sql = |text: &&String| statements.iter().any(|statement| text.contains(statement));
        file.strings.iter().filter(is_sql).cloned().collect::<Vec<_>>()
    };
    let files = sources();
    let (store, others): (Vec<_>, Vec<_>) =
        files.iter().partition(|file| file.path.starts_with("store/"));
    assert!(found(store, sql).len() > 30);
    in_order(&found(others, sql));
}

#[test]
fn nothing_is_printed_but_by_ui() {
    let printing = |file: &Source| {
        let macros = ["println", "print", "eprintln", "eprint"];
        let mut ways: Vec<_> =
            file.macros.iter().filter(|name| macros.contains(&name.as_str())).cloned().collect();
        let streams = ["stdout", "stderr", "Stdout", "Stderr"];
        let is_stream =
            |path: &&Vec<String>| path.last().is_some_and(|last| streams.contains(&last.as_str()));
        ways.extend(file.paths.iter().filter(is_stream).map(|path| path.join("::")));
        ways
    };
    let files = sources();
    let (ui, others): (Vec<_>, Vec<_>) =
        files.iter().partition(|file| file.path.starts_with("ui/"));
    assert!(!found(ui, printing).is_empty());
    in_order(&found(others, printing));
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
        "rusqlite",
        "getrandom",
    ];
    let files = sources();
    let rules = files.iter().filter(|file| file.path.starts_with("rules/"));
    in_order(&found(rules, |file| {
        let asks_clock = |path: &&Vec<String>| path.len() > 1 && path.last().unwrap() == "now";
        let clocks = file.paths.iter().filter(asks_clock).map(|path| path.join("::"));
        named(file, &outside).into_iter().chain(clocks).collect()
    }));
}

/// A page for a masked reader would wait for the library's data, longer than it takes itself.
#[test]
fn hiding_asks_nothing_of_the_library_of_numbers() {
    let files = sources();
    let reads = [
        "digits/decode.rs",
        "digits/digit.rs",
        "digits/handle.rs",
        "digits/scan.rs",
        "phone/number_key.rs",
        "privacy/find.rs",
        "privacy/lens.rs",
        "privacy/staff.rs",
    ];
    let is_read = |file: &&Source| reads.iter().any(|name| file.path == format!("rules/{name}"));
    let hiding: Vec<_> = files.iter().filter(is_read).collect();
    assert_eq!(hiding.len(), reads.len());
    in_order(&found(hiding, |file| {
        let asks = |name: &&String| matches!(name.as_str(), "is_valid" | "calling_code_of");
        let mut ways: Vec<_> = file.methods.iter().filter(asks).cloned().collect();
        ways.extend(named(file, &["rlibphonenumber", "Phone::parse"]));
        ways
    }));
}

#[test]
fn what_is_private_is_opened_by_the_store_and_the_rules_alone() {
    // A format makes an event of what it has just read in the clear.
    let ways: [(&str, &[&str]); 2] =
        [("raw_for_storage", &["store/", "rules/"]), ("to_wa_id", &["formats/", "rules/"])];
    let files = sources();
    for (way, rooms) in ways {
        let opens = |file: &Source| {
            let is_opened = file.methods.contains(way)
                || file.paths.iter().any(|path| path.last().unwrap() == way);
            if is_opened { vec![format!("opens what is private: {way}")] } else { Vec::new() }
        };
        let may = |file: &&Source| rooms.iter().any(|room| file.path.starts_with(room));
        let (inside, outside): (Vec<_>, Vec<_>) = files.iter().partition(may);
        assert!(!found(inside, opens).is_empty(), "{way}");
        in_order(&found(outside, opens));
    }
}

#[test]
fn files_say_what_they_are_and_stay_small() {
    in_order(&found(sources(), |file| {
        let mut complaints = Vec::new();
        if !file.text.starts_with("//! ") {
            complaints.push("does not begin with what lives there".to_owned());
        }
        let lines = file.text.lines().count();
        if lines > 400 || (file.path == "main.rs" && lines > 30) {
            complaints.push(format!("has {lines} lines"));
        }
        let says_nothing =
            |name| matches!(name, "util" | "utils" | "helper" | "helpers" | "common" | "misc");
        if file.path.split(['/', '.', '_']).any(says_nothing) {
            complaints.push("is called after nothing".to_owned());
        }
        complaints
    }));
}

#[test]
fn nothing_unfinished_stands_in_the_program() {
    in_order(&found(sources(), |file| {
        let macros = ["todo", "unimplemented", "dbg", "panic", "unreachable"];
        let mut ways: Vec<_> =
            file.macros.iter().filter(|name| macros.contains(&name.as_str())).cloned().collect();
        let methods = ["unwrap", "expect"];
        ways.extend(file.methods.iter().filter(|name| methods.contains(&name.as_str())).cloned());
        let notes = ["TODO", "FIXME", "HACK"];
        ways.extend(
            notes.iter().filter(|note| file.text.contains(**note)).map(|note| (*note).to_owned()),
        );
        ways
    }));
}

/// The map and the contributor's page lead to places that are there.
#[test]
fn documentation_names_places_that_exist() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    let mut complaints = Vec::new();
    for page in ["src/lib.rs", ".github/CONTRIBUTING.md"] {
        let text = std::fs::read_to_string(root.join(page)).unwrap();
        for name in text.split('`').skip(1).step_by(2) {
            let first = name.split('/').next().unwrap();
            let is_room = ROOMS.iter().any(|(room, _)| *room == first);
            if !name.contains('/') || !(is_room || matches!(first, "src" | "tests")) {
                continue;
            }
            let name = if is_room { format!("src/{name}") } else { name.to_owned() };
            // Up to the part that stands for any name.
            let end = name.find(['<', '*', ' ']).unwrap_or(name.len());
            seen += 1;
            if !root.join(&name[..end]).exists() {
                complaints.push(format!("{page} names `{name}`"));
            }
        }
    }
    assert!(seen > 20, "only {seen} places were found");
    in_order(&complaints);
}

/// Address randomisation needs a program that runs wherever it is put.
#[test]
#[cfg(target_os = "linux")]
fn the_program_is_position_independent() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_rolecall")).unwrap();
    assert_eq!(&program[..4], b"\x7fELF");
    let kind = u16::from_le_bytes([program[16], program[17]]);
    assert_eq!(kind, 3, "the program is of ELF type {kind}, not 3 (ET_DYN)");
}
