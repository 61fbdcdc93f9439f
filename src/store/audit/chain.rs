//! The audit's chain. Each entry carries a hash of itself and of the entry before it, and a sum of what
//! decides rights, sight and masks as it stood afterwards. So an entry that is changed, added or taken
//! away is found, and so is a change of those tables that no entry tells.
//!
//! Who can write to the file can also build the chain anew, from the altered entry on. Against that the
//! head helps, kept elsewhere: a chain that was built anew never has it.

use std::{fmt, ops::ControlFlow, str::FromStr};

use super::link::{COLUMNS, COUNT, DECIDING, Link};
use crate::{
    rules::hex::Hex,
    store::{
        Snapshot,
        engine::{
            Row,
            error::{Error, Result},
            params,
            row_sum::RowSum,
        },
    },
};

/// Where a chain ends: the last entry's key and hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The entry.
    pub id: i64,
    pub(in crate::store) hash: RowSum,
}

impl fmt::Display for Head {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.id, Hex(&self.hash))
    }
}

impl Head {
    /// As it is shown where there is little room. It is accepted as [`KnownHead`].
    #[must_use]
    pub fn short(&self) -> String {
        format!("{}-{}", self.id, Hex(&self.hash[..FEWEST_BYTES]))
    }
}

/// As many bytes of a hash as nobody finds another history for.
const FEWEST_BYTES: usize = 8;

/// A head that somebody kept: whole, or its number and the first 16 hexadecimal digits or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownHead {
    id: i64,
    beginning: Vec<u8>,
}

impl KnownHead {
    fn is(&self, id: i64, hash: &RowSum) -> bool {
        self.id == id && hash.starts_with(&self.beginning)
    }
}

impl FromStr for KnownHead {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let (id, digits) = text.trim().split_once('-').ok_or(())?;
        let has_length = (2 * FEWEST_BYTES..=2 * size_of::<RowSum>()).contains(&digits.len());
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !has_length || !is_hex || digits.len() % 2 != 0 {
            return Err(());
        }
        let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| ());
        let beginning =
            (0..digits.len()).step_by(2).map(byte).collect::<std::result::Result<_, ()>>()?;
        Ok(Self { id: id.parse().map_err(|_| ())?, beginning })
    }
}

/// What is wrong with a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainFault {
    /// An entry isn't as it was written, or isn't the one that followed.
    Changed(i64),
    /// What is kept of an entry for taking it back isn't what was written.
    Kept(i64),
    /// Entries are missing: up to this key, which isn't.
    Missing(i64),
    /// The last entries are missing: so many were written.
    CutOff(i64),
    /// Members, roles, masks, teams, accounts, assignments or settings changed, and no entry tells.
    Untold,
    /// The head that was kept elsewhere is none of this history's.
    OtherHead,
}

/// What a check of the history found.
#[derive(Debug, Clone)]
pub struct ChainReport {
    /// How many entries there are.
    pub entries: u64,
    /// Where the chain ends.
    pub head: Option<Head>,
    /// What is wrong, in the order of the entries.
    pub faults: Vec<ChainFault>,
}

impl Snapshot<'_> {
    /// Where the history ends.
    pub fn head(&self) -> Result<Option<Head>> {
        let sql = "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1";
        self.connection.find(sql, [], |row| Ok(Head { id: row.get("id")?, hash: row.get("hash")? }))
    }

    /// The end of the chain, to go on from.
    pub(in crate::store) fn last_link(&self) -> Result<Link> {
        let sql = "SELECT at, hash, state FROM audit ORDER BY id DESC LIMIT 1";
        Ok(self.connection.find(sql, [], Link::of)?.unwrap_or_default())
    }

    /// Checks the whole history, and holds `expected` against it: a head that it had before.
    pub fn verify_history(&self, expected: Option<&KnownHead>) -> Result<ChainReport> {
        let mut faults = Vec::new();
        let mut link = Link::default();
        let (mut entries, mut last) = (0, 0);
        let mut is_expected = expected.is_none();
        let sql = format!("SELECT {COLUMNS}, hash FROM audit ORDER BY id");
        self.connection.each(&sql, [], |row| {
            let id: i64 = row.get("id")?;
            if id != last + 1 {
                faults.push(ChainFault::Missing(id));
            }
            let kept: RowSum = row.get("hash")?;
            let values = (0..COUNT).map(|place| row.raw(place)).collect::<Result<Vec<_>>>()?;
            if link.hash_of(values) != kept {
                faults.push(ChainFault::Changed(id));
            }
            is_expected |= expected.is_some_and(|head| head.is(id, &kept));
            link = Link::of(row)?;
            (entries, last) = (entries + 1, id);
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        let written = "SELECT last FROM sequence WHERE name = 'audit'";
        let written = self.connection.find(written, params![], Row::only)?.unwrap_or(0);
        if written != last {
            faults.push(ChainFault::CutOff(written));
        }
        if self.connection.sum_of(DECIDING)? != link.base {
            faults.push(ChainFault::Untold);
        }
        faults.extend(self.altered_kept()?.into_iter().map(ChainFault::Kept));
        if !is_expected {
            faults.push(ChainFault::OtherHead);
        }
        let head = (entries > 0).then_some(Head { id: last, hash: link.hash });
        Ok(ChainReport { entries, head, faults })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Head, KnownHead};

    #[test]
    fn a_head_is_known_again_as_it_is_printed() {
        let head = Head { id: 12, hash: std::array::from_fn(|at| u8::try_from(at * 7).unwrap()) };
        let mut other = head.hash;
        other[0] ^= 1;
        for printed in [head.to_string(), head.short()] {
            let known: KnownHead = printed.parse().unwrap();
            assert!(known.is(12, &head.hash), "{printed}");
            assert!(!known.is(13, &head.hash) && !known.is(12, &other), "{printed}");
        }
        let (long, short) = (head.to_string(), head.short());
        let cut = [&long[..long.len() - 1], &short[..short.len() - 2]];
        for bad in
            ["", "12", "12-", cut[0], cut[1], &long.replace('0', "g"), &(long.clone() + "00")]
        {
            assert!(bad.parse::<KnownHead>().is_err(), "{bad}");
        }
    }
}
