//! Tags, and the chats of who has them: kept by account, by assignee and by both, in the order of a list,
//! so that a page of one tag costs no more than any other page, however rare the tag is.
//!
//! A contact has tags, but what is listed is chats. So whatever gives or takes a tag, and whatever
//! gives a tagged contact's chat another time or another assignee, goes through here.

use super::filter::Assignee;
use crate::rules::policy::grant::{Contacts, Opens};
use crate::rules::{
    id::{ChatId, ContactId, MemberId},
    privacy::text::CustomerText,
};
use crate::store::{
    Change,
    engine::{Row, Statement, error::Result, params},
};

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

pub(in crate::store) const ADD_TAG: &str =
    "INSERT INTO contact_tag (contact_id, tag) VALUES (?1, ?2) ON CONFLICT DO NOTHING";

/// A row for each way to ask: everything is read by one of them, and nothing by passing others.
const ADD: &str = "INSERT INTO chat_tag (tag, account_id, assignee_id, last_at, chat_id)
    VALUES (?1, ?2, ?3, ?4, ?5)";
const REMOVE: &str = "DELETE FROM chat_tag WHERE tag = ?1 AND account_id = ?2 AND assignee_id = ?3
    AND last_at = ?4 AND chat_id = ?5";

impl Standing {
    fn of(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            chat: row.get("id")?,
            contact: row.get("contact_id")?,
            account: row.get("account_id")?,
            assignee: row.get("assignee_id")?,
            last_at: row.get("last_at")?,
        })
    }

    fn write(self, statement: &mut Statement<'_>, tag: &str) -> Result<()> {
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

impl<K: Opens<Contacts>> Change<'_, K> {
    /// Gives a contact a tag. Says whether that was news.
    pub fn add_tag(&self, id: ContactId, tag: &CustomerText) -> Result<bool> {
        let is_news = self.give_tag(id, tag)?;
        if is_news {
            self.note_tagged(id, tag)?;
        }
        Ok(is_news)
    }

    /// Gives a contact a tag that they had before: no campaign waits for that. Says whether they lacked it.
    pub fn give_back_tag(&self, id: ContactId, tag: &CustomerText) -> Result<bool> {
        self.give_tag(id, tag)
    }

    /// Takes a tag from a contact. Says whether they had it.
    pub fn remove_tag(&self, id: ContactId, tag: &CustomerText) -> Result<bool> {
        let removed = self.connection.execute(
            "DELETE FROM contact_tag WHERE contact_id = ?1 AND tag = ?2",
            params![id.0, tag.raw_for_storage()],
        )?;
        if removed == 1 {
            self.write_chats(id, tag, REMOVE)?;
        }
        Ok(removed == 1)
    }
}

impl<K> Change<'_, K> {
    /// The same, for the store's own use.
    pub(in crate::store) fn give_tag(&self, id: ContactId, tag: &CustomerText) -> Result<bool> {
        let added = self.connection.execute(ADD_TAG, params![id.0, tag.raw_for_storage()])?;
        if added == 1 {
            self.write_chats(id, tag, ADD)?;
        }
        Ok(added == 1)
    }

    fn write_chats(&self, contact: ContactId, tag: &CustomerText, sql: &str) -> Result<()> {
        let mut chats = self.connection.statement(&format!("{STANDING} WHERE contact_id = ?1"))?;
        let mut statement = self.connection.statement(sql)?;
        for standing in chats.stream([contact], Standing::of)? {
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
        change: impl FnOnce() -> Result<usize>,
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
        self.connection.find(
            &format!(
                "{STANDING} WHERE id = ?1 AND EXISTS
                    (SELECT 1 FROM contact_tag WHERE contact_tag.contact_id = chat.contact_id)"
            ),
            [id.0],
            Standing::of,
        )
    }

    fn write_tags(&self, standing: Standing, sql: &str) -> Result<()> {
        let mut tags =
            self.connection.statement("SELECT tag FROM contact_tag WHERE contact_id = ?1")?;
        let mut statement = self.connection.statement(sql)?;
        for tag in tags.stream([standing.contact], Row::only::<String>)? {
            standing.write(&mut statement, &tag?)?;
        }
        Ok(())
    }
}
