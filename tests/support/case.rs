//! A case: a command in a state, and how it must end. Proving one proves what holds for all: the
//! form never changes the exit code, a failure leaves nothing behind, a dry run says what the real
//! one does and writes nothing, and no change is without its audit entry.

use super::{Ran, Workspace, tree};

/// The forms of output.
pub const FORMATS: [&str; 4] = ["table", "json", "jsonl", "csv"];

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It does what it was asked.
    Success,
    /// It answers no.
    No,
    /// The actor may not.
    Denied(&'static str),
    /// There is no such thing.
    Missing,
    /// The state is against it.
    Conflict,
    /// The input is bad.
    BadInput,
    /// The command line doesn't fit.
    Usage,
}

impl Way {
    /// The contract's exit code for it.
    pub const fn code(self) -> i32 {
        match self {
            Self::Success => 0,
            Self::No => 1,
            Self::Usage => 2,
            Self::Denied(_) => 3,
            Self::Missing => 4,
            Self::Conflict => 5,
            Self::BadInput => 6,
        }
    }

    const fn class(self) -> Option<&'static str> {
        match self {
            Self::Success | Self::No => None,
            Self::Usage => Some("usage"),
            Self::Denied(_) => Some("denied"),
            Self::Missing => Some("not-found"),
            Self::Conflict => Some("conflict"),
            Self::BadInput => Some("bad-input"),
        }
    }
}

/// A command line in the sample workspace, and how it ends.
pub struct Case {
    /// How it ends.
    pub way: Way,
    /// Lines that lead there, each of which succeeds, and the line itself.
    pub lines: Vec<String>,
    /// What stands on standard input.
    pub input: Option<String>,
    /// Begins without a workspace.
    pub bare: bool,
    /// What stands in the workspace that no command put there.
    pub sql: Option<&'static str>,
}

impl Case {
    /// In the sample workspace: the last of the lines ends so, those before succeed.
    pub fn new(way: Way, lines: &str) -> Self {
        let lines: Vec<_> = lines
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        assert!(!lines.is_empty());
        Self { way, lines, input: None, bare: false, sql: None }
    }

    /// With that on standard input.
    pub fn input(mut self, input: impl Into<String>) -> Self {
        self.input = Some(input.into());
        self
    }

    /// With that in the workspace before the first line.
    pub fn sql(mut self, sql: &'static str) -> Self {
        self.sql = Some(sql);
        self
    }

    /// Where no workspace is yet.
    pub fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    /// The line that is proved.
    pub fn line(&self) -> &str {
        self.lines.last().unwrap()
    }

    /// The command that it runs, such as `chat list`. Only a line that is to be refused as such may
    /// reach none.
    pub fn leaf(&self) -> String {
        if self.way == Way::Usage {
            tree::meant(self.line())
        } else {
            tree::reached(self.line()).path
        }
    }

    /// Whether the command changes something.
    fn is_change(&self) -> bool {
        let leaf = self.leaf();
        tree::leaves().iter().any(|other| other.path == leaf && other.is_change)
    }

    /// Whether the command only reads, and who reads by it is in the audit.
    fn is_noted(&self) -> bool {
        matches!(self.leaf().as_str(), "contact export" | "member export")
    }

    fn prepare(&self) -> Workspace {
        let workspace = if self.bare { Workspace::none() } else { Workspace::sample() };
        if let Some(sql) = self.sql {
            workspace.execute(&format!("{sql}; PRAGMA wal_checkpoint(TRUNCATE);"));
        }
        for line in &self.lines[..self.lines.len() - 1] {
            workspace.does(line);
        }
        workspace
    }

    fn run(&self, workspace: &Workspace, options: &str) -> Ran {
        let line = format!("{} {options}", self.line());
        match &self.input {
            Some(input) => workspace.run_with(line.trim_end(), input),
            None => workspace.run(line.trim_end()),
        }
    }
}

/// Proves every case, and gives their transcripts.
pub fn prove(cases: &[Case]) -> String {
    cases.iter().map(prove_one).collect::<Vec<_>>().join("\n")
}

