//! What one payload gave: events and faults, each with its place.

use std::collections::VecDeque;

use super::cursor::{Cursor, Fault};
use crate::formats::{
    event::Event,
    place::{Place, ReadError},
};

/// After so many faults in one payload the rest of it is left out.
const FAULT_CAP: usize = 1000;

pub(super) type Queue = VecDeque<Result<Event, ReadError>>;

pub(in crate::formats) struct Findings<'q> {
    queue: &'q mut Queue,
    line: u64,
    column: u64,
    faults: usize,
    /// The hint where only the file can be at fault.
    hint: &'static str,
}

impl<'q> Findings<'q> {
    /// The findings of the payload that starts at `line` and `column`.
    pub(super) fn new(queue: &'q mut Queue, line: u64, column: u64, hint: &'static str) -> Self {
        Self { queue, line, column, faults: 0, hint }
    }

    /// Runs `read` on every element of a list, and reports those that are no objects.
    pub(in crate::formats) fn each<'n>(
        &mut self,
        list: &Cursor<'_, 'n>,
        mut read: impl FnMut(&mut Self, &Cursor<'_, 'n>, usize),
    ) {
        for (index, item) in list.items().enumerate() {
            if self.faults > FAULT_CAP {
                return;
            }
            if item.is_object() {
                read(self, &item, index);
            } else {
                self.fault(item.wrong("this is not an object", ""));
            }
        }
    }

    /// Where that stands in the input.
    pub(in crate::formats) fn place(&self, at: &Cursor<'_, '_>) -> Place {
        Place { line: self.line, column: Some(self.column), pointer: at.pointer() }
    }

    pub(in crate::formats) fn tell(&mut self, event: Event) {
        self.queue.push_back(Ok(event));
    }

    /// Notes something that is no conversation, under the name of its field.
    pub(in crate::formats) fn ignored(&mut self, at: &Cursor<'_, '_>, field: &str) {
        self.tell(Event::Ignored { place: self.place(at), field: field.to_owned() });
    }

    pub(in crate::formats) fn result(&mut self, event: Result<Event, Fault>) {
        match event {
            Ok(event) => self.tell(event),
            Err(fault) => self.fault(fault),
        }
    }

    pub(in crate::formats) fn fault(&mut self, fault: Fault) {
        self.faults += 1;
        let hint = if fault.hint.is_empty() { self.hint } else { fault.hint };
        let (problem, hint) = match self.faults {
            ..=FAULT_CAP => (fault.problem, hint),
            too_many if too_many == FAULT_CAP + 1 => {
                let problem = "the payload has more than 1000 faults; the rest of it is left out";
                (problem.to_owned(), self.hint)
            }
            _ => return,
        };
        let place = Place { line: self.line, column: Some(self.column), pointer: fault.pointer };
        self.queue.push_back(Err(ReadError::new(place, problem, hint)));
    }
}
