//! What an entry of the audit leaves out, since those who read it may not know it, kept for taking the
//! change back: a number, tags, rows that went or changed as they were, and the hash of what is kept of an
//! import. The entry carries a hash of
//! each, so that nobody makes `undo` give what nobody had. What is known of a customer can go all the
//! same: its salt goes with it, and without the salt the hash tells nothing.

use std::{io, ops::ControlFlow};

use super::entry::{Kept, Kind};
use crate::rules::{hex::Hex, privacy::text::CustomerText};
use crate::store::{
    Change, Snapshot,
    audit::link::{COLUMNS, COUNT, Link},
    engine::{
        Row,
        error::{Error, Result},
        params,
        row_sum::{RowSum, hash},
        row_text::{row_text, values_of},
    },
};

/// The names under which a value may be kept.
const VALUES: [&str; 2] = ["phone", IMPORT];
const TAG: &str = "tag ";
/// The name of an import's seal.
pub(in crate::store) const IMPORT: &str = "import";

impl Kept {
    /// A tag that these contacts were given or lost.
    #[must_use]
    pub fn tag(tag: &CustomerText, contacts: String) -> Self {
        Self::Tag(tag.raw_for_storage().to_owned(), contacts)
    }

    /// The hash of what is kept of an import.
    #[must_use]
    pub fn import(hash: &RowSum) -> Self {
        Self::Value(IMPORT, Hex(hash).to_string())
    }

    fn parts(&self) -> (String, &str) {
        match self {
            Self::Row(kind, row) => (kind.table().to_owned(), row),
            Self::Value(name, value) => ((*name).to_owned(), value),
            Self::Tag(tag, contacts) => (format!("{TAG}{tag}"), contacts),
        }
    }

    fn of(name: &str, value: String) -> Option<Self> {
        if let Some(tag) = name.strip_prefix(TAG) {
            return Some(Self::Tag(tag.to_owned(), value));
        }
        let kind = Kind::ALL.into_iter().find(|kind| kind.table() == name);
        let row = kind.map(|kind| Self::Row(kind, value.clone()));
        row.or_else(|| VALUES.into_iter().find(|it| *it == name).map(|it| Self::Value(it, value)))
    }
}

