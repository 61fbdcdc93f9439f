//! The way through one payload: where in it the reader is, and the events and faults found there.

use std::collections::VecDeque;
use std::fmt::Write as _;

use super::fields::Fault;
use super::reader::pointer_of;
use super::tolerant::{List, Part};
use crate::formats::{
    event::Event,
    place::{Place, ReadError},
};

/// After so many faults in one payload the rest of it is left out.
const FAULT_CAP: usize = 1000;

pub(super) type Queue = VecDeque<Result<Event, ReadError>>;

pub(in crate::formats) struct Trail<'q> {
    queue: &'q mut Queue,
    line: u64,
    column: u64,
    /// The pointer of what is being read, grown and cut back in place.
    pointer: String,
    faults: usize,
    /// The hint where only the file can be at fault.
    hint: &'static str,
}

impl<'q> Trail<'q> {
    /// The trail of the payload that starts at `line` and `column`; `index` is its place in an array.
    pub(super) fn new(
        queue: &'q mut Queue,
        line: u64,
        column: u64,
        index: Option<u64>,
        hint: &'static str,
    ) -> Self {
        Self { queue, line, column, pointer: pointer_of(index), faults: 0, hint }
    }

    /// Runs `read` one or more steps further down, at `path`.
    pub(in crate::formats) fn below<T>(
        &mut self,
        path: &str,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let length = self.pointer.len();
        self.pointer.push_str(path);
        let result = read(self);
        self.pointer.truncate(length);
        result
    }

    /// Runs `read` on every element of the list under `key`, and reports those that are no objects.
    pub(in crate::formats) fn each<T>(
        &mut self,
        items: &List<T>,
        key: &str,
        mut read: impl FnMut(&mut Self, usize, &T),
    ) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(key);
        self.indexed(items.items(), &mut read);
        self.pointer.truncate(length);
    }

    /// Runs `read` on every element of the list that stands here, and reports those that are no
    /// objects.
    pub(in crate::formats) fn elements<T>(
        &mut self,
        items: &[Part<T>],
        mut read: impl FnMut(&mut Self, &T),
    ) {
        self.indexed(items, &mut |trail: &mut Self, _, item: &T| read(trail, item));
    }

    fn indexed<T>(&mut self, items: &[Part<T>], read: &mut impl FnMut(&mut Self, usize, &T)) {
        let length = self.pointer.len();
        for (index, item) in items.iter().enumerate() {
            if self.faults > FAULT_CAP {
                return;
            }
            // Writing to a String does not fail.
            let _ = write!(self.pointer, "/{index}");
            match item {
                Part::Given(item) => read(self, index, item),
                Part::Absent | Part::Odd => self.wrong("", "this is not an object"),
            }
            self.pointer.truncate(length);
        }
    }

    /// Where the reader is.
    pub(in crate::formats) fn place(&self) -> Place {
        Place { line: self.line, column: Some(self.column), pointer: self.pointer.clone() }
    }

    pub(in crate::formats) fn tell(&mut self, event: Event) {
        self.queue.push_back(Ok(event));
    }

    pub(in crate::formats) fn ignored(&mut self, field: &str) {
        self.tell(Event::Ignored { place: self.place(), field: field.to_owned() });
    }

    pub(in crate::formats) fn result(&mut self, event: Result<Event, Fault>) {
        match event {
            Ok(event) => self.tell(event),
            Err(fault) => self.fault(&fault),
        }
    }

    pub(in crate::formats) fn fault(&mut self, fault: &Fault) {
        self.report(&fault.below, &fault.problem, fault.hint);
    }

    pub(in crate::formats) fn wrong(&mut self, below: &str, problem: &str) {
        self.report(below, problem, "");
    }

    fn report(&mut self, below: &str, problem: &str, hint: &str) {
        self.faults += 1;
        let hint = if hint.is_empty() { self.hint } else { hint };
        let (problem, hint) = match self.faults {
            ..=FAULT_CAP => (problem, hint),
            too_many if too_many == FAULT_CAP + 1 => {
                ("the payload has more than 1000 faults; the rest of it is left out", self.hint)
            }
            _ => return,
        };
        let mut place = self.place();
        place.pointer.push_str(below);
        self.queue.push_back(Err(ReadError::new(place, problem, hint)));
    }
}
