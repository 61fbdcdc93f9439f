//! `chat start`: writing first, from one of the workspace's accounts.

use crate::{
    ops::{
        Changed, Outcome, Result, Session,
        account::{number_of, require_account},
        chat::{Draft, Writing, write_message},
        member::read_phone,
    },
    rules::{
        error::{Error as RuleError, Kind},
        id::ChatId,
    },
    store::{Chat, ContactKey, NewChat, NewContact},
};

/// To whom to write first, and from where.
#[derive(Clone, Copy)]
pub struct Start<'a> {
    /// The customer's number.
    pub number: &'a str,
    /// The country whose national form the number may have.
    pub country: Option<&'a str>,
    /// The number of the account to write from.
    pub from: &'a str,
    /// What to write.
    pub writing: Writing<'a>,
    /// Whether the author becomes the assignee.
    pub assign: bool,
}

/// Starts a chat. Who is covered by own, same-team or other-teams for the account may; not a masked
/// reader, who could find out by trying whose number a contact's is.
///
/// # Errors
/// Refused, a number that is none, an account that isn't known, a chat that exists already; what
/// can't be sent.
pub fn start(session: &mut Session, start: &Start<'_>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let account = require_account(snapshot, start.from)?;
            actor.require_no_digits(start.number)?;
            let grant = actor
                .authorize_start((number_of(&account.number).as_str(), account.connector), now)?;
            let number = read_phone(start.number, start.country)?;
            let key = ContactKey { phone: Some(&number), whatsapp_user_id: None };
            let contact = snapshot.contact(&key)?.map(|contact| contact.id);
            let existing = match contact {
                Some(contact) => snapshot.chat_of_contact(account.id, contact)?,
                None => None,
            };
            if let Some(ChatId(id)) = existing {
                return Err(RuleError::duplicate(Kind::Chat, &id.to_string()).into());
            }
            let draft = Draft::new(snapshot, actor, start.writing, start.assign)?;
            Ok((grant, (account, number, contact, draft)))
        },
        |change, actor, (account, number, contact, draft)| {
            let contact = match contact {
                Some(contact) => contact,
                None => change.insert_contact(&NewContact {
                    key: ContactKey { phone: Some(&number), whatsapp_user_id: None },
                    name: None,
                    username: None,
                    named_at: now,
                    opted_in: None,
                    at: now,
                })?,
            };
            let id = change.insert_chat(&NewChat {
                account: account.id,
                contact: Some(contact),
                group_id: None,
                at: now,
            })?;
            let started = Changed::new("chat.start", format!("chat {}", id.0))
                .new_field("account", Some(number_of(&account.number).to_string()));
            let mut outcome = Outcome::from(started);
            let chat: Option<Chat> = change.chat(id)?;
            if let Some(chat) = chat {
                outcome.changed.extend(write_message(change, actor, &chat, &draft, now)?);
            }
            Ok(outcome)
        },
    )
}
