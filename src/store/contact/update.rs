//! What a contact is called and known by, written back.

use super::record::name_reading;
use crate::{
    rules::{
        phone::Phone,
        policy::grant::{Contacts, Opens},
        privacy::text::CustomerText,
    },
    store::{Change, Contact, engine::error::Result},
};

impl<K: Opens<Contacts>> Change<'_, K> {
    /// Writes back a contact's own columns, and the index where the name is another.
    pub fn update_contact(&self, contact: &Contact) -> Result<()> {
        self.update_contacts(&[(&self.contact_by_id(contact.id)?, contact)])
    }

    /// The same of many contacts: as they stand in the workspace, and as they shall stand there.
    pub fn update_contacts(&self, contacts: &[(&Contact, &Contact)]) -> Result<()> {
        for (known, contact) in contacts {
            if known.name != contact.name {
                self.reindex_name(contact.id, known.name.as_ref(), contact.name.as_ref())?;
            }
            if known.phone != contact.phone {
                if let Some(phone) = &known.phone {
                    // A corrected number says nothing of what was written from the old one.
                    self.keep_past_number(contact.id, phone, 0)?;
                }
                if let Some(phone) = &contact.phone {
                    self.know_number(contact.id, phone)?;
                }
                self.forget_known_chats();
            }
        }
        // Of one row, FAIL leaves no more behind than ABORT does, and spares the engine a journal of the
        // statement, which takes longer than the row.
        self.connection.update_each(
            "UPDATE OR FAIL contact SET name = ?2, username = ?3, named_at = ?4, username_at = ?5,
                name_reading = ?6 WHERE id = ?1",
            contacts.iter().map(|(_, contact)| {
                (
                    contact.id,
                    contact.name.as_ref().map(CustomerText::raw_for_storage),
                    contact.username.as_ref().map(CustomerText::raw_for_storage),
                    contact.named_at,
                    contact.username_at,
                    name_reading(contact.name.as_ref(), contact.phone.as_ref()),
                )
            }),
        )?;
        let is_another = |(known, contact): &&(&Contact, &Contact)| {
            known.phone != contact.phone || known.whatsapp_user_id != contact.whatsapp_user_id
        };
        self.connection.execute_each(
            "UPDATE OR FAIL contact SET phone = ?2, phone_country_code = ?3, whatsapp_user_id = ?4
             WHERE id = ?1",
            contacts.iter().filter(is_another).map(|(_, contact)| {
                (
                    contact.id,
                    contact.phone.as_ref().map(Phone::raw_for_storage),
                    contact.phone.as_ref().map(Phone::country_code_len),
                    contact.whatsapp_user_id.as_deref(),
                )
            }),
        )
    }
}
