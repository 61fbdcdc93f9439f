//! What is wrong with a policy file, and where. Finding it is `read`'s business, showing it the
//! command line's.

use std::{
    fmt::{self, Write as _},
    ops::Range,
};

use crate::rules::workspace::member::is_unprintable;

/// One thing that is wrong in a policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is wrong there: lower case, the input in backticks, nothing in it that acts on a terminal.
    pub problem: String,
    /// What may stand there, as the rest of a sentence that begins with "allowed:".
    pub allowed: Option<String>,
    /// The nearest name that is known.
    pub nearest: Option<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}, column {}: {}", self.line, self.column, self.problem)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// What may stand there instead.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let nearest = self.nearest.as_ref().map(|near| format!("did you mean `{near}`? "));
        let allowed = self.allowed.as_ref().map(|allowed| format!("allowed: {allowed}"));
        let hint = format!("{}{}", nearest.unwrap_or_default(), allowed.unwrap_or_default());
        (!hint.is_empty()).then_some(hint)
    }
}

/// The faults of one text, collected with the byte offset at which each stands.
pub(super) struct Faults<'t> {
    text: &'t str,
    found: Vec<(usize, Fault)>,
}

impl<'t> Faults<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, found: Vec::new() }
    }

    /// What stands there; nothing where the parser points outside the text.
    pub(super) fn text_at(&self, span: &Range<usize>) -> &'t str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The whole line in which an offset lies.
    pub(super) fn line_at(&self, offset: usize) -> &'t str {
        let Some((before, after)) = self.text.split_at_checked(offset) else { return "" };
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let end = after.find('\n').map_or(self.text.len(), |newline| offset + newline);
        &self.text[start..end]
    }

    /// The number of the line in which an offset lies, from 1.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or_default();
        1 + before.bytes().filter(|byte| *byte == b'\n').count()
    }

    /// Notes a fault; line and column are filled in at the end, for all at once.
    pub(super) fn add(
        &mut self,
        offset: usize,
        problem: String,
        allowed: impl Into<Option<String>>,
        nearest: Option<String>,
    ) {
        let fault = Fault { line: 1, column: 1, problem, allowed: allowed.into(), nearest };
        self.found.push((offset, fault));
    }

    /// Every fault, in the order in which they stand in the text.
    ///
    /// One sweep over the text places them all: a hostile file may hold very many on one line.
    pub(super) fn into_vec(mut self) -> Vec<Fault> {
        self.found.sort_by_key(|(offset, _)| *offset);
        let (mut line, mut column) = (1, 1);
        let mut characters = self.text.char_indices().peekable();
        let place = |(offset, mut fault): (usize, Fault)| {
            while let Some((_, character)) = characters.next_if(|(at, _)| *at < offset) {
                match character {
                    '\n' => (line, column) = (line + 1, 1),
                    // A byte order mark takes no room in an editor.
                    '\u{feff}' if (line, column) == (1, 1) => {}
                    _ => column += 1,
                }
            }
            (fault.line, fault.column) = (line, column);
            fault
        };
        self.found.into_iter().map(place).collect()
    }
}

/// Input as it may stand in a message: in backticks, on one line, of bearable length, and with
/// nothing in it that a terminal would obey.
pub(super) fn quoted(input: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown = String::from("`");
    for (count, character) in input.chars().enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        if is_unprintable(character) {
            // Writing to a string can't fail.
            let _ = write!(shown, "{}", character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown.push('`');
    shown
}

/// Names as a choice: `` `a`, `b` or `c` ``.
pub(super) fn choice<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
