//! Which tables are watched, and which of their triggers are still to be made.

use std::collections::HashSet;

/// Rows that are added up.
pub(in crate::store) struct Watched {
    /// The table.
    pub(in crate::store) table: &'static str,
    /// The table whose rows they are deleted with.
    pub(in crate::store) goes_with: Option<&'static str>,
    /// The columns, and which rows count; all of both where nothing is said.
    pub(in crate::store) part: Option<(&'static [&'static str], &'static str)>,
}

impl Watched {
    /// All rows and columns of a table.
    pub(in crate::store) const fn whole(table: &'static str) -> Self {
        Self { table, goes_with: None, part: None }
    }

    /// Whether a statement, in lower case, could write rows of it in that way.
    fn is_written_by(&self, sql: &str, event: Event) -> bool {
        let names = |table: &str| sql.contains(table);
        let goes = event == Event::Delete && self.goes_with.is_some_and(names);
        sql.contains(event.word()) && (names(self.table) || goes)
    }
}

/// A kind of write, by its word in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    Insert,
    Update,
    Delete,
}

impl Event {
    const ALL: [Self; 3] = [Self::Insert, Self::Update, Self::Delete];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    /// The row as it was, and as it is then.
    pub(super) const fn rows(self) -> &'static [&'static str] {
        match self {
            Self::Insert => &["new"],
            Self::Update => &["old", "new"],
            Self::Delete => &["old"],
        }
    }
}

/// The triggers that are still to be made, and the tables that all of them are for.
#[derive(Default)]
pub(super) struct Unwatched {
    pub(super) tables: &'static [Watched],
    triggers: Vec<(&'static Watched, Event)>,
    /// The statements that were looked at: an import runs few of them, very often.
    known: HashSet<String>,
}

impl Unwatched {
    pub(super) fn all_of(tables: &'static [Watched]) -> Self {
        let of = |table| Event::ALL.map(|event| (table, event));
        let triggers = tables.iter().flat_map(of).collect();
        Self { tables, triggers, known: HashSet::new() }
    }

    /// Takes the triggers that a statement could need. The only rows that it writes without naming their table
    /// are those that are deleted with others: the schema has no triggers.
    pub(super) fn take_for(&mut self, sql: &str) -> Vec<(&'static Watched, Event)> {
        let is_read = sql.trim_start().starts_with("SELECT");
        if self.triggers.is_empty() || is_read || self.known.contains(sql) {
            return Vec::new();
        }
        self.known.insert(sql.to_owned());
        let sql = sql.to_ascii_lowercase();
        self.triggers.extract_if(.., |(table, event)| table.is_written_by(&sql, *event)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, Unwatched, Watched};

    const TABLES: &[Watched] =
        &[Watched::whole("team"), Watched { goes_with: Some("team"), ..Watched::whole("member") }];

    #[test]
    fn a_statement_needs_the_triggers_of_what_it_writes() {
        let needed = |sql| {
            let needed = Unwatched::all_of(TABLES).take_for(sql);
            needed.into_iter().map(|(of, event)| (of.table, event)).collect::<Vec<_>>()
        };
        assert_eq!(needed("UPDATE team SET name = ?1"), [("team", Event::Update)]);
        let upsert = "INSERT INTO member VALUES (?1) ON CONFLICT DO UPDATE SET name = ?1";
        assert_eq!(needed(upsert), [("member", Event::Insert), ("member", Event::Update)]);
        let both = [("team", Event::Delete), ("member", Event::Delete)];
        assert_eq!(needed("DELETE FROM team"), both);
        assert_eq!(needed("DELETE FROM member"), [("member", Event::Delete)]);
        assert_eq!(needed("SELECT * FROM team"), []);
        let mut once = Unwatched::all_of(TABLES);
        assert_eq!(once.take_for("DELETE FROM team").len(), 2);
        assert_eq!(once.take_for("DELETE FROM team").len(), 0);
    }
}
