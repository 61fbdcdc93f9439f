//! The rows of an answer, whichever way they came.

use std::rc::Rc;

use super::ahead::{AheadRow, AheadRows};

/// The rows of an answer.
#[derive(Clone)]
pub(in crate::store) enum Answer {
    Came(Rc<Vec<postgres::Row>>),
    Ahead(AheadRows),
}

impl Answer {
    pub(in crate::store::engine) fn len(&self) -> usize {
        match self {
            Self::Came(rows) => rows.len(),
            Self::Ahead(rows) => rows.len(),
        }
    }

    pub(in crate::store::engine) fn get(&self, at: usize) -> Option<AnswerRow<'_>> {
        match self {
            Self::Came(rows) => rows.get(at).map(AnswerRow::Came),
            Self::Ahead(rows) => rows.get(at).map(AnswerRow::Ahead),
        }
    }
}

/// One of them.
#[derive(Clone, Copy)]
pub(in crate::store) enum AnswerRow<'r> {
    Came(&'r postgres::Row),
    Ahead(&'r AheadRow),
}
