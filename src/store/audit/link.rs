//! A link of the audit's chain: what an entry's hash covers, and what its state sums.

use crate::store::engine::{
    Row, ToSql, ValueRef,
    error::Result,
    row_sum::{RowSum, add, hash},
    watched::Watched,
};

/// The columns of an entry that its hash covers, in this order.
pub(in crate::store) const COLUMNS: &str =
    "id, part_of, at, actor_id, actor_email, operator, via, clock_set, undoes, action,
    object, before, after, needed, kept, state";
pub(super) const COUNT: usize = 16;

/// What decides who may do what, who sees whom, and what is hidden.
pub(in crate::store) const DECIDING: &[Watched] = &[
    Watched::whole("workspace"),
    Watched::whole("setting"),
    Watched::whole("role"),
    Watched { goes_with: Some("role"), ..Watched::whole("role_permission") },
    Watched::whole("team"),
    Watched::whole("member"),
    Watched { goes_with: Some("member"), ..Watched::whole("member_key") },
    Watched::whole("account"),
    Watched {
        table: "chat",
        goes_with: None,
        part: Some((
            &["id", "account_id", "assignee_id", "awaited_assignee"],
            "row.assignee_id IS NOT NULL OR row.awaited_assignee IS NOT NULL",
        )),
    },
];

/// The end of the chain in a change under way.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::store) struct Link {
    /// The time of the last entry; `None` where there is none.
    pub(in crate::store) at: Option<i64>,
    /// The hash of the last entry.
    pub(in crate::store) hash: RowSum,
    /// The sum as the last change left it.
    pub(in crate::store) base: RowSum,
}

impl Link {
    /// The state that an entry carries: what was, with what changed since.
    pub(in crate::store) fn state(&self, changed: RowSum) -> RowSum {
        add(self.base, changed)
    }

    /// The link that an entry is.
    pub(super) fn of(row: &Row<'_>) -> Result<Self> {
        Ok(Self { at: row.get("at")?, hash: row.get("hash")?, base: row.get("state")? })
    }

    /// The hash of the next entry, with its values in the order of [`COLUMNS`].
    pub(in crate::store) fn next(&self, values: &[&dyn ToSql; COUNT]) -> Result<RowSum> {
        let outputs = values.iter().map(ToSql::to_sql).collect::<Result<Vec<_>, _>>()?;
        Ok(self.hash_of(outputs.iter().map(crate::store::engine::value_of)))
    }

    /// The same of values as they were read.
    pub(super) fn hash_of<'v>(&'v self, values: impl IntoIterator<Item = ValueRef<'v>>) -> RowSum {
        hash([(&self.hash[..]).into()].into_iter().chain(values))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::DECIDING;
    use crate::store::{
        engine::{Connection, Row},
        open::schema,
    };

    #[test]
    fn what_is_deleted_with_other_rows_says_so() {
        let mut connection = Connection::in_memory().unwrap();
        schema::upgrade(&mut connection).unwrap();
        let sql = "SELECT \"table\" FROM pragma_foreign_key_list(?1)
            WHERE on_delete <> 'NO ACTION' OR on_update <> 'NO ACTION'";
        let mut count = 0;
        for watched in DECIDING {
            let parents: Vec<String> = connection.all(sql, [watched.table], Row::only).unwrap();
            assert_eq!(parents, Vec::from_iter(watched.goes_with), "{}", watched.table);
            // Nothing goes with what goes itself: one step is all that is looked at.
            let has_further = DECIDING.iter().any(|it| it.goes_with == Some(watched.table));
            assert!(watched.goes_with.is_none() || !has_further);
            count += parents.len();
        }
        assert_eq!(count, 2);
    }
}
