//! The rows by which chats are found by tag, said once more: for the tests that hold the program's
//! to it, and for those that write tags behind its back.

use super::Workspace;

/// What stands in `chat_tag`, made of the chats and of their contacts' tags.
pub const CHATS_BY_TAG: &str = "WITH tagged AS (
        SELECT tag, account_id, assignee_id, last_at, id FROM chat JOIN contact_tag USING (contact_id)
    ) SELECT tag, 0, 0, last_at, id FROM tagged
    UNION ALL SELECT tag, account_id, 0, last_at, id FROM tagged
    UNION ALL SELECT tag, account_id, coalesce(assignee_id, -1), last_at, id FROM tagged
    UNION ALL SELECT tag, 0, assignee_id, last_at, id FROM tagged WHERE assignee_id IS NOT NULL
    ORDER BY 1, 2, 3, 4, 5";

impl Workspace {
    /// Runs SQL that gives or takes tags, and lets the chats be found by them.
    pub fn tags(&self, sql: &str) {
        self.execute(&format!("{sql}; DELETE FROM chat_tag; INSERT INTO chat_tag {CHATS_BY_TAG}"));
    }
}
