//! When the workspace was last backed up: the audit has an entry for each backup.

use crate::store::{
    Snapshot,
    engine::{Row, error::Result, hint},
};

impl Snapshot<'_> {
    /// When the newest backup was made, in milliseconds since 1970.
    pub fn last_backup(&self) -> Result<Option<i64>> {
        // The action stands in the text, not as a value: so the engine finds the index of backups.
        let sql = format!(
            "SELECT at FROM audit {} WHERE action = 'workspace.backup' ORDER BY id DESC LIMIT 1",
            hint::AUDIT_BACKUPS
        );
        self.connection.find(&sql, [], Row::only)
    }
}
