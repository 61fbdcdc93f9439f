//! Rows that weren't taken, written so that they can be mended and read again: in the form of the
//! list that they come from, with a column for their problem, which reading passes over.

use std::io::{self, Write};

use csv::ByteRecord;
use serde_json::{Map, Value};

use super::{Problem, Raw};

/// A writer of rejected rows.
pub struct Rejects<W: Write> {
    out: Out<W>,
}

enum Out<W: Write> {
    /// The place of a problem column that the list has already.
    Delimited(Box<csv::Writer<W>>, Option<usize>),
    Lines(W),
}

impl<W: Write> Rejects<W> {
    pub(super) fn delimited(out: W, delimiter: u8, header: &ByteRecord) -> io::Result<Self> {
        let is_old = |name: &[u8]| name.trim_ascii() == b"problem";
        let old = header.iter().position(is_old);
        let writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(out);
        let mut rejects = Self { out: Out::Delimited(Box::new(writer), old) };
        rejects.record(header, "problem")?;
        Ok(rejects)
    }

    pub(super) const fn lines(out: W) -> Self {
        Self { out: Out::Lines(out) }
    }

    /// Writes a row with what is wrong with it.
    pub fn write(&mut self, row: &Raw, problem: &Problem) -> io::Result<()> {
        let text = match (problem.column, &problem.value) {
            (Some(column), _) => format!("{column} {}", problem.problem),
            (None, _) => problem.problem.clone(),
        };
        match &mut self.out {
            Out::Delimited(..) => self.record(&row.record, &text),
            Out::Lines(out) => {
                let mut object = match serde_json::from_slice(&row.text) {
                    Ok(Value::Object(object)) => object,
                    // What is no object can't carry its problem: it becomes a part of one.
                    _ => Map::from_iter([(
                        "line".to_owned(),
                        String::from_utf8_lossy(&row.text).into_owned().into(),
                    )]),
                };
                object.insert("problem".to_owned(), text.into());
                serde_json::to_writer(&mut *out, &object)?;
                out.write_all(b"\n")
            }
        }
    }

    /// Writes what is held back.
    pub fn finish(self) -> io::Result<()> {
        match self.out {
            Out::Delimited(mut writer, _) => writer.flush(),
            Out::Lines(mut out) => out.flush(),
        }
    }

    fn record(&mut self, cells: &ByteRecord, problem: &str) -> io::Result<()> {
        let Out::Delimited(writer, old) = &mut self.out else { return Ok(()) };
        let mut written = ByteRecord::new();
        for (index, cell) in cells.iter().enumerate() {
            let is_old = *old == Some(index);
            // What is left of a line's end that is written as two characters.
            let cell = cell.strip_suffix(b"\r").unwrap_or(cell);
            written.push_field(if is_old { problem.as_bytes() } else { cell });
        }
        if old.is_none() {
            written.push_field(problem.as_bytes());
        }
        Ok(writer.write_byte_record(&written)?)
    }
}
