//! How many seats there are and how many are taken: what billing keeps, beside the members.

use crate::rules::workspace::billing::Seats;
use crate::store::{
    Snapshot,
    engine::error::{Error, Result},
};

/// The setting that holds the limit.
const LIMIT: &str = "billing.seats";

impl Snapshot<'_> {
    /// The seats. Suspended members take none.
    pub fn seats(&self) -> Result<Seats> {
        let (limit, taken): (Option<String>, u64) = self.connection.one(
            "SELECT (SELECT value FROM setting WHERE name = ?1) AS seats,
                    (SELECT count(*) FROM member WHERE status <> 'suspended') AS taken",
            [LIMIT],
            |row| Ok((row.get("seats")?, row.get("taken")?)),
        )?;
        let limit = limit.map(|limit| limit.parse()).transpose();
        let limit = limit.map_err(|_| Error::Corrupt("the seats are no number".to_owned()))?;
        Ok(Seats { limit, taken })
    }
}
