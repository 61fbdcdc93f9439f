//! The way through one payload: where in it the reader is, and the events and faults found there.

use std::collections::VecDeque;
use std::fmt::Write as _;

use super::event::Event;
use super::fields::{AS_RECEIVED, Fault};
use super::place::{Place, ReadError};
use super::reader::pointer_of;
use super::tolerant::{List, Part};

/// After so many faults in one payload the rest of it is left out.
const FAULT_CAP: usize = 1000;

pub(super) type Queue = VecDeque<Result<Event, ReadError>>;

pub(super) struct Trail<'q> {
    queue: &'q mut Queue,
    line: u64,
    column: u64,
    /// The pointer of what is being read, grown and cut back in place.
    pointer: String,
    faults: usize,
}

impl<'q> Trail<'q> {
    /// The trail of the payload that starts at `line` and `column`; `index` is its place in an array.
    pub(super) fn new(queue: &'q mut Queue, line: u64, column: u64, index: Option<u64>) -> Self {
        Self { queue, line, column, pointer: pointer_of(index), faults: 0 }
    }

    /// Runs `read` one or more steps further down, at `path`.
    pub(super) fn below<T>(&mut self, path: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push_str(path);
        let result = read(self);
        self.pointer.truncate(length);
        result
    }

    /// Runs `read` on every element of the list under `key`, and reports those that are no objects.
    pub(super) fn each<T>(
        &mut self,
        items: &List<T>,
        key: &str,
        mut read: impl FnMut(&mut Self, usize, &T),
    ) {
        let length = self.pointer.len();
        for (index, item) in items.items().iter().enumerate() {
            if self.faults > FAULT_CAP {
                return;
            }
            // Writing to a String does not fail.
            let _ = write!(self.pointer, "/{key}/{index}");
            match item {
                Part::Given(item) => read(self, index, item),
                Part::Absent | Part::Odd => self.wrong("", "this is not an object"),
            }
            self.pointer.truncate(length);
        }
    }

    /// Where the reader is.
    pub(super) fn place(&self) -> Place {
        Place { line: self.line, column: Some(self.column), pointer: self.pointer.clone() }
    }

    pub(super) fn tell(&mut self, event: Event) {
        self.queue.push_back(Ok(event));
    }

    pub(super) fn ignored(&mut self, field: &str) {
        self.tell(Event::Ignored { place: self.place(), field: field.to_owned() });
    }

    pub(super) fn result(&mut self, event: Result<Event, Fault>) {
        match event {
            Ok(event) => self.tell(event),
            Err(fault) => self.fault(&fault),
        }
    }

    pub(super) fn fault(&mut self, fault: &Fault) {
        self.report(&fault.below, &fault.problem, fault.hint);
    }

    pub(super) fn wrong(&mut self, below: &str, problem: &str) {
        self.report(below, problem, AS_RECEIVED);
    }

    fn report(&mut self, below: &str, problem: &str, hint: &str) {
        self.faults += 1;
        let (problem, hint) = match self.faults {
            ..=FAULT_CAP => (problem, hint),
            too_many if too_many == FAULT_CAP + 1 => {
                ("the payload has more than 1000 faults; the rest of it is left out", AS_RECEIVED)
            }
            _ => return,
        };
        let mut place = self.place();
        place.pointer.push_str(below);
        self.queue.push_back(Err(ReadError::new(place, problem, hint)));
    }
}
