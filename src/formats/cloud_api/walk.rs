//! From a payload's shape to its events: which change holds what. One bad message costs itself, not
//! its neighbours.

use super::contacts::{contact_update, user_id_moved};
use super::content::reason;
use super::fields::{AS_RECEIVED, Fault, digits, list, object, optional, owned};
use super::messages::{Side, message_events};
use super::payload::{Change, Entry, MessageBody, Payload, Thread, Value};
use super::people::{Handle, People};
use super::statuses::status_event;
use super::templates::{TEMPLATE_STATUS, template_status};
use crate::formats::event::AccountRef;
use crate::formats::json::{Leaf, List, Part, Trail};

/// What the events of one change have in common.
pub(super) struct Scene<'s, 'a> {
    pub account: &'s AccountRef,
    pub people: People<'s, 'a>,
    /// What the platform says went wrong with the change's only message.
    pub error: Option<String>,
}

/// Reports all that a payload holds along the trail.
pub(super) fn payload(trail: &mut Trail<'_>, parsed: &Part<Payload<'_>>) {
    let Some(payload) = parsed.get() else {
        return trail.wrong("", "this is no webhook payload: it is not an object");
    };
    if payload.object.is_odd() {
        return trail.wrong("/object", "`object` is not text");
    }
    let object = payload.object.text();
    if object.is_some_and(|object| object != "whatsapp_business_account") {
        let problem = "`object` is not `whatsapp_business_account`: this payload is from elsewhere";
        return trail.wrong("/object", problem);
    }
    let Some(entries) = &payload.entry else {
        return trail.wrong("", "this is no webhook payload: `entry` is missing");
    };
    if entries.is_odd() || entries.items().is_empty() {
        return trail.wrong("/entry", "`entry` is not a list of at least one entry");
    }
    trail.each(entries, "entry", |trail, _, item| entry(trail, item));
}

fn entry(trail: &mut Trail<'_>, entry: &Entry<'_>) {
    let Some(changes) = &entry.changes else {
        return trail.wrong("", "this is no webhook payload: `changes` is missing");
    };
    if changes.is_odd() || changes.items().is_empty() {
        let problem = "`changes` is not a list of at least one change";
        return trail.wrong("/changes", problem);
    }
    trail.each(changes, "changes", |trail, _, item| change(trail, item, &entry.time));
}

fn change(trail: &mut Trail<'_>, change: &Change<'_>, entry_time: &Leaf<'_>) {
    let field = change.field.text().unwrap_or_default();
    if change.field.is_odd() {
        return trail.wrong("/field", "`field` is not text");
    }
    let is_conversation = matches!(
        field,
        "" | "messages"
            | "smb_message_echoes"
            | "message_echoes"
            | "history"
            | "smb_app_state_sync"
            | "user_id_update"
    );
    let is_template = field == TEMPLATE_STATUS;
    if !is_conversation && !is_template {
        return trail.ignored(field);
    }
    let Some(content) = change.value.get() else {
        if is_template {
            return trail.ignored(field);
        }
        let problem = if change.value.is_odd() {
            "`value` is not an object"
        } else {
            "this is no webhook payload: `value` is missing"
        };
        return trail.wrong("/value", problem);
    };
    if is_template {
        return trail.below("/value", |trail| {
            let event = template_status(trail.place(), content, entry_time);
            trail.result(event);
        });
    }
    let told = trail.below("/value", |trail| value(trail, content));
    if !told {
        trail.ignored(field);
    }
}