fn prove_one(case: &Case) -> String {
    let workspace = case.prepare();
    let before = workspace.state();
    let audit_before = audit(&workspace);
    let ran = case.run(&workspace, "").exits(case.way.code());
    let after = workspace.state();
    let audit_after = audit(&workspace);
    if case.is_noted() && case.way == Way::Success {
        assert_eq!(audit_after, audit_before + 1, "not noted, or twice: {}", case.line());
    } else if !(case.is_change() && case.way == Way::Success) {
        before.is_still(&after, case.line());
    } else if after.bytes != before.bytes {
        assert!(audit_after > audit_before, "changed without an audit entry: {}", case.line());
    }
    let reset = || match &before.bytes {
        Some(bytes) => workspace.put(bytes),
        None => workspace.remove(),
    };
    for (format, quiet) in FORMATS.into_iter().zip([" --quiet", "", " --quiet", ""]) {
        reset();
        check_form(case, &case.run(&workspace, &format!("--format {format}{quiet}")), format);
    }
    reset();
    if case.is_change() && case.way == Way::Success {
        let dry = case.run(&workspace, "--format json --dry-run").succeeds();
        before.is_still(&workspace.state(), &dry.line);
        let real = case.run(&workspace, "--format json").succeeds();
        assert_eq!(dry.stdout, real.stdout, "the dry run of `{}` said something else", case.line());
    }
    let setup = &case.lines[..case.lines.len() - 1];
    let mut page: Vec<_> = setup.iter().map(|line| format!("$ rolecall {line}\n…\n")).collect();
    page.push(without_heads(&ran.transcript()));
    page.concat()
}

/// A text without the hash of any head of the audit: who runs the tests is part of it.
fn without_heads(text: &str) -> String {
    let is_hash = |part: &str| part.len() == 64 && part.bytes().all(|it| it.is_ascii_hexdigit());
    let is_end = |letter: char| !letter.is_ascii_alphanumeric();
    let hashes: Vec<_> = text.split(is_end).filter(|part| is_hash(part)).collect();
    hashes.into_iter().fold(text.to_owned(), |text, hash| text.replace(hash, "[hash]"))
}

fn check_form(case: &Case, ran: &Ran, format: &str) {
    let ran = ran.clone().exits(case.way.code());
    let is_json = format == "json" || format == "jsonl";
    if case.way.class().is_none() {
        match format {
            _ if case.leaf() == "completions" || case.line() == "help chat list" => {}
            "json" => drop(ran.json()),
            "jsonl" => {
                for line in ran.stdout.lines() {
                    serde_json::from_str::<serde_json::Value>(line).unwrap();
                }
            }
            "csv" => {
                let mut reader = csv::Reader::from_reader(ran.stdout.as_bytes());
                assert!(reader.headers().unwrap().len() > 1 || ran.line.contains("--fields"));
                reader.records().for_each(|record| drop(record.unwrap()));
            }
            _ => {}
        }
    } else if is_json {
        assert_eq!(ran.stdout, "", "{}", ran.transcript());
        let error = ran.error();
        let keys: Vec<_> = error.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["code", "hint", "message", "reason"]);
        assert_eq!(error["code"], case.way.class().unwrap(), "{}", ran.transcript());
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()));
        assert!(error["hint"].as_str().is_some_and(|hint| !hint.is_empty()));
        if let Way::Denied(reason) = case.way {
            assert_eq!(error["reason"], reason, "{}", ran.transcript());
        }
    } else {
        assert_eq!(ran.stdout, "", "{}", ran.transcript());
        assert!(ran.stderr.starts_with("error: "), "{}", ran.transcript());
    }
}

fn audit(workspace: &Workspace) -> u64 {
    if !workspace.exists() {
        return 0;
    }
    if workspace.is_on_server() {
        return workspace.value("SELECT count(*) FROM audit").parse().unwrap();
    }
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    // As a file that nobody writes to, so that looking leaves no side files.
    let name = format!("file:{}?immutable=1", workspace.path().display());
    let flags = flags | rusqlite::OpenFlags::SQLITE_OPEN_URI;
    let connection = rusqlite::Connection::open_with_flags(name, flags).unwrap();
    connection.query_row("SELECT count(*) FROM audit", [], |row| row.get(0)).unwrap()
}
