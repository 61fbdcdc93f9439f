//! `chat reply`: writing in a chat, on behalf of its account.

use crate::rules::policy::grant::Chats;
use crate::{
    ops::{Changed, Outcome, Result, Session, template::sendable},
    rules::{
        error::{ChatError, TemplateError},
        id::{ChatId, TemplateVersionId},
        policy::actor::Actor,
        privacy::text::CustomerText,
        whatsapp::{
            chat_error::LONGEST_TEXT,
            template::{FillFault, FillProblem, Language, Values},
        },
    },
    store::{Change, Chat, Direction, NewMessage, Snapshot},
};

/// What is to be written.
#[derive(Clone, Copy)]
pub enum Writing<'a> {
    /// These words.
    Text(&'a str),
    /// An approved template, filled in.
    Template {
        /// Its name.
        name: &'a str,
        /// Its language; it can be left out where there is one only.
        language: Option<&'a str>,
        /// What fills its variables.
        values: &'a Values,
    },
}

/// A message that can be sent.
pub struct Draft {
    text: CustomerText,
    kind: &'static str,
    template: Option<(TemplateVersionId, String)>,
    assign: bool,
}

impl Draft {
    /// Checks what is to be written. With `assign`, its author becomes the assignee of a chat that
    /// nobody has.
    ///
    /// # Errors
    /// A text that is empty or longer than WhatsApp sends; a template that isn't there or that the
    /// actor doesn't see, that isn't approved, or that can't be filled with these values.
    pub fn new(
        snapshot: &Snapshot<'_>,
        actor: &Actor,
        writing: Writing<'_>,
        assign: bool,
    ) -> Result<Self> {
        let (name, language, values) = match writing {
            Writing::Text(text) => {
                let text = actor.written(check_text(text)?);
                return Ok(Self { text, kind: "text", template: None, assign });
            }
            Writing::Template { name, language, values } => (name, language, values),
        };
        let language = language.map(Language::parse).transpose()?;
        let template = sendable(snapshot, actor, name, language.as_ref())?;
        let text = template.render(values).map_err(|error| read_by(actor, error))?;
        let text = actor.written(text);
        let label = format!("{}/{}", template.name, template.language);
        Ok(Self { text, kind: TEMPLATE, template: Some((template.version, label)), assign })
    }
}

/// The kind of a message that a template made, as WhatsApp names it.
const TEMPLATE: &str = "template";

fn check_text(text: &str) -> Result<CustomerText> {
    let length = text.chars().count();
    if text.trim().is_empty() {
        return Err(ChatError::EmptyText.into());
    }
    if length > LONGEST_TEXT {
        return Err(ChatError::LongText { length }.into());
    }
    Ok(CustomerText::new(text))
}

/// The names of variables are staff's words, and may hold a number all the same.
fn read_by(actor: &Actor, error: TemplateError) -> TemplateError {
    let read = |name: String| actor.lens().staff(name).to_string();
    match error {
        TemplateError::Fill { name, variables, faults } => TemplateError::Fill {
            name,
            variables: variables.into_iter().map(read).collect(),
            faults: faults
                .into_iter()
                .map(|fault| match fault.problem {
                    // The actor's own word.
                    FillProblem::Unknown => fault,
                    _ => FillFault { variable: read(fault.variable), ..fault },
                })
                .collect(),
        },
        other => other,
    }
}

/// Writes in a chat. Who sees it may; a mask doesn't matter (Interakt: "This masking does not in
/// any way impact the ability of an Interakt user to converse"), and neither does it for templates
/// ("The templates created already for the org will continue to be available for users to use via.
/// inbox").
///
/// # Errors
/// A chat out of sight; what can't be sent.
pub fn reply(
    session: &mut Session,
    id: ChatId,
    writing: Writing<'_>,
    assign: bool,
) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let chat = snapshot.chat(id)?;
            let grant = actor.authorize_chat(id, chat.as_ref().map(Chat::facts), now)?;
            let draft = Draft::new(snapshot, actor, writing, assign)?;
            Ok((grant, (chat, draft)))
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
    change: &Change<'_, Chats>,
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
        kind: draft.kind,
        text: Some(&draft.text),
        contact: None,
        member: Some(actor.id),
        author: Some(actor.display_name()),
        veiled: None,
        content: None,
        reply_to: None,
        recipient: chat.phone.as_ref(),
        status: Some("queued"),
        template_version: draft.template.as_ref().map(|(version, _)| *version),
        campaign: None,
    })?;
    let Some(message) = message else { return Ok(Vec::new()) };
    change.touch_chat(chat.id, message, now)?;
    let object = format!("chat {}", chat.id.0);
    let mut changed = vec![
        Changed::new("chat.reply", object.as_str())
            .new_field("message", Some(message.0))
            .new_field("template", draft.template.as_ref().map(|(_, label)| label.as_str())),
    ];
    if draft.assign && chat.assignee.is_none() {
        change.set_assignee(chat.id, Some(actor.id))?;
        changed.push(
            Changed::new("chat.assign", object).new_field("assignee", Some(actor.email.as_str())),
        );
    }
    Ok(changed)
}
