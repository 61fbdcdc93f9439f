//! JSON objects, one after the other: an object a line or over several lines, alone or as the elements of
//! an array. An object that isn't closed costs itself alone: the next line that begins one ends it.

use std::{
    collections::VecDeque,
    io::{BufRead, Read},
};

use super::{
    Next, Problem, Raw, Stop,
    budget::{Budget, Meter},
};

/// A reader of objects.
pub(super) struct Lines<R: Read> {
    input: Budget<R>,
    meter: Meter,
    line: u64,
    /// What was read and is still to be looked at: lines, or the rest of one.
    pending: VecDeque<Line>,
}

struct Line {
    number: u64,
    text: Vec<u8>,
}

/// How far an object was read.
#[derive(Default)]
struct Depth {
    open: usize,
    in_text: bool,
    is_escaped: bool,
}

impl Depth {
    /// Where the object ends in this piece, counted from its beginning; `None` where it goes on.
    fn read(&mut self, piece: &[u8]) -> Option<usize> {
        for (place, byte) in piece.iter().enumerate() {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' if self.in_text => self.is_escaped = true,
                b'"' => self.in_text = !self.in_text,
                b'{' | b'[' if !self.in_text => self.open += 1,
                b'}' | b']' if !self.in_text => {
                    self.open = self.open.saturating_sub(1);
                    if self.open == 0 {
                        return Some(place + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: Budget<R>) -> Self {
        let meter = input.meter();
        Self { input, meter, line: 0, pending: VecDeque::new() }
    }

    pub(super) fn position(&self) -> u64 {
        self.meter.total()
    }

    pub(super) fn next(&mut self, row: &mut Raw) -> Result<Next, Stop> {
        while let Some(line) = self.next_line()? {
            let text = between(&line.text);
            if text.is_empty() {
                self.meter.refill();
                continue;
            }
            row.line = line.number;
            row.text.clear();
            let mut depth = Depth::default();
            let mut end = depth.read(text);
            row.text.extend_from_slice(text);
            let is_object = text.starts_with(b"{");
            let margin = indent(&line.text);
            while is_object && end.is_none() && !depth.in_text {
                let Some(more) = self.next_line()? else { break };
                let begins = more.text.trim_ascii_start().starts_with(b"{");
                if begins && indent(&more.text) <= margin {
                    self.pending.push_front(more);
                    break;
                }
                let before = row.text.len();
                row.text.extend_from_slice(&more.text);
                end = depth.read(&more.text).map(|end| before + end);
                self.line = self.line.max(more.number);
            }
            if let Some(end) = end.filter(|_| is_object) {
                let rest = row.text.split_off(end);
                if !between(&rest).is_empty() {
                    self.pending.push_front(Line { number: self.line, text: rest });
                }
            } else {
                row.text.truncate(row.text.trim_ascii_end().len());
            }
            self.meter.refill();
            return Ok(Next::Row);
        }
        Ok(Next::End)
    }

    fn next_line(&mut self) -> Result<Option<Line>, Stop> {
        if let Some(line) = self.pending.pop_front() {
            return Ok(Some(line));
        }
        self.line += 1;
        let mut text = Vec::new();
        match self.input.read_until(b'\n', &mut text) {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(Line { number: self.line, text })),
            Err(_) if self.meter.is_spent() => Err(Stop::Problem(Problem::of_line(
                self.line,
                "the object is longer than 1 MiB",
                "a bracket or a quotation mark may be missing; nothing behind it was read",
            ))),
            Err(error) => Err(error.into()),
        }
    }
}

/// A line without the brackets and commas of the array around its objects.
fn between(text: &[u8]) -> &[u8] {
    let is_between = |byte: &u8| byte.is_ascii_whitespace() || b",[]".contains(byte);
    let begin = text.iter().position(|byte| !is_between(byte)).unwrap_or(text.len());
    &text[begin..]
}

fn indent(text: &[u8]) -> usize {
    text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}
