//! Tags, and the chats of who has them: kept by account, by assignee and by both, in the order of a list,
//! so that a page of one tag costs no more than any other page, however rare the tag is.
//!
//! A contact has tags, but what is listed is chats. So whatever gives or takes a tag, and whatever
//! gives a tagged contact's chat another time or another assignee, goes through here.

use rusqlite::{CachedStatement, OptionalExtension, params};

use super::filter::Assignee;
use crate::rules::{
    id::{ChatId, ContactId, MemberId},
    privacy::private::CustomerText,
};
use crate::store::{Change, engine::error::Result};

/// In the place of an account: all of them. In the place of an assignee: whoever it is.
pub(in crate::store) const ANY: i64 = 0;

/// What stands for an assignee, in the place of a member's key.
pub(in crate::store) const fn assignee_key(assignee: Option<Assignee>) -> i64 {
    match assignee {
        None => ANY,
        Some(Assignee::Nobody) => -1,
        Some(Assignee::Member(member)) => member.0,
    }
}

/// What the rows of a chat's tags are made of.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Standing {
    chat: i64,
    contact: i64,
    account: i64,
    assignee: Option<i64>,
    last_at: i64,
}

const STANDING: &str = "SELECT id, contact_id, account_id, assignee_id, last_at FROM chat";

/// A row for each way to ask: everything is read by one of them, and nothing by passing others.
const ADD: &str = "INSERT INTO chat_tag (tag, account_id, assignee_id, last_at, chat_id)
    VALUES (?1, ?2, ?3, ?4, ?5)";
const REMOVE: &str = "DELETE FROM chat_tag WHERE tag = ?1 AND account_id = ?2 AND assignee_id = ?3
    AND last_at = ?4 AND chat_id = ?5";

impl Standing {
    fn of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let [chat, contact, account] = [row.get(0)?, row.get(1)?, row.get(2)?];
        Ok(Self { chat, contact, account, assignee: row.get(3)?, last_at: row.get(4)? })
    }

    fn write(self, statement: &mut CachedStatement<'_>, tag: &str) -> rusqlite::Result<()> {
        let whose = self.assignee.map_or(Assignee::Nobody, |key| Assignee::Member(MemberId(key)));
        let whose = assignee_key(Some(whose));
        let mut write = |account: i64, assignee: i64| {
            statement.execute(params![tag, account, assignee, self.last_at, self.chat])
        };
        write(ANY, ANY)?;
        write(self.account, ANY)?;
        write(self.account, whose)?;
        if self.assignee.is_some() {
            write(ANY, whose)?;
        }
        Ok(())
    }
}

impl Change<'_> {
    /// Gives a contact a tag. Says whether that was news.
    pub fn add_tag(&self, id: ContactId, tag: &CustomerText) -> Result<bool> {
        let added = self
            .connection
            .prepare_cached(
                "INSERT INTO contact_tag (contact_id, tag) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            )?
            .execute(params![id.0, tag.raw_for_storage()])?;
        if added == 1 {
            self.note_tagged(id, tag)?;
            self.write_chats(id, tag, ADD)?;
        }
        Ok(added == 1)
    }

    /// Takes a tag from a contact. Says whether they had it.
    pub fn remove_tag(&self, id: ContactId, tag: &CustomerText) -> Result<bool> {
        let removed = self
            .connection
            .prepare_cached("DELETE FROM contact_tag WHERE contact_id = ?1 AND tag = ?2")?
            .execute(params![id.0, tag.raw_for_storage()])?;
        if removed == 1 {
            self.write_chats(id, tag, REMOVE)?;
        }
        Ok(removed == 1)
    }

    fn write_chats(&self, contact: ContactId, tag: &CustomerText, sql: &str) -> Result<()> {
        let mut chats =
            self.connection.prepare_cached(&format!("{STANDING} WHERE contact_id = ?1"))?;
        let mut statement = self.connection.prepare_cached(sql)?;
        for standing in chats.query_map([contact.0], Standing::of)? {
            standing?.write(&mut statement, tag.raw_for_storage())?;
        }
        Ok(())
    }

    /// Puts a chat that is new under the tags that its contact has.
    pub(in crate::store) fn tag_new_chat(&self, id: ChatId) -> Result<()> {
        let standing = self.tagged(id)?;
        standing.map_or(Ok(()), |standing| self.write_tags(standing, ADD))
    }

    /// Lets `change` write to a chat's row, and takes its tags along to where it stands then.
    pub(in crate::store) fn moving_tags(
        &self,
        id: ChatId,
        change: impl FnOnce() -> rusqlite::Result<usize>,
    ) -> Result<()> {
        let before = self.tagged(id)?;
        change()?;
        let Some(before) = before else { return Ok(()) };
        if let Some(after) = self.tagged(id)?
            && after != before
        {
            self.write_tags(before, REMOVE)?;
            self.write_tags(after, ADD)?;
        }
        Ok(())
    }

    /// Where a chat stands, if it has tags to be found by.
    fn tagged(&self, id: ChatId) -> Result<Option<Standing>> {
        Ok(self
            .connection
            .prepare_cached(&format!(
                "{STANDING} WHERE id = ?1 AND EXISTS
                    (SELECT 1 FROM contact_tag WHERE contact_tag.contact_id = chat.contact_id)"
            ))?
            .query_row([id.0], Standing::of)
            .optional()?)
    }

    fn write_tags(&self, standing: Standing, sql: &str) -> Result<()> {
        let mut tags =
            self.connection.prepare_cached("SELECT tag FROM contact_tag WHERE contact_id = ?1")?;
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = tags.query([standing.contact])?;
        while let Some(row) = rows.next()? {
            standing.write(&mut statement, &row.get::<_, String>(0)?)?;
        }
        Ok(())
    }
}
