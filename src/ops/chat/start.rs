//! `chat start`: writing first, from one of the workspace's accounts.

use crate::{
    ops::{
        Changed, Outcome, Result, Session,
        account::number_of,
        chat::{Draft, Writing, write_message},
        lookup::require_account,
        member::read_phone,
    },
    rules::{
        error::{Kind, NameError},
        id::{ChatId, ContactId},
        phone::Phone,
        policy::{actor::Actor, permission::Permission},
    },
    store::{Chat, ContactKey, NewChat, NewContact, Snapshot},
};

/// To whom to write first, and from where.
#[derive(Clone, Copy)]
pub struct Start<'a> {
    /// To whom.
    pub to: To<'a>,
    /// The country whose national form the number may have.
    pub country: Option<&'a str>,
    /// The number of the account to write from.
    pub from: &'a str,
    /// What to write.
    pub writing: Writing<'a>,
    /// Whether the author becomes the assignee.
    pub assign: bool,
}

/// To whom to write first.
#[derive(Clone, Copy)]
pub enum To<'a> {
    /// Whoever has that number.
    Number(&'a str),
    /// A contact whom the actor may read already.
    Contact(ContactId),
    /// The contact of a chat in the actor's sight.
    ContactOf(ChatId),
}

/// A recipient who was found, or a number of nobody yet.
enum Recipient {
    Known(ContactId),
    New(Phone),
}

fn recipient(snapshot: &Snapshot<'_>, actor: &Actor, start: &Start<'_>) -> Result<Recipient> {
    let unknown = |kind, id: i64| NameError::unknown(kind, &id.to_string(), None);
    Ok(match start.to {
        To::Number(number) => {
            let number = read_phone(number, start.country)?;
            let key = ContactKey { phone: Some(&number), whatsapp_user_id: None };
            match snapshot.contact(&key)? {
                Some(contact) => Recipient::Known(contact.id),
                None => Recipient::New(number),
            }
        }
        To::Contact(id) => {
            // By its key alone only whom one may read already.
            let chats = snapshot.facts_of_contact(id)?;
            let in_sight = chats.iter().any(|chat| actor.viewer().sees(*chat).allowed);
            let is_there = snapshot.contact_record(id)?.is_some();
            if !is_there || !(in_sight || actor.may(Permission::Users).allowed) {
                return Err(unknown(Kind::Contact, id.0).into());
            }
            Recipient::Known(id)
        }
        To::ContactOf(id) => {
            let chat = snapshot.chat(id)?;
            actor.require_sight(id, chat.as_ref().map(Chat::facts))?;
            let contact = chat.and_then(|chat| chat.contact);
            Recipient::Known(contact.ok_or_else(|| unknown(Kind::Contact, id.0))?)
        }
    })
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
            let account = require_account(snapshot, actor, start.from)?;
            if let To::Number(number) = start.to {
                actor.require_no_digits(number)?;
            }
            let grant = actor
                .authorize_start((number_of(&account.number).as_str(), account.connector), now)?;
            let recipient = recipient(snapshot, actor, start)?;
            let existing = match recipient {
                Recipient::Known(contact) => snapshot.chat_of_contact(account.id, contact)?,
                Recipient::New(_) => None,
            };
            if let Some(ChatId(id)) = existing {
                return Err(NameError::duplicate(Kind::Chat, &id.to_string()).into());
            }
            let draft = Draft::new(snapshot, actor, start.writing, start.assign)?;
            Ok((grant, (account, recipient, draft)))
        },
        |change, actor, (account, recipient, draft)| {
            let contact = match recipient {
                Recipient::Known(contact) => contact,
                Recipient::New(number) => change.insert_contact(&NewContact {
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
