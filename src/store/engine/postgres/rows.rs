//! Rows that come from a server: all at once, or a part at a time from a cursor.

use std::rc::Rc;

use super::{
    server::Server,
    snapshot::{Answer, AnswerRow},
};
use crate::store::engine::error::Result;

/// So many rows are fetched from a cursor at a time.
const BLOCK: u32 = 4096;

/// Rows in the order in which they are read.
pub(in crate::store) struct Rows<'s> {
    here: Answer,
    next: usize,
    cursor: Option<Cursor<'s>>,
}

/// What is still on the server. It goes with its transaction at the latest.
struct Cursor<'s> {
    server: &'s Server,
    number: u32,
}

impl<'s> Rows<'s> {
    /// Rows that are all here.
    pub(in crate::store::engine) const fn of(here: Answer) -> Self {
        Self { here, next: 0, cursor: None }
    }

    pub(super) fn by_cursor(server: &'s Server, number: u32) -> Self {
        Self { here: Answer::Came(Rc::default()), next: 0, cursor: Some(Cursor { server, number }) }
    }

    pub(in crate::store::engine) fn next(&mut self) -> Result<Option<AnswerRow<'_>>> {
        if self.next == self.here.len()
            && let Some(cursor) = &self.cursor
        {
            self.here = Answer::Came(cursor.fetch()?.into());
            self.next = 0;
            if self.here.len() == 0 {
                self.cursor = None;
            }
        }
        self.next += 1;
        Ok(self.here.get(self.next - 1))
    }
}

impl Cursor<'_> {
    fn fetch(&self) -> Result<Vec<postgres::Row>> {
        let sql = format!("FETCH {BLOCK} FROM c{}", self.number);
        Ok(self.server.client()?.query_typed(&sql, &[])?)
    }
}

impl Drop for Cursor<'_> {
    fn drop(&mut self) {
        self.server.close(self.number);
    }
}
