//! From a payload to its events: which change holds what. One bad message costs itself, not its
//! neighbours.

use super::calls::call_events;
use super::contacts::{contact_update, preference, user_id_moved};
use super::fields::AS_RECEIVED;
use super::messages::{Side, message_events};
use super::people::{Handle, People};
use super::statuses::{reason, status_event};
use super::templates::{TEMPLATE_STATUS, template_status};
use crate::formats::{
    event::AccountRef,
    json::{Cursor, Fault, Findings, Node},
    number::digits,
};

/// What the events of one change have in common.
pub(super) struct Scene<'s, 'n> {
    pub account: &'s AccountRef,
    pub people: People<'s, 'n>,
    /// What the platform says went wrong with the change's only message.
    pub error: Option<String>,
}

/// Whether an object is an entry, a change, or the value of one.
pub(super) fn is_part(node: &Node<'_>) -> bool {
    let lists = |key: &str| matches!(node.get(key), Node::List(_));
    lists("changes")
        || LISTS.into_iter().any(lists)
        || (node.get("field").text().is_some() && matches!(node.get("value"), Node::Object(_)))
}

/// Reports all that a payload holds. Some providers, and some who save webhooks, pass on an entry, a
/// change or its value alone.
pub(super) fn payload(found: &mut Findings<'_>, payload: &Cursor<'_, '_>) {
    if !payload.is_object() {
        return found.fault(payload.wrong("this is no webhook payload: it is not an object", ""));
    }
    match payload.text("object") {
        Err(fault) => return found.fault(fault),
        Ok(Some(object)) if object != "whatsapp_business_account" => {
            let problem =
                "`object` is not `whatsapp_business_account`: this payload is from elsewhere";
            return found.fault(payload.fault("object", problem, ""));
        }
        Ok(_) => {}
    }
    let given = |key: &str| payload.at(key).is_given();
    if given("entry") {
        return entries(found, payload);
    }
    if given("changes") {
        return entry(found, payload);
    }
    if given("field") && given("value") {
        return change(found, payload, payload);
    }
    if is_part(payload.node()) {
        if !value(found, payload, false) {
            found.ignored(payload, "");
        }
        return;
    }
    found.fault(payload.wrong("this is no webhook payload: `entry` is missing", ""));
}

fn entries(found: &mut Findings<'_>, payload: &Cursor<'_, '_>) {
    let entries = payload.at("entry");
    if entries.is_empty() {
        let problem = "`entry` is not a list of at least one entry";
        return found.fault(entries.wrong(problem, ""));
    }
    found.each(&entries, |found, item, _| entry(found, item));
}

fn entry(found: &mut Findings<'_>, entry: &Cursor<'_, '_>) {
    let changes = entry.at("changes");
    if !changes.is_given() {
        let problem = "this is no webhook payload: `changes` is missing";
        return found.fault(entry.wrong(problem, ""));
    }
    if changes.is_empty() {
        let problem = "`changes` is not a list of at least one change";
        return found.fault(changes.wrong(problem, ""));
    }
    found.each(&changes, |found, item, _| change(found, item, entry));
}

/// The fields whose changes hold conversations.
const CONVERSATIONS: [&str; 9] = [
    "",
    "messages",
    "smb_message_echoes",
    "message_echoes",
    "history",
    "smb_app_state_sync",
    "user_id_update",
    "user_preferences",
    "calls",
];

fn change(found: &mut Findings<'_>, change: &Cursor<'_, '_>, entry: &Cursor<'_, '_>) {
    let field = match change.text("field") {
        Ok(field) => field.unwrap_or_default(),
        Err(fault) => return found.fault(fault),
    };
    let is_template = field == TEMPLATE_STATUS;
    if !is_template && !CONVERSATIONS.contains(&field) {
        return found.ignored(change, field);
    }
    let content = change.at("value");
    if is_template {
        if !content.is_object() {
            return found.ignored(change, field);
        }
        let event = template_status(found.place(&content), &content, entry);
        return found.result(event);
    }
    match change.object("value") {
        Err(fault) => found.fault(fault),
        Ok(None) => {
            let problem = "this is no webhook payload: `value` is missing";
            found.fault(content.wrong(problem, ""));
        }
        Ok(Some(_)) if value(found, &content, true) => {}
        Ok(Some(_)) => found.ignored(change, field),
    }
}

/// The lists that a change's value may hold, besides the people it speaks of.
const LISTS: [&str; 8] = [
    "messages",
    "message_echoes",
    "statuses",
    "history",
    "state_sync",
    "user_id_update",
    "user_preferences",
    "calls",
];

