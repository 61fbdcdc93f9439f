//! What an entry of the audit leaves out, since those who read it may not know it, kept for taking the
//! change back: a number, tags, and rows that went or changed as they were. No hash covers it, so that
//! what is known of a customer can go without a trace.

use super::entry::{Kept, Kind};
use crate::rules::privacy::text::CustomerText;
use crate::store::{
    Change, Snapshot,
    engine::{Row, error::Result, params},
};

/// The names under which a value may be kept.
const VALUES: [&str; 1] = ["phone"];
const TAG: &str = "tag ";

impl Kept {
    /// A tag that these contacts were given or lost.
    #[must_use]
    pub fn tag(tag: &CustomerText, contacts: String) -> Self {
        Self::Tag(tag.raw_for_storage().to_owned(), contacts)
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
        let pairs: Vec<_> = columns.iter().map(|name| format!("'{name}', {name}")).collect();
        let sql = format!(
            "SELECT json_object({}) FROM {table} WHERE {column} = ?1 ORDER BY id",
            pairs.join(", ")
        );
        self.connection.all(&sql, [value], |row| Ok(Kept::Row(kind, Row::only(row)?)))
    }

    /// What is kept with an entry.
    pub fn kept(&self, entry: i64) -> Result<Vec<Kept>> {
        let sql = "SELECT name, value FROM audit_kept WHERE entry = ?1 ORDER BY place";
        let kept = self.connection.all(sql, [entry], |row: &Row<'_>| {
            Ok(Kept::of(&row.get::<String>("name")?, row.get("value")?))
        })?;
        Ok(kept.into_iter().flatten().collect())
    }
}

impl<K> Change<'_, K> {
    /// Keeps these with an entry.
    pub(super) fn keep_with(&self, entry: i64, kept: &[Kept]) -> Result<()> {
        for (place, kept) in kept.iter().enumerate() {
            let (name, value) = kept.parts();
            self.connection.execute(
                "INSERT INTO audit_kept (entry, place, name, value) VALUES (?1, ?2, ?3, ?4)",
                params![entry, place, name, value],
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
        let sql = format!(
            "INSERT INTO {table} ({}) VALUES ({}) ON CONFLICT (id) DO UPDATE SET {}",
            columns.join(", "),
            list(|name| format!("?1 ->> '$.{name}'")),
            list(|name| format!("{name} = excluded.{name}"))
        );
        self.connection.execute(&sql, [row])?;
        Ok(())
    }
}
