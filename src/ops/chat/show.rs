//! `chat show`: the header, the card of the contact, and the messages.

use crate::{
    ops::{
        Result, Session,
        chat::{ChatRow, content, row, title},
    },
    rules::{
        error::{Kind, NameError},
        id::{ChatId, MessageId},
        privacy::{
            content::SafeContent,
            lens::{Focus, SafeText},
        },
    },
    store::{Ahead, Direction, Message},
};

/// One chat as a member may see it.
#[derive(Debug, Clone)]
pub struct ChatView {
    /// As the list shows it.
    pub header: ChatRow,
    /// What is known of the contact.
    pub card: Card,
    /// The messages, oldest first.
    pub messages: Vec<MessageRow>,
}

/// What is known of a contact, as far as the reader may know it.
#[derive(Debug, Clone)]
pub struct Card {
    /// What they are called.
    pub name: SafeText,
    /// Their number.
    pub phone: Option<SafeText>,
    /// Whether numbers are hidden from the reader.
    pub phone_masked: bool,
    /// Their traits; `None` where they are hidden.
    pub traits: Option<Vec<(SafeText, SafeText)>>,
    /// Their tags.
    pub tags: Vec<SafeText>,
}

/// A message as a member may see it.
#[derive(Debug, Clone)]
pub struct MessageRow {
    /// Its key.
    pub id: MessageId,
    /// When it was written, in milliseconds since 1970.
    pub at: i64,
    /// Which way it went.
    pub direction: Direction,
    /// Who wrote it.
    pub author: Option<SafeText>,
    /// What was written.
    pub text: SafeText,
    /// Its kind, as WhatsApp names it.
    pub kind: SafeText,
    /// What else was said, such as the lines of an order.
    pub content: Option<SafeContent>,
    /// Sent, delivered, read, … as WhatsApp names it.
    pub status: Option<SafeText>,
    /// What was said with the status, such as why the message failed.
    pub status_details: Option<SafeContent>,
    /// When it was edited, in milliseconds since 1970.
    pub edited_at: Option<i64>,
}

/// One chat: at most `limit` messages, those before `before` where that is given.
///
/// # Errors
/// A chat that isn't there or that the member doesn't see, which are the same; a `before` that is
/// no message of the chat.
pub fn show(
    session: &mut Session,
    id: ChatId,
    before: Option<MessageId>,
    limit: Option<u64>,
) -> Result<ChatView> {
    session.ask_ahead(|| Ahead::chat(id, limit));
    session.read(|snapshot, actor| {
        let chat = snapshot.chat(id)?;
        actor.require_sight(id, chat.as_ref().map(crate::store::Chat::facts))?;
        let Some(chat) = chat else {
            return Err(crate::store::Error::Corrupt("a chat came and went".to_owned()).into());
        };
        let lens = actor.lens();
        let known = snapshot.known();
        let focus = actor.focus(&known);
        let (traits, tags) = (snapshot.traits_in(id)?, snapshot.tags_in(id)?);
        // One in another chat is as good as none: its place in time is not for this reader to learn.
        if let Some(before) = before
            && !snapshot.has_message(id, before)?
        {
            return Err(NameError::unknown(Kind::Message, &before.0.to_string(), None).into());
        }
        let messages = snapshot.messages(id, before, limit)?;
        known.gather(chat.texts());
        known.gather(traits.iter().flat_map(|(key, value)| [Some(key), Some(value)]));
        known.gather(tags.iter().map(Some));
        known.gather(messages.iter().flat_map(Message::texts));
        let card = Card {
            name: title(&focus, &chat),
            phone: chat.phone.as_ref().map(|phone| focus.phone(phone)),
            phone_masked: lens.hides_numbers(),
            traits: focus.traits(&traits),
            tags: focus.tags(&tags),
        };
        let messages = messages.iter().map(|message| message_row(&focus, message)).collect();
        Ok(ChatView { header: row(actor, &chat, &focus), card, messages })
    })
}

fn message_row(focus: &Focus<'_>, message: &Message) -> MessageRow {
    let code = |code: &str| focus.staff(code);
    let contact = || {
        focus.called(
            message.contact_name.as_ref(),
            message.contact_username.as_ref(),
            message.contact_phone.as_ref(),
            message.contact,
        )
    };
    let deleted = message.deleted_at.is_some();
    let text = focus.one_of(message.text.as_ref(), message.veiled.as_ref());
    MessageRow {
        id: message.id,
        at: message.at,
        direction: message.direction,
        // An import takes a colleague's name from a file, which may put a customer's number there.
        author: message.author.as_deref().map(code).or_else(contact),
        text: content(focus, &message.kind, text, deleted),
        kind: code(&message.kind),
        content: message.content.as_ref().map(|content| focus.content(content)),
        status: message.status.as_deref().map(code),
        status_details: message.status_details.as_ref().map(|details| focus.content(details)),
        edited_at: message.edited_at,
    }
}
