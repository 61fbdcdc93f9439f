//! From bytes to events, one payload at a time: tells a single document, documents in a row, one a
//! line, and arrays of them from each other as they come, and goes on after a broken one where that
//! can be done without guessing.

use std::io::{self, BufRead};

use super::cursor::Cursor;
use super::envelope;
use super::findings::{Findings, Queue};
use super::frame::{Framer, Step};
use super::node::Node;
use super::parse::parse;
use super::shape::Shape;
use super::window::{Window, place_after};
use crate::formats::{
    event::Event,
    place::{Place, ReadError},
};

/// The most bytes that one payload may have: 16 MiB. The platforms themselves send at most 3 MB.
pub const PAYLOAD_CAP: usize = 16 * 1024 * 1024;

/// Reads the events of an input, in their order.
///
/// Memory use is bound by the largest payload ([`PAYLOAD_CAP`]), not by the input. After an `Err`
/// the iterator goes on with what follows, where something readable can follow; otherwise it ends.
pub(in crate::formats) fn events<R: BufRead, S: Shape>(input: R, shape: S) -> Events<R, S> {
    Events {
        window: Window::new(input),
        shape,
        queue: Queue::new(),
        array: None,
        found_any: false,
        done: false,
    }
}

/// The events of an input; see [`events`].
pub(in crate::formats) struct Events<R, S> {
    shape: S,
    window: Window<R>,
    queue: Queue,
    array: Option<Array>,
    found_any: bool,
    done: bool,
}

/// The array of payloads that the reader is inside of.
struct Array {
    next_index: u64,
    /// An element was read, so a comma or the end must follow.
    after_element: bool,
}

/// Where one value ends in the window, or why it was given up.
enum Cut {
    /// This many bytes are one value.
    Whole(usize),
    /// The fault is queued and the window stands where reading can go on.
    Skipped,
}

impl<R: BufRead, S: Shape> Iterator for Events<R, S> {
    type Item = Result<Event, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.queue.pop_front() {
                return Some(item);
            }
            if self.done {
                return None;
            }
            if let Err(error) = self.advance() {
                self.done = true;
                let place = self.place_here();
                self.queue.push_back(Err(ReadError::new(
                    place,
                    format!("the input cannot be read on: {}", error.kind()),
                    "check the file and the disk it is on",
                )));
            }
        }
    }
}

impl<R: BufRead, S: Shape> Events<R, S> {
    fn advance(&mut self) -> io::Result<()> {
        let next = self.window.skip_blank()?;
        match (&mut self.array, next) {
            (None, None) => self.end(),
            (None, Some(b'{')) => self.document(None)?,
            (None, Some(b'[')) => {
                self.window.advance(1);
                self.array = Some(Array { next_index: 0, after_element: false });
            }
            (None, Some(byte)) => self.stray(byte)?,
            (Some(_), None) => self.fail(
                "the array of payloads is not closed: the input ends inside it",
                "the file is cut off; fetch it again",
            ),
            (Some(array), Some(b']')) if array.after_element || array.next_index == 0 => {
                self.window.advance(1);
                self.array = None;
            }
            (Some(array), Some(b',')) if array.after_element => {
                array.after_element = false;
                self.window.advance(1);
            }
            (Some(array), Some(byte)) if !array.after_element && !b",]}:".contains(&byte) => {
                let index = array.next_index;
                array.next_index += 1;
                array.after_element = true;
                self.document(Some(index))?;
            }
            (Some(_), Some(_)) => self.fail(
                "the array of payloads is not valid JSON here: a comma or a payload is missing",
                self.shape.words().whole,
            ),
        }
        Ok(())
    }

    /// Reads the value that the window stands at.
    fn document(&mut self, index: Option<u64>) -> io::Result<()> {
        if index.is_none() && self.whole_line() {
            return Ok(());
        }
        let Cut::Whole(length) = self.cut(index)? else {
            return Ok(());
        };
        self.found_any = true;
        let (line, column) = (self.window.line, self.window.column);
        let value = self.window.rest().get(..length).unwrap_or_default();
        let crosses_lines = value.contains(&b'\n');
        let hint = self.shape.words().as_received;
        let fault = match parse(value) {
            Ok(parsed) => {
                let mut found = Findings::new(&mut self.queue, line, column, hint);
                envelope::walk(&self.shape, &mut found, &Cursor::new(&parsed, index));
                None
            }
            Err(fault) => Some(fault),
        };
        self.window.advance(length);
        if let Some(fault) = fault {
            let broken = fault.is_syntax;
            self.queue.push_back(Err(fault.at(line, column, index)));
            if broken {
                self.go_on(crosses_lines)?;
            }
        }
        Ok(())
    }

