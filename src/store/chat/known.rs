//! What is known of the chats that a change writes to, so that it isn't asked again for each of their messages.

use super::{exported::IS_EXPORTED, known_chats::KnownChat};
use crate::rules::{
    id::{AccountId, ChatId, ContactId},
    phone::Phone,
};
use crate::store::{
    Change, Snapshot,
    engine::{Row, error::Result},
};

/// A chat of a contact.
pub struct ContactChat {
    /// Its account.
    pub account: AccountId,
    /// Its key.
    pub chat: ChatId,
    /// Whether an export brought any of its messages.
    pub is_exported: bool,
}

const KNOWN: &str =
    "SELECT chat.account_id, substr(account.number, 2, account.number_country_code) || ' '
    || coalesce(substr(contact.phone, 2, contact.phone_country_code), '') AS codes
    FROM chat LEFT JOIN account ON account.id = chat.account_id
        LEFT JOIN contact ON contact.id = chat.contact_id WHERE chat.id = ?1";

impl Snapshot<'_> {
    /// The chats of each of these contacts.
    pub fn chats_of_contacts(&self, contacts: &[ContactId]) -> Result<Vec<Vec<ContactChat>>> {
        let sql = format!(
            "SELECT id, account_id, EXISTS (SELECT 1 FROM message WHERE chat_id = chat.id
                AND {IS_EXPORTED}) AS is_exported
             FROM chat WHERE contact_id = ?1 ORDER BY id"
        );
        let keys: Vec<_> = contacts.iter().map(|contact| vec![contact.0.into()]).collect();
        self.connection.for_each(&sql, &keys, |row| {
            Ok(ContactChat {
                account: row.get("account_id")?,
                chat: row.get("id")?,
                is_exported: row.get("is_exported")?,
            })
        })
    }
}

impl<K> Change<'_, K> {
    /// A chat's account, and the country codes by which numbers in its texts are read.
    pub(super) fn known_chat(&self, chat: ChatId) -> Result<KnownChat> {
        if let Some(known) = self.state.chats.borrow().chats.get(&chat) {
            return Ok(known.clone());
        }
        let known = self.connection.one(KNOWN, [chat], known)?;
        self.state.chats.borrow_mut().add(chat, known.clone());
        Ok(known)
    }

    /// Looks up chats of which it will be asked.
    pub fn look_up_chats(&self, chats: &[ChatId]) -> Result<()> {
        let is_known = |chat: &&ChatId| self.state.chats.borrow().chats.contains_key(*chat);
        let chats: Vec<_> = chats.iter().filter(|chat| !is_known(chat)).copied().collect();
        let keys: Vec<_> = chats.iter().map(|chat| vec![chat.0.into()]).collect();
        let all = self.connection.for_each(KNOWN, &keys, known)?;
        for (chat, known) in chats.into_iter().zip(all.into_iter().flatten()) {
            self.state.chats.borrow_mut().add(chat, known);
        }
        Ok(())
    }

    /// Notes a chat that is new.
    pub(super) fn know_new_chat(
        &self,
        chat: ChatId,
        account: AccountId,
        phone: Option<&Phone>,
    ) -> Result<()> {
        let known = self.state.chats.borrow().codes.get(&account).cloned();
        let code = match known {
            Some(code) => code,
            None => {
                let sql =
                    "SELECT substr(number, 2, number_country_code) FROM account WHERE id = ?1";
                let code: String = self.connection.one(sql, [account], Row::only)?;
                self.state.chats.borrow_mut().codes.insert(account, code.clone());
                code
            }
        };
        let codes = format!("{code} {}", phone.map_or("", Phone::country_code));
        self.state.chats.borrow_mut().add(chat, KnownChat { account, codes });
        Ok(())
    }

    /// Forgets it: somebody has another number, or a chat is another's.
    pub(in crate::store) fn forget_known_chats(&self) {
        self.state.chats.take();
    }
}

fn known(row: &Row<'_>) -> Result<KnownChat> {
    Ok(KnownChat { account: row.get("account_id")?, codes: row.get("codes")? })
}
