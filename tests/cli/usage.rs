//! Command lines that don't fit: exit 2, whatever the form, and what is wrong is named.

use std::ffi::OsString;

use crate::support::{Workspace, case::FORMATS};

#[test]
fn the_tree_of_commands_is_sound() {
    rolecall::cli::command().debug_assert();
}

#[test]
fn what_does_not_fit_is_named_in_every_form() {
    let workspace = Workspace::sample();
    let lines = [
        ("", "Usage"),
        ("member", "subcommand"),
        ("memebr list", "memebr"),
        ("member lst", "lst"),
        ("member add x@acme.test", "--role"),
        ("chat list --limit many", "many"),
        ("chat list --formt json", "--formt"),
        ("chat show", "<ID>"),
        ("chat show -1", "-1"),
        ("chat show 9223372036854775808", "9223372036854775808"),
        ("member remove", "<EMAIL>"),
    ];
    for (line, named) in lines {
        for format in FORMATS {
            let ran = workspace.run(&format!("--format {format} {line}")).exits(2);
            assert_eq!(ran.stdout, "", "{}", ran.transcript());
            if format.starts_with("json") {
                assert_eq!(ran.error()["code"], "usage");
                let message = ran.error()["message"].as_str().unwrap().to_owned();
                assert!(line.is_empty() || message.contains(named), "{}", ran.transcript());
            } else {
                assert!(ran.stderr.contains(named), "{}", ran.transcript());
            }
        }
    }
    let hint = |line: &str| {
        let error = workspace.run(&format!("--format json {line}")).error();
        error["hint"].as_str().unwrap().to_owned()
    };
    assert!(hint("memebr list").contains("'member'"));
    assert_eq!(hint("chat show"), "`rolecall chat show --help` tells how it is used");
    assert_eq!(hint("--limit"), "`rolecall --help` lists the commands");
}

#[test]
fn what_is_no_number_is_told_in_plain_words() {
    let workspace = Workspace::sample();
    for (given, told) in [
        ("many", "invalid value 'many' for '--limit <N>': not a whole number"),
        ("99999999999999999999", "'--limit <N>': too large"),
        ("invalid digit found in string", "'invalid digit found in string' for '--limit <N>': not"),
    ] {
        for format in FORMATS {
            let line = format!("--format {format} chat list --limit '{given}'");
            let ran = workspace.run(&line).exits(2);
            assert!(ran.stderr.contains(told), "{}", ran.transcript());
        }
    }
}

/// A list in one word, and a word where a number is meant, are told what to do instead.
#[test]
fn a_near_miss_is_told_the_way() {
    let workspace = Workspace::sample();
    for (line, code, told) in [
        ("chat assign 1,2 tim@acme.test", 2, "separate several by a space"),
        ("perm allow users.export,users --role agent", 4, "separate several by a space"),
        ("undo last", 2, "`rolecall undo` alone"),
        ("import", 2, "'member import'"),
        ("member ls", 2, "'list'"),
        ("team delete Sales", 2, "'remove'"),
        ("contact delete 1", 2, "'erase'"),
        ("member create x@acme.test", 2, "'add'"),
        ("perm grant users --role agent", 2, "'allow'"),
    ] {
        let ran = workspace.run(line).exits(code);
        assert!(ran.stderr.contains(told), "{}", ran.transcript());
    }
}

#[test]
fn a_form_that_is_none_is_refused() {
    let ran = Workspace::sample().run("chat list --format xml").exits(2);
    assert!(ran.stderr.contains("xml") && ran.stderr.contains("jsonl"));
}

#[test]
fn help_and_version_succeed() {
    let workspace = Workspace::none();
    for line in ["--help", "-h", "help", "help member add", "member add --help", "--version"] {
        let ran = workspace.does(line);
        assert!(!ran.stdout.is_empty() && ran.stderr.is_empty(), "{line}");
    }
}

#[test]
#[cfg(unix)]
fn arguments_that_are_no_text_are_refused_like_any_other() {
    use std::os::unix::ffi::OsStringExt;
    let workspace = Workspace::sample();
    for before in [vec!["member", "show"], vec!["--format", "json", "chat", "list", "--as"], vec![]]
    {
        let mut words: Vec<OsString> = before.into_iter().map(OsString::from).collect();
        words.push(OsString::from_vec(vec![0xff, b'x']));
        workspace.run_words(&words, "…", None).exits(2);
    }
}