    /// The common case, a payload that is a line of its own, read without looking for its end
    /// first. `false` if it is not that, with nothing done.
    fn whole_line(&mut self) -> bool {
        let rest = self.window.rest();
        let value = rest.trim_ascii_end();
        if value.last() != Some(&b'}') || value.len() > PAYLOAD_CAP {
            return false;
        }
        let length = rest.len();
        let (line, column) = (self.window.line, self.window.column);
        let hint = self.shape.words().as_received;
        let is_whole = match parse(value) {
            Ok(parsed) => {
                let mut found = Findings::new(&mut self.queue, line, column, hint);
                envelope::walk(&self.shape, &mut found, &Cursor::new(&parsed, None));
                true
            }
            Err(_) => false,
        };
        if is_whole {
            self.found_any = true;
            self.window.advance(length);
        }
        is_whole
    }

    /// Finds the end of the value that the window stands at.
    fn cut(&mut self, index: Option<u64>) -> io::Result<Cut> {
        let mut framer = Framer::default();
        let mut fed = 0;
        loop {
            let piece = self.window.rest().get(fed..).unwrap_or_default();
            match framer.feed(piece) {
                Step::End(end) if fed + end <= PAYLOAD_CAP => return Ok(Cut::Whole(fed + end)),
                Step::End(end) => {
                    self.too_large(index);
                    self.window.advance(fed + end);
                    return Ok(Cut::Skipped);
                }
                Step::BrokenString(at) => {
                    self.broken_string(fed + at, index)?;
                    return Ok(Cut::Skipped);
                }
                Step::More => {}
            }
            fed = self.window.rest().len();
            if fed > PAYLOAD_CAP {
                self.too_large(index);
                self.skip_value(framer)?;
                return Ok(Cut::Skipped);
            }
            if !self.window.more()? {
                if framer.may_end() {
                    return Ok(Cut::Whole(fed));
                }
                self.cut_off(fed, index);
                self.done = true;
                return Ok(Cut::Skipped);
            }
            if self.new_payload_at(fed) {
                self.cut_off(fed, index);
                self.window.advance(fed);
                self.expect_element();
                return Ok(Cut::Skipped);
            }
        }
    }

    /// Whether a payload of its own begins on the line at `offset`: then the one before it, which
    /// still lacks its end, was cut off, and this one must not go down with it.
    fn new_payload_at(&self, offset: usize) -> bool {
        let (before, line) = self.window.rest().split_at_checked(offset).unwrap_or_default();
        // Behind one of these, an object may be a part of the payload before.
        let may_be_part = before.trim_ascii_end().last().is_some_and(|byte| b"[,:".contains(byte));
        before.ends_with(b"\n")
            && (self.begins_payload(line) || !may_be_part && self.is_known_line(line))
    }

    /// Whether a line surely begins a payload.
    fn begins_payload(&self, line: &[u8]) -> bool {
        let key = line.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
        key.is_some_and(|key| {
            self.shape.begins_with(key) || parsed(line, |node| self.shape.is_payload(node))
        })
    }

    /// Whether a line is a payload, or a part of one that may stand for itself.
    fn is_known_line(&self, line: &[u8]) -> bool {
        line.starts_with(b"{") && parsed(line, |node| self.shape.is_known(node))
    }

    /// In an array, lets the next element come without a comma: what came before it is broken.
    fn expect_element(&mut self) {
        if let Some(array) = &mut self.array {
            array.after_element = false;
        }
    }

    /// Passes over the rest of a value that is too large, holding none of it.
    fn skip_value(&mut self, mut framer: Framer) -> io::Result<()> {
        loop {
            self.window.advance(self.window.rest().len());
            if !self.window.more()? {
                self.done = true;
                return Ok(());
            }
            match framer.feed(self.window.rest()) {
                Step::More => {}
                Step::End(end) => {
                    self.window.advance(end);
                    return Ok(());
                }
                Step::BrokenString(at) => {
                    self.window.advance(at + 1);
                    self.done = self.array.is_some();
                    return Ok(());
                }
            }
        }
    }

