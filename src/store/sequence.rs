//! Keys, made by us: counted per table, never given out twice, written back once a change.

use crate::store::{
    Change,
    engine::{Row, error::Result, params},
};

impl<K> Change<'_, K> {
    /// The next key of that table.
    pub(in crate::store) fn next_key(&self, table: &'static str) -> Result<i64> {
        let mut sequence = self.state.sequence.borrow_mut();
        let last = match sequence.get(table) {
            Some(last) => *last,
            None => self
                .connection
                .find("SELECT last FROM sequence WHERE name = ?1", [table], Row::only)?
                .unwrap_or(0),
        };
        sequence.insert(table, last + 1);
        Ok(last + 1)
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
