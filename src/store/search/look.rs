//! Looking at what has the words of a search, match by match, and picking what its reader sees: for as
//! long as that is no longer way than to ask the index once more, for the reader's accounts only.

use super::{
    assigned::{Awaited, MOST_HELD, Range},
    find::Index,
    key::{Endings, first_row, key_of_row},
    words::Words,
};
use crate::store::{
    Snapshot,
    chat::walk::Seen,
    engine::{Row, Statement, error::Result},
};

/// For each match that is seen, so many more are looked up for nothing: with one of five or more,
/// looking is the shorter way.
const WORTH: i64 = 4;

/// Whose matches are looked for.
pub(in crate::store) struct Reader {
    seen: Seen,
    /// What the rows on the reader's accounts end with.
    endings: Endings,
    /// So many matches that aren't seen are looked up for nothing.
    patience: i64,
}

impl Reader {
    pub(in crate::store) fn new(accounts: &[i64], assignee: Option<i64>, patience: i64) -> Self {
        let seen = Seen { accounts: accounts.iter().copied().collect(), assignee };
        Self { seen, endings: Endings::of(accounts), patience }
    }
}

/// What a look has found.
pub(in crate::store) struct Looked {
    /// What is seen, the highest key first: all of it, or only what is assigned where it lies before
    /// `gave_up`.
    pub(in crate::store) keys: Vec<i64>,
    /// Before that key, what lies on the reader's accounts is not known.
    pub(in crate::store) gave_up: Option<i64>,
    /// Of what is assigned before that key, what wasn't held against all that has the words; `None`
    /// where nothing was.
    pub(in crate::store) assigned: Option<Vec<i64>>,
}

impl Looked {
    pub(in crate::store) const fn not_at_all(before: i64) -> Self {
        Self { keys: Vec::new(), gave_up: Some(before), assigned: None }
    }
}

impl Snapshot<'_> {
    /// Picks what is seen out of what has the words, each match looked up, until too many were for
    /// nothing. If the words are rare, it goes on: what is assigned to the reader is held against all that has
    /// the words, and only what may lie on one of their accounts is looked up.
    pub(in crate::store) fn look(
        &self,
        index: &Index,
        (words, are_common): (&Words, bool),
        before: i64,
        reader: &Reader,
        limit: usize,
    ) -> Result<Looked> {
        let mut look = Look {
            index,
            whose: self.connection.statement(index.whose)?,
            reader,
            patience: reader.patience,
            assigned: reader.seen.assignee.is_none().then(Awaited::nothing),
            gave_up: None,
        };
        let mut keys = Vec::new();
        let mut held = 0;
        let mut matching = self.connection.statement(&index.matching())?;
        for row in matching.stream((index.expression(words), first_row(before)), Row::only)? {
            let row = row?;
            let key = key_of_row(row);
            if look.is_seen(row)? {
                keys.push(key);
            } else if look.patience < 0 && look.gave_up.is_none() {
                match (&look.assigned, reader.seen.assignee) {
                    (None, Some(assignee)) if !are_common => {
                        let range = Range { before: key, after: i64::MIN };
                        look.assigned =
                            Some(Awaited::new(self.assigned_keys(index, assignee, range)?));
                        look.patience = reader.patience;
                    }
                    _ => look.gave_up = Some(key),
                }
            }
            if keys.len() == limit {
                break;
            }
            held += usize::from(look.assigned.is_some());
            if held == MOST_HELD {
                look.gave_up = look.gave_up.or(Some(key));
            }
            if held == MOST_HELD || look.has_nothing_to_find() {
                return Ok(look.ends(keys));
            }
        }
        // Nothing more has the words, or nothing more is wanted.
        look.assigned = Some(Awaited::nothing());
        Ok(look.ends(keys))
    }
}

/// A look on its way.
struct Look<'l> {
    index: &'l Index,
    whose: Statement<'l>,
    reader: &'l Reader,
    patience: i64,
    /// What is assigned to the reader, once that is asked for: for who may have something.
    assigned: Option<Awaited>,
    gave_up: Option<i64>,
}

impl Look<'_> {
    fn is_seen(&mut self, row: i64) -> Result<bool> {
        let key = key_of_row(row);
        if let Some(assigned) = &mut self.assigned {
            if assigned.meets(key) {
                return Ok(true);
            }
            if self.gave_up.is_some() || !self.reader.endings.may_have(row) {
                return Ok(false);
            }
        }
        let (account, assignee) =
            self.whose.one([(self.index.id)(key)], |row| Ok((row.at(0)?, row.at(1)?)))?;
        let is_seen = self.reader.seen.has(account, assignee);
        self.patience += if is_seen { WORTH } else { -1 };
        Ok(is_seen)
    }

    fn has_nothing_to_find(&mut self) -> bool {
        self.gave_up.is_some() && self.assigned.as_mut().is_none_or(Awaited::is_over)
    }

    fn ends(self, keys: Vec<i64>) -> Looked {
        Looked { keys, gave_up: self.gave_up, assigned: self.assigned.map(Awaited::rest) }
    }
}
