//! `chat reply`: writing in a chat, on behalf of its account.

use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::{
        error::{Error as RuleError, Kind},
        id::ChatId,
        private::CustomerText,
    },
    store::{Chat, Direction, NewMessage},
};

/// WhatsApp's limit for the body of a text message, in characters.
const LONGEST_TEXT: usize = 4096;

/// What to write, and where.
#[derive(Debug, Clone, Copy)]
pub struct Reply<'a> {
    /// The chat.
    pub chat: ChatId,
    /// The text.
    pub text: &'a str,
    /// Whether the author becomes the assignee of a chat that nobody has.
    pub assign: bool,
}

/// Writes in a chat. Who sees it may; a mask doesn't matter (Interakt: "This masking does not in
/// any way impact the ability of an Interakt user to converse").
///
/// # Errors
/// A chat out of sight; a text that is empty or too long.
pub fn reply(session: &mut Session, reply: &Reply<'_>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let chat = snapshot.chat(reply.chat)?;
            let facts = chat.as_ref().map(Chat::facts);
            let authorization = actor.authorize_reply(reply.chat, facts, now)?;
            check_text(reply.text)?;
            Ok((authorization, chat))
        },
        |change, actor, chat| {
            let Some(chat) = chat else { return Ok(Outcome::default()) };
            let message = change.insert_message(&NewMessage {
                chat: chat.id,
                external_id: None,
                at: now,
                direction: Direction::Out,
                kind: "text",
                text: Some(&CustomerText::new(reply.text)),
                contact: None,
                member: Some(actor.id),
                author: Some(actor.display_name()),
                reply_to: None,
                recipient: chat.phone.as_ref(),
                status: Some("queued"),
            })?;
            let Some(message) = message else { return Ok(Outcome::default()) };
            change.touch_chat(chat.id, message, now)?;
            let object = format!("chat {}", chat.id.0);
            let written = Changed::new("chat.reply", object.as_str())
                .new_field("message", Some(message.0.to_string()));
            let mut outcome = Outcome::from(written);
            if reply.assign && chat.assignee.is_none() {
                change.set_assignee(chat.id, Some(actor.id))?;
                outcome.changed.push(
                    Changed::new("chat.assign", object)
                        .new_field("assignee", Some(actor.email.as_str())),
                );
            }
            Ok(outcome)
        },
    )
}

fn check_text(text: &str) -> Result<()> {
    let problem = if text.trim().is_empty() {
        "is empty"
    } else if text.chars().count() > LONGEST_TEXT {
        "is longer than the 4096 characters that WhatsApp sends"
    } else {
        return Ok(());
    };
    // The text itself may hold what not every reader of the error may know.
    Err(RuleError::invalid(Kind::Text, "…", problem).into())
}
