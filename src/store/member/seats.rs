//! How many seats there are and how many are taken: what billing keeps, beside the members.

use crate::rules::workspace::billing::Seats;
use crate::store::{
    Snapshot,
    engine::{
        error::{Error, Result},
        params,
    },
};

/// The setting that holds the limit.
const LIMIT: &str = "billing.seats";

impl Snapshot<'_> {
    /// The seats at that time. Who is suspended takes none, nor does who can't join, since their
    /// invitation expired or was revoked.
    pub fn seats(&self, now: i64) -> Result<Seats> {
        let (limit, taken): (Option<String>, u64) = self.connection.one(
            "SELECT (SELECT value FROM setting WHERE name = ?1) AS seats,
                    (SELECT count(*) FROM member WHERE status = 'active')
                    + (SELECT count(DISTINCT member_id) FROM invitation
                        JOIN member ON member.id = member_id
                        WHERE state = 'pending' AND expires_at > ?2 AND status = 'invited') AS taken",
            params![LIMIT, now],
            |row| Ok((row.get("seats")?, row.get("taken")?)),
        )?;
        let limit = limit.map(|limit| limit.parse()).transpose();
        let limit = limit.map_err(|_| Error::Corrupt("the seats are no number".to_owned()))?;
        Ok(Seats { limit, taken })
    }
}
