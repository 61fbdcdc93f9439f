//! The state of a server that is read from. It stays after a read, for the next one: so several reads of one run
//! of the program see the same, and take one round trip to begin.

use std::{
    collections::HashMap,
    fmt::Write,
    time::{Duration, Instant},
};

use rusqlite::types::ValueRef;

use super::{ahead, answer::Answer, cell::Parameters};
use crate::store::engine::{Question, error::Result};

/// So long a snapshot is read from again after a read has ended. Who is asked something meanwhile may take longer.
const RECENT: Duration = Duration::from_secs(2);

/// Says whether a workspace of that version can be worked with; `None` is the version of none.
pub(in crate::store) type CheckVersion = Box<dyn Fn(Option<i64>) -> Result<()>>;

/// What is under way on a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Under {
    Nothing,
    Reading,
    /// A read in which a statement failed: the server answers no other before it is ended.
    Failed,
    Writing,
    /// Nothing; the snapshot of a read that ended then is still there.
    Kept(Instant),
}

impl Under {
    pub(super) fn kept_now() -> Self {
        Self::Kept(Instant::now())
    }

    pub(super) const fn is_kept(self) -> bool {
        matches!(self, Self::Kept(_))
    }

    /// Whether there is a snapshot to go on reading from.
    pub(super) fn is_recent(self) -> bool {
        matches!(self, Self::Kept(since) if since.elapsed() < RECENT)
    }
}

/// The most answers that are kept, and the most rows that each of them may have.
const MOST: usize = 256;
const MOST_ROWS: usize = 64;

/// What was answered in a snapshot, which always answers the same.
#[derive(Default)]
pub(super) struct Answers {
    known: HashMap<String, Answer>,
    /// What was answered for each of many keys, the last time.
    of_each: HashMap<String, Answer>,
}

impl Answers {
    pub(super) fn find(
        &self,
        sql: &str,
        values: &Parameters<'_>,
        limit: Option<u64>,
    ) -> Option<Answer> {
        let whole = key(sql, values.plain(), None);
        let found = self.known.get(&whole).or_else(|| self.of_each.get(&whole));
        found.or_else(|| self.known.get(&key(sql, values.plain(), Some(limit?)))).cloned()
    }

    /// Keeps an answer: as the whole one, where it has fewer rows than it might.
    pub(super) fn keep(
        &mut self,
        sql: &str,
        values: &Parameters<'_>,
        limit: Option<u64>,
        answer: &Answer,
    ) {
        if self.known.len() < MOST && answer.len() <= MOST_ROWS {
            let limit = limit.filter(|limit| answer.len() as u64 >= *limit);
            self.known.insert(key(sql, values.plain(), limit), answer.clone());
        }
    }

    pub(super) fn has(&self, question: &Question) -> bool {
        self.known.contains_key(&key_of(question))
    }

    /// Keeps the answers to questions that were asked ahead.
    pub(super) fn keep_ahead(
        &mut self,
        questions: &[Question],
        answers: impl IntoIterator<Item = Option<String>>,
    ) -> Result<()> {
        for (question, answer) in questions.iter().zip(answers) {
            let rows = ahead::rows(answer.as_deref())?;
            self.known.insert(key_of(question), Answer::Ahead(rows));
        }
        Ok(())
    }

    /// Keeps what statements answered for each of these keys, statement by statement, and nothing of other keys.
    pub(super) fn keep_each(
        &mut self,
        statements: &[&str],
        keys: &[i64],
        answers: Vec<Option<String>>,
    ) -> Result<()> {
        self.of_each.clear();
        let asked = statements.iter().flat_map(|sql| keys.iter().map(move |key| (sql, *key)));
        for ((sql, of), answer) in asked.zip(answers) {
            let rows = ahead::rows(answer.as_deref())?;
            let of = std::iter::once(ValueRef::Integer(of));
            self.of_each.insert(key(sql, of, None), Answer::Ahead(rows));
        }
        Ok(())
    }
}

fn key_of(question: &Question) -> String {
    key(&question.sql, question.values.iter().map(ValueRef::from), question.limit)
}

/// A statement with its values and its limit.
fn key<'v>(sql: &str, values: impl Iterator<Item = ValueRef<'v>>, limit: Option<u64>) -> String {
    let mut key = format!("{limit:?} {sql}");
    for value in values {
        let _ = write!(key, "\0{value:?}");
    }
    key
}
