//! What breaking the glass needs to know: whose number a message's author has, and how often a member
//! has looked behind the mask. Each look is an entry of the audit; there is no other record of it.

use crate::rules::{
    id::{ChatId, ContactId, MemberId, MessageId},
    phone::Phone,
};
use crate::store::{
    Snapshot,
    engine::{Row, error::Result},
};

/// The action of the audit's entries about revealed numbers.
pub const REVEAL: &str = "chat.reveal";

impl Snapshot<'_> {
    /// The customer who wrote that message in that chat, with their number where it is known; `None`
    /// where a colleague wrote it.
    pub fn author_of(
        &self,
        chat: ChatId,
        message: MessageId,
    ) -> Result<Option<(ContactId, Option<Phone>)>> {
        self.connection.find(
            "SELECT contact.id, contact.phone, contact.phone_country_code
                 FROM message JOIN contact ON contact.id = message.contact_id
                 WHERE message.id = ?1 AND message.chat_id = ?2",
            [message.0, chat.0],
            |row| Ok((row.get("id")?, row.phone("phone", "phone_country_code")?)),
        )
    }

    /// How many numbers a member has revealed between two times, in milliseconds since 1970. What a clock
    /// that had jumped ahead wrote lies after both.
    pub fn reveals_between(&self, member: MemberId, since: i64, until: i64) -> Result<u64> {
        // The action stands in the text, not as a value: so the engine finds the index of reveals.
        self.connection.one(
            "SELECT count(*) FROM audit
                 WHERE action = 'chat.reveal' AND actor_id = ?1 AND at >= ?2 AND at < ?3",
            [member.0, since, until],
            Row::only,
        )
    }
}
