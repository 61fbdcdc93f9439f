//! What is derived from other tables: held against them, and made anew from them. The full-text indexes have
//! their own file beside the search.

use std::{collections::BTreeSet, ops::ControlFlow};

use crate::{
    rules::{id::ContactId, phone::Phone},
    store::{
        Snapshot,
        contact::number::{ADD_NUMBER, KnownNumber, known_numbers},
        engine::{
            Row,
            error::{Error, Result},
            params,
        },
    },
};

/// Every number that a contact has or had, a contact's together.
const NUMBERS: &str = "SELECT id AS contact_id, phone, phone_country_code FROM contact
    WHERE phone IS NOT NULL
    UNION ALL SELECT contact_id, phone, phone_country_code FROM contact_past_number
    ORDER BY contact_id";

/// What the chats of each tag's contacts are to be: as `chat::tag` writes them.
const TAGGED: &str = "SELECT tag, account_id, assignee_id, last_at, chat_id FROM (
    SELECT tag, 0 AS account_id, 0 AS assignee_id, last_at, chat.id AS chat_id
        FROM chat JOIN contact_tag USING (contact_id)
    UNION ALL SELECT tag, account_id, 0, last_at, chat.id
        FROM chat JOIN contact_tag USING (contact_id)
    UNION ALL SELECT tag, account_id, coalesce(assignee_id, -1), last_at, chat.id
        FROM chat JOIN contact_tag USING (contact_id)
    UNION ALL SELECT tag, 0, assignee_id, last_at, chat.id
        FROM chat JOIN contact_tag USING (contact_id) WHERE assignee_id IS NOT NULL) AS tagged";

/// The chats whose newest message is another than they have noted, or noted otherwise.
const BEHIND: &str = "SELECT chat.id FROM chat LEFT JOIN message ON message.id = last_message_id
    WHERE (message.id IS NULL) <> (NOT EXISTS (SELECT 1 FROM message WHERE chat_id = chat.id))
        OR message.chat_id <> chat.id
        OR message.at < (SELECT max(at) FROM message WHERE chat_id = chat.id)
        OR unread <> CASE direction WHEN 'in' THEN 1 ELSE 0 END
        OR last_at < message.at";

impl Snapshot<'_> {
    /// Whether the numbers that texts are compared with are those that contacts have and had.
    pub(in crate::store) fn known_numbers_are_sound(&self) -> Result<bool> {
        let mut is_known = self.connection.statement(
            "SELECT 1 FROM known_number WHERE national = ?1 AND country_code = ?2 AND contact_id = ?3",
        )?;
        let (mut count, mut is_sound) = (0_u64, true);
        self.each_known_number(|(national, country_code, contact)| {
            count += 1;
            let found =
                is_known.find(params![national, country_code, contact.0], Row::only::<i64>)?;
            is_sound &= found.is_some();
            Ok(())
        })?;
        let kept: u64 = self.connection.value("SELECT count(*) FROM known_number", [])?;
        Ok(is_sound && kept == count)
    }

    pub(in crate::store) fn rebuild_known_numbers(&self) -> Result<()> {
        self.connection.execute("DELETE FROM known_number", [])?;
        let mut add = self.connection.statement(ADD_NUMBER)?;
        self.each_known_number(|(national, country_code, contact)| {
            add.execute(params![national, country_code, contact.0]).map(drop)
        })
    }

    /// Gives each row that there is to be, once.
    fn each_known_number(&self, mut take: impl FnMut(KnownNumber) -> Result<()>) -> Result<()> {
        let mut of_contact = BTreeSet::new();
        let mut last = ContactId(0);
        let mut give =
            |rows: &mut BTreeSet<_>| std::mem::take(rows).into_iter().try_for_each(&mut take);
        self.connection.each(NUMBERS, [], |row| {
            let contact: ContactId = row.get("contact_id")?;
            if contact != last {
                give(&mut of_contact)?;
                last = contact;
            }
            let phone = Phone::from_storage(row.get("phone")?, row.get("phone_country_code")?);
            of_contact.extend(known_numbers(contact, &phone));
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        give(&mut of_contact)
    }

    /// Whether each chat knows its newest message, and whether that is unanswered.
    pub(in crate::store) fn chats_are_sound(&self) -> Result<bool> {
        Ok(!self.connection.exists(BEHIND, [])?)
    }

    pub(in crate::store) fn rebuild_chats(&self) -> Result<()> {
        self.connection.execute(
            &format!(
                "UPDATE chat SET last_message_id = newest.id,
                    last_at = max(last_at, coalesce(newest.at, last_at)),
                    unread = CASE newest.direction WHEN 'in' THEN 1 ELSE 0 END
                 FROM (SELECT chat.id AS chat_id, message.id, message.at, message.direction
                    FROM chat LEFT JOIN message ON message.id =
                        (SELECT id FROM message WHERE chat_id = chat.id ORDER BY at DESC, id DESC LIMIT 1)
                    WHERE chat.id IN ({BEHIND})) AS newest
                 WHERE chat.id = newest.chat_id"
            ),
            [],
        )?;
        // Lists by tag are in the order of time as well.
        self.rebuild_tags()
    }

    /// Whether lists by tag are read from what contacts have.
    pub(in crate::store) fn tags_are_sound(&self) -> Result<bool> {
        let columns = "tag, account_id, assignee_id, last_at, chat_id";
        for (one, other) in [(TAGGED, "SELECT * FROM chat_tag"), ("SELECT * FROM chat_tag", TAGGED)]
        {
            let sql = format!(
                "SELECT {columns} FROM ({one}) AS one EXCEPT SELECT {columns} FROM ({other}) AS other"
            );
            if self.connection.exists(&sql, [])? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(in crate::store) fn rebuild_tags(&self) -> Result<()> {
        self.connection.execute("DELETE FROM chat_tag", [])?;
        self.connection.execute(&format!("INSERT INTO chat_tag {TAGGED}"), [])?;
        Ok(())
    }
}
