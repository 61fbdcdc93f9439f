//! Keys, made by us: counted per table, never given out twice, written back once a change.

use crate::store::{
    Change,
    counter::Counter,
    engine::{Row, error::Result, params},
};

impl<K> Change<'_, K> {
    /// The next key of that table.
    pub(in crate::store) fn next_key(&self, table: &'static str) -> Result<i64> {
        let next = self.coming_key(table)?;
        self.use_key(table, next);
        Ok(next)
    }

    /// The next key of that table, which stays the next until it is used: what turns out to be known
    /// already takes none.
    pub(in crate::store) fn coming_key(&self, table: &'static str) -> Result<i64> {
        if let Some(counter) = self.state.sequence.borrow().get(table) {
            return Ok(counter.last + 1);
        }
        let sql = "SELECT last FROM sequence WHERE name = ?1";
        let last = self.connection.find(sql, [table], Row::only)?.unwrap_or(0);
        self.state.sequence.borrow_mut().insert(table, Counter { last, is_used: false });
        Ok(last + 1)
    }

    /// Takes a coming key, for good.
    pub(in crate::store) fn use_key(&self, table: &'static str, key: i64) {
        self.state.sequence.borrow_mut().insert(table, Counter { last: key, is_used: true });
    }

    /// Writes the counters back; the last step of every change.
    pub(in crate::store) fn save_sequence(&self) -> Result<()> {
        let mut statement = self.connection.statement(
            "INSERT INTO sequence (name, last) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET last = excluded.last",
        )?;
        for (table, counter) in self.state.sequence.borrow().iter().filter(|(_, it)| it.is_used) {
            statement.execute(params![table, counter.last])?;
        }
        Ok(())
    }
}
