//! JSON, an object a line; the brackets and commas around and between the objects of an array with
//! a line each are passed over.

use std::io::{BufRead, Read};

use super::{
    Next, Problem, Raw, Stop,
    budget::{Budget, Meter},
};

/// A reader of objects, a line each.
pub(super) struct Lines<R: Read> {
    input: Budget<R>,
    meter: Meter,
    line: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: Budget<R>) -> Self {
        let meter = input.meter();
        Self { input, meter, line: 0 }
    }

    pub(super) fn position(&self) -> u64 {
        self.meter.total()
    }

    pub(super) fn next(&mut self, row: &mut Raw) -> Result<Next, Stop> {
        loop {
            self.line += 1;
            row.line = self.line;
            row.text.clear();
            match self.input.read_until(b'\n', &mut row.text) {
                Ok(0) => return Ok(Next::End),
                Ok(_) => self.meter.refill(),
                Err(_) if self.meter.is_spent() => {
                    return Err(Stop::Problem(Problem::of_line(
                        self.line,
                        "the line is longer than 1 MiB",
                        "write one object a line; nothing behind it was read",
                    )));
                }
                Err(error) => return Err(error.into()),
            }
            let text = row.text.trim_ascii();
            let text = text.strip_suffix(b",").unwrap_or(text).trim_ascii_end();
            if !matches!(text, b"" | b"[" | b"]") {
                let object = text.to_vec();
                row.text = object;
                return Ok(Next::Row);
            }
        }
    }
}
