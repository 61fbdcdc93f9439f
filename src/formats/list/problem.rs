//! Something that keeps a row from being taken.

/// The longest part of a value that a problem shows, in characters.
const SHOWN_VALUE: usize = 60;

/// Something that keeps a row from being taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// On which line the row begins, counted from 1.
    pub line: u64,
    /// In which column.
    pub column: Option<&'static str>,
    /// What stands there, shortened. It may hold what a terminal would obey.
    pub value: Option<String>,
    /// What is wrong, as a sentence without the value.
    pub problem: String,
    /// What helps.
    pub hint: String,
}

impl Problem {
    /// With a row as a whole.
    #[must_use]
    pub fn of_line(line: u64, problem: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { line, column: None, value: None, problem: problem.into(), hint: hint.into() }
    }

    /// With one cell.
    #[must_use]
    pub fn of_cell(
        line: u64,
        column: &'static str,
        value: &str,
        problem: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        let mut shown: String = value.chars().take(SHOWN_VALUE).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        Self {
            line,
            column: Some(column),
            value: Some(shown),
            problem: problem.into(),
            hint: hint.into(),
        }
    }
}
