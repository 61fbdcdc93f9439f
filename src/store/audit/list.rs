//! The audit as people list it: newest first, a page at a time, by who, what and when.

use super::read::{ENTRY, entry};
use crate::store::{
    AuditObject, Snapshot, TrailEntry,
    engine::{
        Value,
        error::{Error, Result},
        hint,
    },
};

/// Which entries. What is `None` or `false` doesn't filter.
#[derive(Debug, Clone, Copy, Default)]
pub struct TrailFilter<'a> {
    /// Revealed numbers only.
    pub reveals: bool,
    /// By whoever had that email at the time, without regard to case.
    pub actor: Option<&'a str>,
    /// Run by that operator: a user of the system, or a key by its fingerprint.
    pub operator: Option<&'a str>,
    /// What was done, any of these: an action such as `chat.assign`, or a noun such as `chat` for all
    /// of its. Empty for everything.
    pub actions: &'a [String],
    /// At that time or later, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Before that time, in milliseconds since 1970.
    pub until: Option<i64>,
    /// Behind the entry of that key, which is newer than those wanted.
    pub after: Option<i64>,
}

/// The number of entries that are read first, and the most that are read at a time.
const FIRST_BLOCK: usize = 64;
const LARGEST_BLOCK: usize = 512;

impl TrailFilter<'_> {
    /// The statement that reads them, and its values.
    fn statement(&self) -> (String, Vec<Value>) {
        // Reveals are few, in an audit that may be long: they have an index of their own.
        let mut sql = if self.reveals {
            format!("{ENTRY} {} WHERE action = 'chat.reveal'", hint::AUDIT_REVEALS)
        } else {
            format!("{ENTRY} WHERE TRUE")
        };
        let mut values: Vec<Value> = Vec::new();
        if !self.actions.is_empty() {
            values.extend(self.actions.iter().map(|action| {
                if action.contains('.') { action.clone() } else { format!("{action}.") }.into()
            }));
            let each = (1..).zip(self.actions).map(|(at, action)| {
                if action.contains('.') {
                    format!("action = ?{at}")
                } else {
                    format!("substr(action, 1, length(?{at})) = ?{at}")
                }
            });
            sql.extend([" AND (", &each.collect::<Vec<_>>().join(" OR "), ")"]);
        }
        let mut and = |condition: &str, value: Value| {
            values.push(value);
            sql.push_str(&format!(" AND {condition}").replace('?', &format!("?{}", values.len())));
        };
        if let Some(actor) = self.actor {
            // Whoever had that login id at the time, under each that they had before and since.
            and(
                "(lower(actor_email) = ? OR actor_id IN
                    (SELECT actor_id FROM audit WHERE lower(actor_email) = ?)
                    OR actor_id IN (SELECT id FROM member WHERE email_key = ?))",
                actor.to_lowercase().into(),
            );
        }
        if let Some(operator) = self.operator {
            // A key's comment stands behind its fingerprint.
            let is_theirs = "(operator = ? OR substr(operator, 1, length(?) + 1) = ? || ' ')";
            and(is_theirs, operator.to_owned().into());
        }
        if let Some(since) = self.since {
            and("at >= ?", since.into());
        }
        if let Some(until) = self.until {
            and("at < ?", until.into());
        }
        if let Some(after) = self.after {
            and("id < ?", after.into());
        }
        sql.push_str(" ORDER BY id DESC");
        (sql, values)
    }
}

impl Snapshot<'_> {
    /// The entries that pass a filter, newest first, one at a time, until `take` says no more.
    pub fn trail_of<E: From<Error>>(
        &self,
        filter: &TrailFilter<'_>,
        mut take: impl FnMut(TrailEntry) -> Result<bool, E>,
    ) -> Result<(), E> {
        let mut filter = *filter;
        let mut most = FIRST_BLOCK;
        loop {
            let (sql, values) = filter.statement();
            let block = self.connection.first(Some(most as u64), &sql, values, entry)?;
            let is_last = block.len() < most;
            filter.after = block.last().map(|entry| entry.id);
            let chat = |entry: &TrailEntry| match entry.about() {
                AuditObject::Chat(id) => Some(id),
                _ => None,
            };
            self.expect_standings(&block.iter().filter_map(chat).collect::<Vec<_>>())?;
            for entry in block {
                if !take(entry)? {
                    return Ok(());
                }
            }
            if is_last {
                return Ok(());
            }
            most = (most * 2).min(LARGEST_BLOCK);
        }
    }

    /// The entry of that key.
    pub fn trail_entry(&self, id: i64) -> Result<Option<TrailEntry>, Error> {
        self.connection.find(&format!("{ENTRY} WHERE id = ?1"), [id], entry)
    }

    /// Whether anybody of that email has done anything, without regard to case.
    pub fn has_acted(&self, email: &str) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM audit WHERE lower(actor_email) = ?1";
        self.connection.exists(sql, [email.to_lowercase()])
    }
}