impl Snapshot<'_> {
    /// A row as it is now; `None` where there is none.
    pub fn row_of(&self, kind: Kind, id: i64) -> Result<Option<Kept>> {
        Ok(self.rows_where(kind, "id", id)?.pop())
    }

    /// The keys by which a member signs in, as they are now.
    pub fn rows_of_keys(&self, member: i64) -> Result<Vec<Kept>> {
        self.rows_where(Kind::Key, "member_id", member)
    }

    fn rows_where(&self, kind: Kind, column: &str, value: i64) -> Result<Vec<Kept>> {
        let table = kind.table();
        let columns = self.connection.columns_of(table)?;
        let names = columns.join(", ");
        let sql = format!("SELECT {names} FROM {table} WHERE {column} = ?1 ORDER BY id");
        self.connection.all(&sql, [value], |row| Ok(Kept::Row(kind, row_text(row, &columns)?)))
    }

    /// What is kept with an entry; `None` where the entry, or that, is not as it was written.
    pub fn kept(&self, entry: i64) -> Result<Option<Vec<Kept>>> {
        if !self.is_as_written(entry)? {
            return Ok(None);
        }
        let sql = format!("{SEALED} WHERE audit_kept.entry = ?1 ORDER BY place");
        let kept = self.connection.all(&sql, [entry], |row: &Row<'_>| {
            let kept = Kept::of(&row.get::<String>("name")?, row.get("value")?);
            Ok(if is_sealed(row)? { kept } else { None })
        })?;
        Ok(kept.into_iter().collect())
    }

    /// Whether an entry is the one that was written behind the one before it.
    fn is_as_written(&self, entry: i64) -> Result<bool> {
        let sql = "SELECT at, hash, state FROM audit WHERE id = ?1";
        let before = self.connection.find(sql, [entry - 1], Link::of)?.unwrap_or_default();
        let sql = format!("SELECT {COLUMNS}, hash FROM audit WHERE id = ?1");
        let is_whole = self.connection.find(&sql, [entry], |row| {
            let values = (0..COUNT).map(|place| row.raw(place)).collect::<Result<Vec<_>>>()?;
            Ok(before.hash_of(values) == row.get::<RowSum>("hash")?)
        })?;
        Ok(is_whole.unwrap_or(false))
    }

    /// The entries of which something is kept that isn't what was written.
    pub(super) fn altered_kept(&self) -> Result<Vec<i64>> {
        let sql = format!("{SEALED} ORDER BY audit_kept.entry, place");
        let mut altered = Vec::new();
        self.connection.each(&sql, [], |row| {
            let entry: i64 = row.get("entry")?;
            if altered.last() != Some(&entry) && !is_sealed(row)? {
                altered.push(entry);
            }
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        // The record of an import may be gone, but a record without its hash was altered.
        for entry in self.kept_imports()? {
            let is_kept = match (self.kept(entry)?, self.import_seal(entry)?) {
                (Some(kept), Some(seal)) => kept.contains(&seal),
                _ => false,
            };
            if !is_kept && !altered.contains(&entry) {
                altered.push(entry);
            }
        }
        Ok(altered)
    }
}

const SEALED: &str = "SELECT audit_kept.entry, place, salt, name, value, audit.kept
    FROM audit_kept LEFT JOIN audit ON audit.id = audit_kept.entry";

/// Whether the hash of what is kept is the one that its entry carries.
fn is_sealed(row: &Row<'_>) -> Result<bool> {
    let (salt, name, value): (Vec<u8>, String, String) =
        (row.get("salt")?, row.get("name")?, row.get("value")?);
    let seals: Option<Vec<u8>> = row.get("kept")?;
    let place = usize::try_from(row.get::<i64>("place")?).ok();
    let mut seals = seals.as_deref().unwrap_or_default().chunks_exact(size_of::<RowSum>());
    let seal = place.and_then(|place| seals.nth(place));
    Ok(seal == Some(&seal_of(&salt, &name, &value)[..]))
}

fn seal_of(salt: &[u8], name: &str, value: &str) -> RowSum {
    hash([salt.into(), name.into(), value.into()])
}

/// A salt for each of these, and its hash with that.
pub(super) fn seal(kept: &[Kept]) -> Result<Vec<(Vec<u8>, RowSum)>> {
    let seal = |kept: &Kept| {
        let mut salt = vec![0; 16];
        getrandom::fill(&mut salt).map_err(|error| Error::Io(io::Error::other(error)))?;
        let (name, value) = kept.parts();
        let seal = seal_of(&salt, &name, value);
        Ok((salt, seal))
    };
    kept.iter().map(seal).collect()
}

impl<K> Change<'_, K> {
    /// Keeps these with an entry, each with its salt.
    pub(super) fn keep_with<'k>(
        &self,
        entry: i64,
        kept: impl Iterator<Item = (&'k Kept, Vec<u8>)>,
    ) -> Result<()> {
        for (place, (kept, salt)) in kept.enumerate() {
            let (name, value) = kept.parts();
            self.connection.execute(
                "INSERT INTO audit_kept (entry, place, salt, name, value)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![entry, place, salt, name, value],
            )?;
        }
        Ok(())
    }

    /// Forgets which tags a contact was given or lost: nothing of who is erased stays.
    pub(in crate::store) fn forget_tags_of(&self, contact: i64) -> Result<()> {
        let sql = "SELECT entry, place, value FROM audit_kept WHERE name LIKE 'tag %'";
        let kept = self.connection.all(sql, [], |row: &Row<'_>| {
            Ok((row.get::<i64>("entry")?, row.get::<i64>("place")?, row.get::<String>("value")?))
        })?;
        for (entry, place, contacts) in kept {
            let has = contacts.split(", ").any(|part| {
                let (first, last) = part.split_once('-').unwrap_or((part, part));
                let bounds = (first.parse::<i64>(), last.parse::<i64>());
                matches!(bounds, (Ok(first), Ok(last)) if (first..=last).contains(&contact))
            });
            if has {
                let sql = "DELETE FROM audit_kept WHERE entry = ?1 AND place = ?2";
                self.connection.execute(sql, [entry, place])?;
            }
        }
        Ok(())
    }

    /// Makes a row again what it was, or puts it back where it is gone: the last step of a change that
    /// takes another one back, which has asked the rules.
    pub fn put_back_row(&self, kind: Kind, row: &str) -> Result<()> {
        let table = kind.table();
        let columns = self.connection.columns_of(table)?;
        let list =
            |form: fn(&String) -> String| columns.iter().map(form).collect::<Vec<_>>().join(", ");
        let places: Vec<_> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        let sql = format!(
            "INSERT INTO {table} ({}) VALUES ({}) ON CONFLICT (id) DO UPDATE SET {}",
            columns.join(", "),
            places.join(", "),
            list(|name| format!("{name} = excluded.{name}"))
        );
        self.connection.execute(&sql, values_of(row, &columns)?)?;
        Ok(())
    }
}