    fn broken_string(&mut self, at: usize, index: Option<u64>) -> io::Result<()> {
        self.found_any = true;
        let value = self.window.rest().get(..at).unwrap_or_default();
        let crosses_lines = value.contains(&b'\n');
        let (line, column) = place_after(value, self.window.line, self.window.column);
        self.queue.push_back(Err(ReadError::new(
            Place { line, column: Some(column), pointer: pointer_of(index) },
            "the payload is not valid JSON: a text is not closed before its line ends",
            "the line is cut off or was edited by hand; fetch it again",
        )));
        self.window.advance(at);
        self.go_on(crosses_lines)
    }

    fn cut_off(&mut self, length: usize, index: Option<u64>) {
        self.found_any = true;
        let value = self.window.rest().get(..length).unwrap_or_default();
        let value = value.trim_ascii_end();
        let (line, column) = place_after(value, self.window.line, self.window.column);
        self.queue.push_back(Err(ReadError::new(
            Place { line, column: Some(column), pointer: pointer_of(index) },
            "the payload is cut off: it ends before its last bracket",
            "the file or line is not complete; fetch it again",
        )));
    }

    fn too_large(&mut self, index: Option<u64>) {
        self.found_any = true;
        let mut place = self.place_here();
        place.pointer = pointer_of(index);
        self.queue.push_back(Err(ReadError::new(
            place,
            "the payload is larger than 16 MiB",
            self.shape.words().too_large,
        )));
    }

    /// After broken JSON: an array goes on with the next line that surely begins a payload, a
    /// document leaves the rest of its line, and one that went over several lines leaves all that
    /// cannot begin another.
    fn go_on(&mut self, crosses_lines: bool) -> io::Result<()> {
        if self.array.is_some() {
            self.expect_element();
            loop {
                self.window.skip_line()?;
                if self.window.rest().is_empty() && !self.window.more()? {
                    self.done = true;
                    return Ok(());
                }
                let rest = self.window.rest();
                if self.begins_payload(rest) || self.is_known_line(rest) {
                    return Ok(());
                }
            }
        }
        let rest = self.window.rest();
        if rest.trim_ascii_start().starts_with(b"{") && !crosses_lines {
            return Ok(());
        }
        loop {
            self.window.skip_line()?;
            let ended = self.window.rest().is_empty() && !self.window.more()?;
            if ended || !crosses_lines || matches!(self.window.rest(), [b'{' | b'[', ..]) {
                return Ok(());
            }
        }
    }

    /// A byte that no payload begins with.
    fn stray(&mut self, byte: u8) -> io::Result<()> {
        let first = !self.found_any;
        self.found_any = true;
        match byte {
            b'<' if first => self.fail(
                "this is a web page or XML, not JSON",
                "the download probably failed or asked for a login; fetch the payloads again",
            ),
            _ => {
                self.queue.push_back(Err(ReadError::new(
                    self.place_here(),
                    self.shape.words().stray,
                    self.shape.words().whole,
                )));
                self.window.skip_line()?;
            }
        }
        Ok(())
    }

    fn end(&mut self) {
        self.done = true;
        if !self.found_any {
            self.fail("the input holds no payload", self.shape.words().whole);
        }
    }

    fn fail(&mut self, problem: &str, hint: &str) {
        self.done = true;
        let place = self.place_here();
        self.queue.push_back(Err(ReadError::new(place, problem, hint)));
    }

    fn place_here(&self) -> Place {
        Place { line: self.window.line, column: Some(self.window.column), pointer: String::new() }
    }
}

/// The pointer of a whole payload.
pub(super) fn pointer_of(index: Option<u64>) -> String {
    index.map_or_else(String::new, |index| format!("/{index}"))
}

/// Whether a line is an object of which that is true. In an array there is a comma behind it.
fn parsed(line: &[u8], is: impl Fn(&Node<'_>) -> bool) -> bool {
    let line = line.trim_ascii_end();
    parse(line.strip_suffix(b",").unwrap_or(line)).is_ok_and(|node| is(&node))
}
