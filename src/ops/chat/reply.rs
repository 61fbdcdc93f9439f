//! `chat reply`: writing in a chat, on behalf of its account.

use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::{
        actor::Actor,
        error::{Error as RuleError, Kind},
        id::ChatId,
        private::CustomerText,
    },
    store::{Change, Chat, Direction, NewMessage},
};

/// WhatsApp's limit for the body of a text message, in characters.
const LONGEST_TEXT: usize = 4096;

/// A text that can be sent.
pub struct Draft {
    text: CustomerText,
    assign: bool,
}

impl Draft {
    /// Checks a text. With `assign`, its author becomes the assignee of a chat that nobody has.
    ///
    /// # Errors
    /// [`RuleError::Invalid`] for one that is empty or longer than WhatsApp sends.
    pub fn new(text: &str, assign: bool) -> Result<Self> {
        let problem = if text.trim().is_empty() {
            "is empty"
        } else if text.chars().count() > LONGEST_TEXT {
            "is longer than the 4096 characters that WhatsApp sends"
        } else {
            return Ok(Self { text: CustomerText::new(text), assign });
        };
        // The text itself may hold what not every reader of the error may know.
        Err(RuleError::invalid(Kind::Text, "…", problem).into())
    }
}

/// Writes in a chat. Who sees it may; a mask doesn't matter (Interakt: "This masking does not in
/// any way impact the ability of an Interakt user to converse").
///
/// # Errors
/// A chat out of sight; a text that can't be sent.
pub fn reply(session: &mut Session, id: ChatId, text: &str, assign: bool) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let chat = snapshot.chat(id)?;
            let authorization = actor.authorize_reply(id, chat.as_ref().map(Chat::facts), now)?;
            Ok((authorization, (chat, Draft::new(text, assign)?)))
        },
        |change, actor, (chat, draft)| {
            let Some(chat) = chat else { return Ok(Outcome::default()) };
            let changed = write_message(change, actor, &chat, &draft, now)?;
            Ok(Outcome { changed, ..Outcome::default() })
        },
    )
}

/// Puts a message into a chat, as the actor's, and the chat into their hands where nobody has it.
pub(super) fn write_message(
    change: &Change<'_>,
    actor: &Actor,
    chat: &Chat,
    draft: &Draft,
    now: i64,
) -> Result<Vec<Changed>> {
    let message = change.insert_message(&NewMessage {
        chat: chat.id,
        external_id: None,
        at: now,
        direction: Direction::Out,
        kind: "text",
        text: Some(&draft.text),
        contact: None,
        member: Some(actor.id),
        author: Some(actor.display_name()),
        reply_to: None,
        recipient: chat.phone.as_ref(),
        status: Some("queued"),
        campaign: None,
        template_version: None,
    })?;
    let Some(message) = message else { return Ok(Vec::new()) };
    change.touch_chat(chat.id, message, now)?;
    let object = format!("chat {}", chat.id.0);
    let mut changed = vec![
        Changed::new("chat.reply", object.as_str())
            .new_field("message", Some(message.0.to_string())),
    ];
    if draft.assign && chat.assignee.is_none() {
        change.set_assignee(chat.id, Some(actor.id))?;
        changed.push(
            Changed::new("chat.assign", object).new_field("assignee", Some(actor.email.as_str())),
        );
    }
    Ok(changed)
}
