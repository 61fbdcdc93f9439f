//! Interakt's list of contacts, as `chat import` takes it. It is read as any list of contacts is.

use std::io::BufRead;

use crate::formats::{
    contacts::{Reader, Row},
    event::{AccountRef, ContactChange, ContactUpdate, Customer, Event},
    list::{List, Next, Problem, Stop},
    place::{Place, ReadError},
};

/// Reads the contacts of a list, in their order.
///
/// Memory use is bound by the largest row, not by the input. A row that can't be read costs itself.
pub fn contacts<R: BufRead>(input: R) -> impl Iterator<Item = Result<Event, ReadError>> {
    let mut events = match Reader::open(input, &[]) {
        Ok(reader) => Ok(Contacts { reader, row: Row::default(), has_rows: false, is_done: false }),
        Err(stop) => Err(Some(stopped(stop))),
    };
    std::iter::from_fn(move || match &mut events {
        Ok(contacts) => contacts.next(),
        Err(error) => error.take().map(Err),
    })
}

struct Contacts<L> {
    reader: L,
    row: Row,
    has_rows: bool,
    is_done: bool,
}

impl<L: List<Row = Row>> Iterator for Contacts<L> {
    type Item = Result<Event, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        match self.reader.next(&mut self.row) {
            Ok(Next::Row) => {
                self.has_rows = true;
                Some(
                    update(&mut self.row)
                        .map(|it| Event::Contact(Box::new(it)))
                        .map_err(read_error),
                )
            }
            Ok(Next::Bad(problem)) => {
                self.has_rows = true;
                Some(Err(read_error(problem)))
            }
            Ok(Next::End) => {
                self.is_done = true;
                let hint = "below the names of the columns, write a row for each contact";
                let empty = Problem::of_line(1, "the list has no rows", hint);
                (!self.has_rows).then(|| Err(read_error(empty)))
            }
            Err(stop) => {
                self.is_done = true;
                Some(Err(stopped(stop)))
            }
        }
    }
}

fn update(row: &mut Row) -> Result<ContactUpdate, Problem> {
    let phone = row.number(None)?;
    Ok(ContactUpdate {
        place: at(row.line()),
        account: AccountRef::default(),
        customer: Customer {
            wa_id: phone.map(|phone| phone.to_wa_id()),
            user_id: row.user_id.take(),
            name: row.name.take(),
            username: row.username.take(),
            ..Customer::default()
        },
        change: ContactChange::Saved,
        at_ms: None,
        traits: std::mem::take(&mut row.traits),
        tags: std::mem::take(&mut row.tags),
        opted_in: row.opted_in,
    })
}

fn stopped(stop: Stop) -> ReadError {
    match stop {
        Stop::Problem(problem) => read_error(problem),
        Stop::Io(error) => {
            let problem = format!("the input can't be read: {}", error.kind());
            ReadError::new(at(1), problem, "check the file and the disk it is on")
        }
    }
}

fn read_error(problem: Problem) -> ReadError {
    let text = match problem.column {
        Some(column) => format!("`{column}`: {}", problem.problem),
        None => problem.problem,
    };
    ReadError::new(at(problem.line), text, problem.hint)
}

fn at(line: u64) -> Place {
    Place { line, column: None, pointer: String::new() }
}
