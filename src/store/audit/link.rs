//! A link of the audit's chain: what an entry's hash covers, and what its state sums.

use crate::store::engine::{
    Row, ToSql, ValueRef,
    error::Result,
    watch::{RowSum, Watched, add, hash},
};

/// The columns of an entry that its hash covers, in this order.
pub(in crate::store) const COLUMNS: &str =
    "id, part_of, at, actor_id, actor_email, operator, via, clock_set, undoes, action,
    object, before, after, needed, kept, state";
pub(super) const COUNT: usize = 16;

/// What decides who may do what, who sees whom, and what is hidden.
pub(in crate::store) const DECIDING: &[Watched] = &[
    Watched { table: "workspace", part: None },
    Watched { table: "setting", part: None },
    Watched { table: "role", part: None },
    Watched { table: "role_permission", part: None },
    Watched { table: "team", part: None },
    Watched { table: "member", part: None },
    Watched { table: "member_key", part: None },
    Watched { table: "account", part: None },
    Watched {
        table: "chat",
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
