//! One cell of a table on a terminal: texts and symbols side by side, in one colour.

use super::{
    Mark, Screen, Tone, Value,
    relative::{ago, relative},
    value::timestamp,
};

/// What a cell is drawn with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// The terminal; `None` where the text is for a file or a pipe.
    pub(super) screen: Option<Screen>,
    /// When it is, in milliseconds since 1970.
    pub(super) now: i64,
}

impl Look {
    pub(super) fn is_utf8(self) -> bool {
        self.screen.is_none_or(|screen| screen.is_utf8)
    }
}

#[derive(Debug, Clone)]
enum Part {
    Value(Value),
    Mark(Mark),
    Ago(i64),
}

/// A cell: its parts stand a space apart, but for the lock behind a symbol.
#[derive(Debug, Clone)]
pub struct Cell {
    parts: Vec<Part>,
    tone: Option<Tone>,
}

impl Cell {
    /// An empty cell.
    #[must_use]
    pub const fn empty() -> Self {
        Self { parts: Vec::new(), tone: None }
    }

    /// A symbol, in its own colour.
    #[must_use]
    pub fn mark(mark: Mark) -> Self {
        Self { parts: vec![Part::Mark(mark)], tone: Some(mark.tone()) }
    }

    /// A time in a sentence, such as `3 d ago`; in milliseconds since 1970.
    #[must_use]
    pub fn ago(at: i64) -> Self {
        Self { parts: vec![Part::Ago(at)], tone: None }
    }

    /// The same with a symbol behind it, in the symbol's colour.
    #[must_use]
    pub fn and_mark(mut self, mark: Mark) -> Self {
        self.parts.push(Part::Mark(mark));
        self.tone.get_or_insert(mark.tone());
        self
    }

    /// The same with a value behind it.
    #[must_use]
    pub fn and(mut self, value: impl Into<Value>) -> Self {
        self.parts.push(Part::Value(value.into()));
        self
    }

    /// The same in that colour.
    #[must_use]
    pub const fn tone(mut self, tone: Tone) -> Self {
        self.tone = Some(tone);
        self
    }

    /// The colour that the cell asks for; `None` leaves it to its column.
    pub(super) fn own_tone(&self) -> Option<Tone> {
        match self.parts.as_slice() {
            [Part::Value(Value::Null | Value::Time(_))] => self.tone.or(Some(Tone::Faint)),
            _ => self.tone,
        }
    }

    /// Whether it begins with a symbol.
    pub(super) fn is_marked(&self) -> bool {
        matches!(self.parts.first(), Some(Part::Mark(_)))
    }

    /// Whether it is a number, which stands at the right; `None` where it says nothing.
    pub(super) fn is_number(&self) -> Option<bool> {
        match self.parts.as_slice() {
            [] | [Part::Value(Value::Null)] => None,
            [Part::Value(Value::Int(_))] => Some(true),
            _ => Some(false),
        }
    }

    /// The cell on one line.
    pub(super) fn text(&self, look: Look) -> String {
        let parts = self.parts.iter().map(|part| match part {
            Part::Mark(mark) => mark.glyph(look.is_utf8()).to_owned(),
            Part::Value(value) => line(value, look),
            Part::Ago(at) => ago(*at, look.now),
        });
        let mut text = String::new();
        for part in parts {
            if !text.is_empty() && part != Mark::Locked.glyph(true) {
                text.push(' ');
            }
            text.push_str(&part);
        }
        text
    }
}

/// A value on one line: on a terminal its times are short.
fn line(value: &Value, look: Look) -> String {
    match value {
        Value::Time(at) if look.screen.is_some() => relative(*at, look.now),
        Value::Time(at) => timestamp(*at),
        other => other.to_cell(),
    }
}

impl<T: Into<Value>> From<T> for Cell {
    fn from(value: T) -> Self {
        Self { parts: vec![Part::Value(value.into())], tone: None }
    }
}
