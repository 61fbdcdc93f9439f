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
    engine::{Row, Value, error::Result, params},
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

/// Which of a contact's tags.
#[derive(Clone, Copy)]
enum Of<'t> {
    All,
    One(&'t str),
}

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

    /// Its account, whose it is, its time and its key, and which tags are meant.
    fn values(self, tags: Of<'_>) -> Vec<Value> {
        let whose = self.assignee.map_or(Assignee::Nobody, |key| Assignee::Member(MemberId(key)));
        let numbers = [self.account, assignee_key(Some(whose)), self.last_at, self.chat];
        let tags = match tags {
            Of::All => Value::from(self.contact),
            Of::One(tag) => Value::from(tag.to_owned()),
        };
        numbers.into_iter().map(Value::from).chain([tags]).collect()
    }

    /// The statement that puts a chat under tags.
    fn putting(self, tags: Of<'_>) -> String {
        let (tag, from) = match tags {
            Of::All => ("tag", "FROM contact_tag, way WHERE contact_id = ?5"),
            Of::One(_) => ("?5", "FROM way"),
        };
        // Whose nobody's chats are is asked account by account alone.
        let of_member = if self.assignee.is_some() { "UNION ALL SELECT 0, ?2" } else { "" };
        format!(
            "WITH way (account_id, assignee_id) AS (SELECT 0, 0 UNION ALL SELECT ?1, 0
                UNION ALL SELECT ?1, ?2 {of_member})
             INSERT INTO chat_tag (tag, account_id, assignee_id, last_at, chat_id)
             SELECT {tag}, way.account_id, way.assignee_id, ?3, ?4 {from}"
        )
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
            self.write_chats(id, tag, Self::take_from)?;
        }
        Ok(removed == 1)
    }
}

impl<K> Change<'_, K> {
    /// The same, for the store's own use.
    pub(in crate::store) fn give_tag(&self, id: ContactId, tag: &CustomerText) -> Result<bool> {
        let added = self.connection.execute(ADD_TAG, params![id.0, tag.raw_for_storage()])?;
        if added == 1 {
            self.write_chats(id, tag, Self::put_under)?;
        }
        Ok(added == 1)
    }

    fn write_chats(
        &self,
        contact: ContactId,
        tag: &CustomerText,
        write: impl Fn(&Self, Standing, Of<'_>) -> Result<()>,
    ) -> Result<()> {
        let sql = format!("{STANDING} WHERE contact_id = ?1");
        let chats = self.connection.all(&sql, [contact], Standing::of)?;
        let tag = Of::One(tag.raw_for_storage());
        chats.into_iter().try_for_each(|standing| write(self, standing, tag))
    }

    /// Puts a chat under tags of its contact: a row for each way to ask, so that everything is read by one of
    /// them, and nothing by passing others.
    fn put_under(&self, standing: Standing, tags: Of<'_>) -> Result<()> {
        self.connection.execute(&standing.putting(tags), standing.values(tags)).map(drop)
    }

    /// Takes a chat from under tags, as it stood.
    fn take_from(&self, standing: Standing, tags: Of<'_>) -> Result<()> {
        self.connection.execute(&taking(tags), standing.values(tags)).map(drop)
    }

    /// Puts a chat that is new under the tags that its contact has.
    pub(in crate::store) fn tag_new_chat(&self, id: ChatId) -> Result<()> {
        self.tagged(&[id])?.into_iter().try_for_each(|standing| self.put_under(standing, Of::All))
    }

    /// Lets `change` write to the rows of chats, and takes their tags along to where they stand then.
    pub(in crate::store) fn moving_tags<T>(
        &self,
        chats: &[ChatId],
        change: impl FnOnce() -> Result<T>,
    ) -> Result<()> {
        let before = self.tagged(chats)?;
        change()?;
        let chats: Vec<_> = before.iter().map(|standing| ChatId(standing.chat)).collect();
        let after = self.tagged(&chats)?;
        let moved = before.iter().zip(&after).filter(|(before, after)| before != after);
        let (from, to): (Vec<&Standing>, Vec<&Standing>) = moved.unzip();
        let values = |standing: &&Standing| standing.values(Of::All);
        self.connection.execute_each(&taking(Of::All), from.iter().map(values))?;
        let (of_members, of_nobody): (Vec<&Standing>, Vec<&Standing>) =
            to.into_iter().partition(|standing| standing.assignee.is_some());
        for chats in [of_members, of_nobody] {
            let Some(first) = chats.first() else { continue };
            self.connection.execute_each(&first.putting(Of::All), chats.iter().map(values))?;
        }
        Ok(())
    }

    /// Where chats stand that have tags to be found by.
    fn tagged(&self, chats: &[ChatId]) -> Result<Vec<Standing>> {
        let sql = format!(
            "{STANDING} WHERE id = ?1 AND EXISTS
                (SELECT 1 FROM contact_tag WHERE contact_tag.contact_id = chat.contact_id)"
        );
        let keys: Vec<_> = chats.iter().map(|chat| vec![chat.0.into()]).collect();
        let standings = self.connection.for_each(&sql, &keys, Standing::of)?;
        Ok(standings.into_iter().flatten().collect())
    }
}

/// The statement that takes a chat from under tags.
fn taking(tags: Of<'_>) -> String {
    let tag = match tags {
        Of::All => "tag IN (SELECT tag FROM contact_tag WHERE contact_id = ?5)",
        Of::One(_) => "tag = ?5",
    };
    format!(
        "DELETE FROM chat_tag WHERE {tag} AND account_id IN (0, ?1) AND assignee_id IN (0, ?2)
            AND last_at = ?3 AND chat_id = ?4"
    )
}
