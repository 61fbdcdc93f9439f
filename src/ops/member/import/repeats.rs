//! People who stand in a list more than once. The first of rows that say the same is taken. Of rows that
//! contradict each other none is: nobody knows which one is meant.

use std::collections::{BTreeSet, HashMap};

use crate::formats::{
    list::{Field, Problem},
    members::Row,
};

/// By their login ids in lower case.
#[derive(Debug, Default)]
pub(super) struct Repeats(HashMap<String, Repeat>);

/// What a list says of one person.
#[derive(Debug)]
struct Repeat {
    /// The line of the first row, and its cells.
    line: u64,
    cells: Vec<(Field, String)>,
    rows: u64,
    /// In what the later rows differ from the first.
    contradicted: BTreeSet<&'static str>,
    /// Whether the first row was met again, to be taken.
    is_met: bool,
}

impl Repeats {
    /// Notes a row, before any is taken.
    pub(super) fn note(&mut self, row: &Row) {
        let Some(email) = row.cell(Field::Email) else { return };
        let cells = || row.cells().filter(|(field, _)| *field != Field::Email);
        let first = self.0.entry(email.to_lowercase()).or_insert_with(|| Repeat {
            line: row.line(),
            cells: cells().map(|(field, text)| (field, text.to_owned())).collect(),
            rows: 0,
            contradicted: BTreeSet::new(),
            is_met: false,
        });
        first.rows += 1;
        let known = || first.cells.iter().map(|(field, text)| (*field, text.as_str()));
        let missing = known().filter(|cell| cells().all(|other| other != *cell));
        let added = cells().filter(|cell| known().all(|other| other != *cell));
        let differing: Vec<_> = missing.chain(added).map(|(field, _)| field.key()).collect();
        first.contradicted.extend(differing);
    }

    /// What keeps a row from being taken, if others are of the same person.
    pub(super) fn check(&mut self, row: &Row, email: &str) -> Option<Problem> {
        let repeat = self.0.get_mut(&email.to_lowercase()).filter(|repeat| repeat.rows > 1)?;
        let refused = |problem: String, hint: &str| {
            Problem::of_cell(row.line(), Field::Email.key(), email, problem, hint)
        };
        if !repeat.contradicted.is_empty() {
            let fields: Vec<_> =
                repeat.contradicted.iter().map(|field| format!("`{field}`")).collect();
            let fields = fields.join(", ");
            let problem =
                format!("stands in the list more than once, and not with the same {fields}");
            return Some(refused(problem, "keep the row that is right"));
        }
        if std::mem::replace(&mut repeat.is_met, true) {
            let problem = format!("stands in the list twice: line {} says the same", repeat.line);
            return Some(refused(problem, "keep one of the rows"));
        }
        None
    }
}
