//! One run of the program, as it ended.

use serde_json::Value;

/// What a run printed, and its exit code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// The arguments, as a line.
    pub line: String,
    /// The exit code; -1 where a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Ran {
    /// Holds the exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}", self.transcript());
        self
    }

    /// Holds that it did what it was asked.
    #[track_caller]
    pub fn succeeds(self) -> Self {
        self.exits(0)
    }

    /// Holds the exit code, and the reason in the error object; for runs with `--format json`.
    #[track_caller]
    pub fn refuses(self, code: i32, reason: &str) -> Self {
        let ran = self.exits(code);
        assert_eq!(ran.error()["reason"], reason, "{}", ran.transcript());
        ran
    }

    /// Holds that it said this, on either way out.
    #[track_caller]
    pub fn says(self, part: &str) -> Self {
        let is_said = self.stdout.contains(part) || self.stderr.contains(part);
        assert!(is_said, "no {part:?} in {}", self.transcript());
        self
    }

    /// Standard output as one JSON value.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}\n{}", self.transcript()))
    }

    /// A list, as JSON objects.
    #[track_caller]
    pub fn rows(&self) -> Vec<Value> {
        self.json().as_array().unwrap_or_else(|| panic!("{}", self.transcript())).clone()
    }

    /// One field of every row, as text.
    #[track_caller]
    pub fn column(&self, field: &str) -> Vec<String> {
        let text = |row: &Value| match &row[field] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        self.rows().iter().map(text).collect()
    }

    /// The last line of standard error as an error object's inside.
    #[track_caller]
    pub fn error(&self) -> Value {
        let last = self.stderr.lines().last().unwrap_or_default();
        let object: Value = serde_json::from_str(last)
            .unwrap_or_else(|error| panic!("{error}\n{}", self.transcript()));
        object["error"].clone()
    }

    /// The run as a page of a book: what was typed, and what came of it.
    pub fn transcript(&self) -> String {
        let mut text = format!("$ rolecall {}\n", self.line);
        text.push_str(&self.stdout);
        if !self.stdout.is_empty() && !self.stdout.ends_with('\n') {
            text.push_str("[no line end]\n");
        }
        for line in self.stderr.lines() {
            text.push_str("! ");
            text.push_str(line);
            text.push('\n');
        }
        text + &format!("[exit {}]\n", self.code)
    }
}
