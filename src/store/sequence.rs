//! Keys, made by us: counted per table, never given out twice, written back once a change.

use crate::store::{
    Change,
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
        let known = self.state.sequence.borrow().get(table).copied();
        let last = match known {
            Some(last) => last,
            None => self
                .connection
                .find("SELECT last FROM sequence WHERE name = ?1", [table], Row::only)?
                .unwrap_or(0),
        };
        Ok(last + 1)
    }

    /// Takes a coming key, for good.
    pub(in crate::store) fn use_key(&self, table: &'static str, key: i64) {
        self.state.sequence.borrow_mut().insert(table, key);
    }

    /// Writes the counters back; the last step of every change.
    pub(in crate::store) fn save_sequence(&self) -> Result<()> {
        let mut statement = self.connection.statement(
            "INSERT INTO sequence (name, last) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET last = excluded.last",
        )?;
        for (table, last) in self.state.sequence.borrow().iter() {
            statement.execute(params![table, last])?;
        }
        Ok(())
    }
}