/// The events of one change; `false` if it holds nothing that could be one.
fn value(found: &mut Findings<'_>, value: &Cursor<'_, '_>, names_account: bool) -> bool {
    let mut something = false;
    for key in ["contacts"].into_iter().chain(LISTS) {
        if let Err(fault) = value.list(key) {
            found.fault(fault);
            something = true;
        }
    }
    let history = value.at("history");
    let has_threads = history.items().any(|chunk| {
        let threads = chunk.at("threads");
        threads.is_given() && !(threads.is_list() && threads.is_empty())
    });
    let others = LISTS.into_iter().filter(|key| *key != "history");
    let holds_any = has_threads || others.into_iter().any(|key| !value.at(key).is_empty());
    if !holds_any {
        return something;
    }
    match account(value, names_account) {
        Ok(account) => events(found, value, &account),
        Err(fault) => found.fault(fault),
    }
    true
}

fn events(found: &mut Findings<'_>, value: &Cursor<'_, '_>, account: &AccountRef) {
    let contacts = value.at("contacts");
    let is_only = value.at("messages").items().count() == 1;
    let scene = Scene {
        account,
        people: People::new(&contacts),
        error: if is_only { reason(value) } else { None },
    };
    name_left_out(found, value, &["errors"]);
    messages(found, &scene, &value.at("messages"), Side::Chat);
    messages(found, &scene, &value.at("message_echoes"), Side::Echo);
    found.each(&value.at("statuses"), |found, body, index| {
        // What a message cost is no part of what was said.
        name_left_out(found, body, &["conversation", "pricing"]);
        let event = status_event(&scene, found.place(body), body, index);
        found.result(event);
    });
    found.each(&value.at("history"), |found, chunk, _| match chunk.list("threads") {
        Ok(threads) => found.each(&threads, |found, item, _| thread(found, &scene, item)),
        Err(fault) => found.fault(fault),
    });
    found.each(&value.at("state_sync"), |found, sync, _| {
        if sync.say("type").is_some_and(|kind| kind != "contact") {
            return found.ignored(sync, "smb_app_state_sync");
        }
        let event = contact_update(&scene, found.place(sync), sync);
        found.result(event);
    });
    found.each(&value.at("user_id_update"), |found, update, _| {
        let event = user_id_moved(&scene, found.place(update), update);
        found.result(event);
    });
    found.each(&value.at("user_preferences"), |found, body, index| {
        match preference(&scene, found.place(body), body, index) {
            Ok(Some(event)) => {
                name_left_out(found, body, &["detail"]);
                found.tell(event);
            }
            Ok(None) => found.ignored(body, "user_preferences"),
            Err(fault) => found.fault(fault),
        }
    });
    found.each(&value.at("calls"), |found, call, index| {
        match call_events(&scene, &found.place(call), call, index) {
            Ok(events) => {
                // How the line is made.
                name_left_out(found, call, &["session", "connection"]);
                for event in events {
                    found.tell(event);
                }
            }
            // Signals of a call under way have neither an ID nor a time, and say nothing.
            Err(_) => found.ignored(call, "calls"),
        }
    });
}

/// Names what is kept nowhere, by its key.
fn name_left_out(found: &mut Findings<'_>, at: &Cursor<'_, '_>, keys: &[&str]) {
    for key in keys {
        if at.at(key).is_given() {
            found.ignored(at, key);
        }
    }
}

fn messages(
    found: &mut Findings<'_>,
    scene: &Scene<'_, '_>,
    messages: &Cursor<'_, '_>,
    side: Side<'_>,
) {
    let handles: Vec<Handle> =
        messages.items().map(|body| side.handle(scene.account, &body)).collect();
    found.each(messages, |found, body, index| {
        match message_events(scene, found.place(body), body, side, &handles, index) {
            Ok((event, moved)) => {
                found.tell(event);
                if let Some(moved) = moved {
                    found.tell(moved);
                }
            }
            Err(fault) => found.fault(fault),
        }
    });
}

fn thread(found: &mut Findings<'_>, scene: &Scene<'_, '_>, thread: &Cursor<'_, '_>) {
    let checked = thread.text("id").and_then(|_| thread.object("context").map(|_| ()));
    match checked.and_then(|()| thread.list("messages")) {
        Ok(list) => messages(found, scene, &list, Side::Thread(thread)),
        Err(fault) => found.fault(fault),
    }
}

/// The account of a change. A value that stands alone need not name it.
fn account(value: &Cursor<'_, '_>, is_needed: bool) -> Result<AccountRef, Fault> {
    let metadata = value.object("metadata")?;
    let account = metadata.map(|metadata| AccountRef {
        display_number: metadata.say("display_phone_number").and_then(digits),
        phone_number_id: metadata.owned("phone_number_id"),
    });
    let account = account.unwrap_or_default();
    if is_needed && account.is_unnamed() {
        let problem = "the account is not named: neither `display_phone_number` nor \
                       `phone_number_id` is given";
        return Err(value.fault("metadata", problem, AS_RECEIVED));
    }
    Ok(account)
}
