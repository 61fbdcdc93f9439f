//! `chat reveal`: breaking the glass. One number, or one text, is shown once, and the audit keeps who
//! asked for it and why. What the reader sees elsewhere stays as it was.

use anyhow::anyhow;

use crate::rules::policy::grant::Records;
use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::{
        error::{ChatError, Kind, NameError, Refusal},
        id::{ChatId, ContactId, MessageId},
        phone::Phone,
        policy::{actor::Actor, mask::MaskSet, permission::Permission},
        privacy::lens::{Lens, SafeText},
        workspace::member::check_name,
    },
    store::{Chat, Message, REVEAL, Snapshot},
};

/// A day in milliseconds. Days begin at midnight UTC, so that a limit is the same for everybody.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// What to reveal.
#[derive(Debug, Clone, Copy)]
pub struct Reveal<'a> {
    /// In which chat.
    pub chat: ChatId,
    /// The number of whoever wrote that message; in a group it must be said whose.
    pub author_of: Option<MessageId>,
    /// The text of that message instead of a number.
    pub text_of: Option<MessageId>,
    /// Why.
    pub reason: &'a str,
}

/// A number or a text that was revealed.
#[derive(Debug, Clone)]
pub struct Revealed {
    /// The number or the text; masked where the run is a dry one.
    pub shown: SafeText,
    /// How many more the actor may reveal today; `None` without a limit.
    pub left: Option<u64>,
    /// Whether numbers are hidden from the actor at all: else nothing was revealed, nor noted.
    pub was_hidden: bool,
}

/// Shows one number, or one text, to whom numbers are hidden, and notes it. To whom nothing is hidden it is shown
/// without a note. A dry run goes all the way, and shows the mask.
///
/// # Errors
/// A chat out of sight, refused without `numbers.reveal` or beyond the role's limit for a day, a
/// reason that is none, a message that isn't the chat's, no number to show.
pub fn reveal(session: &mut Session, wanted: &Reveal<'_>) -> Result<Revealed> {
    let now = session.now();
    let is_dry_run = session.is_dry_run();
    let mut revealed = None;
    session.change(
        |snapshot, actor| {
            let chat = snapshot.chat(wanted.chat)?;
            actor.require_sight(wanted.chat, chat.as_ref().map(Chat::facts))?;
            let grant = actor.authorize_chats::<Records>(Permission::NumbersReveal, now)?;
            let reason = check_name(Kind::Reason, wanted.reason)?;
            let secret = match wanted.text_of {
                Some(message) => Secret::Text(text_of(snapshot, wanted.chat, message)?),
                None => Secret::Number(whose(snapshot, wanted, chat.as_ref())?),
            };
            let left = left_today(snapshot, actor, now)?;
            Ok((grant, (reason, secret, left)))
        },
        |change, actor, (reason, secret, left)| {
            let was_hidden = actor.lens().hides_numbers();
            // The one place where a masked reader is shown what the `number` mask hides. What hides
            // traits goes on hiding them.
            let masks = MaskSet { number: is_dry_run && was_hidden, ..actor.role.masks };
            let (lens, known) = (Lens::new(masks), change.known());
            let (shown, contact) = match &secret {
                Secret::Number((contact, phone)) => (lens.phone(phone), Some(contact.0)),
                Secret::Text(message) => {
                    let focus = lens.on(&known);
                    let text = focus.one_of(message.text.as_ref(), message.veiled.as_ref());
                    (text.map_or(SafeText::NOTHING, |text| focus.text(text)), None)
                }
            };
            revealed = Some(Revealed { shown, left, was_hidden });
            if !was_hidden {
                return Ok(Outcome::default());
            }
            let message = wanted.author_of.or(wanted.text_of).map(|message| message.0);
            let what = wanted.text_of.map(|_| "text");
            let changed = Changed::new(REVEAL, format!("chat {}", wanted.chat.0))
                .new_field("reason", Some(reason))
                .new_field("contact", contact)
                .new_field("message", message)
                .new_field("what", what);
            Ok(changed.into())
        },
    )?;
    revealed
        .ok_or_else(|| crate::ops::Error::Bug(anyhow!("a number was neither shown nor refused")))
}

/// What is to be shown.
enum Secret {
    Number((ContactId, Phone)),
    Text(Box<Message>),
}

/// The message of that key, if it stands in the chat and has a text.
fn text_of(snapshot: &Snapshot<'_>, chat: ChatId, message: MessageId) -> Result<Box<Message>> {
    if !snapshot.has_message(chat, message)? {
        return Err(NameError::unknown(Kind::Message, &message.0.to_string(), None).into());
    }
    Ok(Box::new(snapshot.message_by_id(message)?.1))
}

/// Whose number is meant, and which it is.
fn whose(
    snapshot: &Snapshot<'_>,
    wanted: &Reveal<'_>,
    chat: Option<&Chat>,
) -> Result<(ContactId, Phone)> {
    let ChatId(id) = wanted.chat;
    let message = wanted.author_of.map(|message| message.0);
    let none = || ChatError::NoNumber { chat: id, message };
    let contact = chat.and_then(|chat| chat.contact);
    let found = match (wanted.author_of, contact) {
        (Some(message), _) => {
            if !snapshot.has_message(wanted.chat, message)? {
                return Err(NameError::unknown(Kind::Message, &message.0.to_string(), None).into());
            }
            snapshot.author_of(wanted.chat, message)?
        }
        (None, Some(contact)) => Some((contact, chat.and_then(|chat| chat.phone.clone()))),
        (None, None) => return Err(ChatError::WhoseNumber { chat: id }.into()),
    };
    let (contact, phone) = found.ok_or_else(none)?;
    Ok((contact, phone.ok_or_else(none)?))
}

/// How many more the actor may reveal today once this one is.
fn left_today(snapshot: &Snapshot<'_>, actor: &Actor, now: i64) -> Result<Option<u64>> {
    let Some(limit) = actor.role.reveals_per_day.filter(|_| actor.lens().hides_numbers()) else {
        return Ok(None);
    };
    let midnight = now - now.rem_euclid(DAY);
    let done = snapshot.reveals_between(actor.id, midnight, midnight + DAY)?;
    match u64::from(limit).checked_sub(done + 1) {
        Some(left) => Ok(Some(left)),
        None => Err(actor.refused(Refusal::RevealLimit(limit)).into()),
    }
}