/// The events of one change; `false` if it holds nothing that could be one.
fn value(trail: &mut Trail<'_>, value: &Value<'_>) -> bool {
    let lists = [
        ("contacts", value.contacts.is_odd()),
        ("messages", value.messages.is_odd()),
        ("message_echoes", value.message_echoes.is_odd()),
        ("statuses", value.statuses.is_odd()),
        ("history", value.history.is_odd()),
        ("state_sync", value.state_sync.is_odd()),
        ("user_id_update", value.user_id_update.is_odd()),
    ];
    let mut something = false;
    for (key, _) in lists.iter().filter(|(_, is_odd)| *is_odd) {
        trail.wrong(&format!("/{key}"), &format!("`{key}` is not a list"));
        something = true;
    }
    let threads = value
        .history
        .objects()
        .any(|chunk| chunk.threads.is_odd() || !chunk.threads.items().is_empty());
    let holds_any = threads
        || !value.messages.items().is_empty()
        || !value.message_echoes.items().is_empty()
        || !value.statuses.items().is_empty()
        || !value.state_sync.items().is_empty()
        || !value.user_id_update.items().is_empty();
    if !holds_any {
        return something;
    }
    match account(value) {
        Ok(account) => events(trail, value, &account),
        Err(fault) => trail.fault(&fault),
    }
    true
}

fn events(trail: &mut Trail<'_>, value: &Value<'_>, account: &AccountRef) {
    let scene = Scene {
        account,
        people: People::new(&value.contacts),
        error: match value.messages.items() {
            [_only] => reason(&value.errors),
            _ => None,
        },
    };
    messages(trail, &scene, "messages", &value.messages, Side::Chat);
    let echoes = &value.message_echoes;
    messages(trail, &scene, "message_echoes", echoes, Side::Echo);
    trail.each(&value.statuses, "statuses", |trail, index, body| {
        let event = status_event(&scene, trail.place(), body, index);
        trail.result(event);
    });
    trail.each(&value.history, "history", |trail, _, chunk| {
        if chunk.threads.is_odd() {
            trail.wrong("/threads", "`threads` is not a list");
        }
        trail.each(&chunk.threads, "threads", |trail, _, item| {
            thread(trail, &scene, item);
        });
    });
    trail.each(&value.state_sync, "state_sync", |trail, _, sync| {
        if sync.kind.text().is_some_and(|kind| kind != "contact") {
            return trail.ignored("smb_app_state_sync");
        }
        let event = contact_update(account, trail.place(), sync);
        trail.result(event);
    });
    trail.each(&value.user_id_update, "user_id_update", |trail, _, update| {
        let event = user_id_moved(account, trail.place(), update);
        trail.result(event);
    });
}

fn messages(
    trail: &mut Trail<'_>,
    scene: &Scene<'_, '_>,
    key: &str,
    messages: &List<Box<MessageBody<'_>>>,
    side: Side<'_>,
) {
    let handles: Vec<Handle> = messages
        .items()
        .iter()
        .map(|message| match message.get() {
            Some(body) => side.handle(scene.account, body),
            None => Handle::default(),
        })
        .collect();
    trail.each(messages, key, |trail, index, body| {
        match message_events(scene, trail.place(), body, side, &handles, index) {
            Ok((event, moved)) => {
                trail.tell(event);
                if let Some(moved) = moved {
                    trail.tell(moved);
                }
            }
            Err(fault) => trail.fault(&fault),
        }
    });
}

fn thread(trail: &mut Trail<'_>, scene: &Scene<'_, '_>, thread: &Thread<'_>) {
    let checked = optional(&thread.id, "id")
        .and_then(|_| object(&thread.context, "context"))
        .and_then(|_| list(&thread.messages, "messages"));
    if let Err(fault) = checked {
        return trail.fault(&fault);
    }
    let side = Side::Thread(thread);
    messages(trail, scene, "messages", &thread.messages, side);
}

fn account(value: &Value<'_>) -> Result<AccountRef, Fault> {
    let missing = || {
        Fault::new(
            "/metadata",
            "the account is not named: neither `display_phone_number` nor `phone_number_id` is given",
            AS_RECEIVED,
        )
    };
    let metadata = object(&value.metadata, "metadata")?.ok_or_else(missing)?;
    let account = AccountRef {
        display_number: metadata.display_phone_number.text().and_then(digits),
        phone_number_id: owned(&metadata.phone_number_id),
    };
    let named = account.display_number.is_some() || account.phone_number_id.is_some();
    named.then_some(account).ok_or_else(missing)
}
