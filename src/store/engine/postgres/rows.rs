//! Rows that come from a server: all at once, or a part at a time.

use std::rc::Rc;

use super::answer::{Answer, AnswerRow};
use crate::store::engine::error::Result;

/// What gives rows a part at a time.
pub(super) trait Parts {
    /// The next part; nothing at the end.
    fn next_part(&self) -> Result<Vec<postgres::Row>>;
}

/// Rows in the order in which they are read.
pub(in crate::store) struct Rows<'s> {
    here: Answer,
    next: usize,
    others: Option<Box<dyn Parts + 's>>,
}

impl<'s> Rows<'s> {
    /// Rows that are all here.
    pub(in crate::store::engine) const fn of(here: Answer) -> Self {
        Self { here, next: 0, others: None }
    }

    pub(super) fn in_parts(parts: impl Parts + 's) -> Self {
        Self { here: Answer::Came(Rc::default()), next: 0, others: Some(Box::new(parts)) }
    }

    pub(in crate::store::engine) fn next(&mut self) -> Result<Option<AnswerRow<'_>>> {
        if self.next == self.here.len()
            && let Some(others) = &self.others
        {
            self.here = Answer::Came(others.next_part()?.into());
            self.next = 0;
            if self.here.len() == 0 {
                self.others = None;
            }
        }
        self.next += 1;
        Ok(self.here.get(self.next - 1))
    }
}
