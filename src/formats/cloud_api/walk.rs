//! From a payload's shape to its events: which change holds what, and the pointer of each thing.
//! One bad message costs itself, not its neighbours.

use std::collections::VecDeque;

use super::content::reason;
use super::event::{AccountRef, ContactChange, ContactUpdate, Customer, Event, Moved};
use super::fields::{Fault, digits, list, number, object, optional, owned, time, username};
use super::messages::{Side, message_events};
use super::parse::Parsed;
use super::payload::{Change, Entry, StateSync, StatusBody, Thread, UserIdUpdate, Value};
use super::people::{Handle, People};
use super::place::{Place, ReadError};
use super::reader::pointer_of;
use super::statuses::status_event;
use super::tolerant::{List, Part};

/// After so many faults in one payload the rest of them is not told one by one.
const FAULT_CAP: usize = 1000;

const AS_RECEIVED: &str = "give the webhook payloads as they were received";

pub(super) struct Walk<'q> {
    queue: &'q mut VecDeque<Result<Event, ReadError>>,
    place: Place,
    faults: usize,
}

/// What the events of one change have in common.
pub(super) struct Scene<'s, 'a> {
    pub account: &'s AccountRef,
    pub people: People<'s, 'a>,
    /// What the platform says went wrong with the change's only message.
    pub error: Option<String>,
}

impl<'q> Walk<'q> {
    /// A walk over the payload that starts at `line` and `column`; `index` is its place in an array.
    pub(super) fn new(
        queue: &'q mut VecDeque<Result<Event, ReadError>>,
        line: u64,
        column: Option<u64>,
        index: Option<u64>,
    ) -> Self {
        let pointer = pointer_of(index);
        Self {
            queue,
            place: Place {
                line,
                column,
                pointer,
            },
            faults: 0,
        }
    }

    pub(super) fn payload(&mut self, parsed: &Parsed<'_>) {
        let Some(payload) = parsed.0.get() else {
            return self.wrong("", "this is no webhook payload: it is not an object");
        };
        if payload.object.is_odd() {
            return self.wrong("/object", "`object` is not text");
        }
        let object = payload.object.text();
        if object.is_some_and(|object| object != "whatsapp_business_account") {
            let problem =
                "`object` is not `whatsapp_business_account`: this payload is from elsewhere";
            return self.wrong("/object", problem);
        }
        let Some(entries) = &payload.entry else {
            return self.wrong("", "this is no webhook payload: `entry` is missing");
        };
        if entries.is_odd() || entries.items().is_empty() {
            return self.wrong("/entry", "`entry` is not a list of at least one entry");
        }
        self.each(entries, "/entry", Self::entry);
    }

    fn entry(&mut self, pointer: &str, entry: &Entry<'_>) {
        let Some(changes) = &entry.changes else {
            return self.wrong(pointer, "this is no webhook payload: `changes` is missing");
        };
        let pointer = format!("{pointer}/changes");
        if changes.is_odd() || changes.items().is_empty() {
            return self.wrong(&pointer, "`changes` is not a list of at least one change");
        }
        self.each(changes, &pointer, Self::change);
    }

    fn change(&mut self, pointer: &str, change: &Change<'_>) {
        let field = change.field.text().unwrap_or_default();
        if change.field.is_odd() {
            return self.wrong(&format!("{pointer}/field"), "`field` is not text");
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
        if !is_conversation {
            return self.ignored(pointer, field);
        }
        let below = format!("{pointer}/value");
        let Some(value) = change.value.get() else {
            let problem = if change.value.is_odd() {
                "`value` is not an object"
            } else {
                "this is no webhook payload: `value` is missing"
            };
            return self.wrong(&below, problem);
        };
        if !self.value(&below, value) {
            self.ignored(pointer, field);
        }
    }

    /// The events of one change; `false` if it holds nothing that could be one.
    fn value(&mut self, pointer: &str, value: &Value<'_>) -> bool {
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
            self.wrong(
                &format!("{pointer}/{key}"),
                &format!("`{key}` is not a list"),
            );
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
        let account = match account(value) {
            Ok(account) => account,
            Err(fault) => {
                self.fault(pointer, fault);
                return true;
            }
        };
        let scene = Scene {
            account: &account,
            people: People::new(&value.contacts),
            error: match value.messages.items() {
                [_only] => reason(&value.errors),
                _ => None,
            },
        };
        self.messages(
            &scene,
            &format!("{pointer}/messages"),
            &value.messages,
            Side::Chat,
        );
        let echoes = format!("{pointer}/message_echoes");
        self.messages(&scene, &echoes, &value.message_echoes, Side::Echo);
        self.statuses(&scene, &format!("{pointer}/statuses"), &value.statuses);
        self.each(
            &value.history,
            &format!("{pointer}/history"),
            |walk, pointer, chunk| {
                if chunk.threads.is_odd() {
                    walk.wrong(&format!("{pointer}/threads"), "`threads` is not a list");
                }
                walk.each(
                    &chunk.threads,
                    &format!("{pointer}/threads"),
                    |walk, pointer, thread| {
                        walk.thread(&scene, pointer, thread);
                    },
                );
            },
        );
        self.each(
            &value.state_sync,
            &format!("{pointer}/state_sync"),
            |walk, pointer, sync| {
                walk.state_sync(&account, pointer, sync);
            },
        );
        let moves = format!("{pointer}/user_id_update");
        self.each(&value.user_id_update, &moves, |walk, pointer, update| {
            let place = walk.at(pointer);
            let event = user_id_moved(&account, place, update);
            walk.result(pointer, event);
        });
        true
    }

    fn messages(
        &mut self,
        scene: &Scene<'_, '_>,
        pointer: &str,
        messages: &List<Box<super::payload::MessageBody<'_>>>,
        side: Side<'_>,
    ) {
        let handles: Vec<Handle> = messages
            .items()
            .iter()
            .map(|message| {
                message
                    .get()
                    .map_or_else(Handle::default, |body| side.handle(scene.account, body))
            })
            .collect();
        let mut position = 0;
        self.each(messages, pointer, |walk, pointer, body| {
            let place = walk.at(pointer);
            let events = message_events(scene, place, body, side, position, &handles);
            position += 1;
            match events {
                Ok((event, moved)) => {
                    walk.queue.push_back(Ok(event));
                    walk.queue.extend(moved.map(Ok));
                }
                Err(fault) => walk.fault(pointer, fault),
            }
        });
    }

    fn thread(&mut self, scene: &Scene<'_, '_>, pointer: &str, thread: &Thread<'_>) {
        if let Err(fault) = optional(&thread.id, "id")
            .and_then(|_| object(&thread.context, "context"))
            .and_then(|_| list(&thread.messages, "messages"))
        {
            return self.fault(pointer, fault);
        }
        let below = format!("{pointer}/messages");
        self.messages(scene, &below, &thread.messages, Side::Thread(thread));
    }

    fn statuses(
        &mut self,
        scene: &Scene<'_, '_>,
        pointer: &str,
        statuses: &List<Box<StatusBody<'_>>>,
    ) {
        let mut position = 0;
        self.each(statuses, pointer, |walk, pointer, body| {
            let event = status_event(scene, walk.at(pointer), body, position);
            position += 1;
            walk.result(pointer, event);
        });
    }

    fn state_sync(&mut self, account: &AccountRef, pointer: &str, sync: &StateSync<'_>) {
        if sync.kind.text().is_some_and(|kind| kind != "contact") {
            return self.ignored(pointer, "smb_app_state_sync");
        }
        let event = contact_update(account, self.at(pointer), sync);
        self.result(pointer, event);
    }

    /// Runs `read` on every element, and reports those that are no objects.
    fn each<T>(
        &mut self,
        items: &List<T>,
        pointer: &str,
        mut read: impl FnMut(&mut Self, &str, &T),
    ) {
        for (index, item) in items.items().iter().enumerate() {
            if self.faults > FAULT_CAP {
                return;
            }
            let pointer = format!("{pointer}/{index}");
            match item {
                Part::Given(item) => read(self, &pointer, item),
                Part::Absent | Part::Odd => self.wrong(&pointer, "this is not an object"),
            }
        }
    }

    fn at(&self, pointer: &str) -> Place {
        Place {
            pointer: format!("{}{pointer}", self.place.pointer),
            ..self.place.clone()
        }
    }

    fn ignored(&mut self, pointer: &str, field: &str) {
        let place = self.at(pointer);
        let field = field.to_owned();
        self.queue.push_back(Ok(Event::Ignored { place, field }));
    }

    fn result(&mut self, pointer: &str, event: Result<Event, Fault>) {
        match event {
            Ok(event) => self.queue.push_back(Ok(event)),
            Err(fault) => self.fault(pointer, fault),
        }
    }

    fn fault(&mut self, pointer: &str, fault: Fault) {
        let pointer = format!("{pointer}{}", fault.below);
        self.report(&pointer, &fault.problem, fault.hint);
    }

    fn wrong(&mut self, pointer: &str, problem: &str) {
        self.report(pointer, problem, AS_RECEIVED);
    }

    fn report(&mut self, pointer: &str, problem: &str, hint: &str) {
        self.faults += 1;
        let (problem, hint) = match self.faults {
            ..=FAULT_CAP => (problem, hint),
            too_many if too_many == FAULT_CAP + 1 => (
                "the payload has more than 1000 faults; the rest of it is left out",
                AS_RECEIVED,
            ),
            _ => return,
        };
        let place = self.at(pointer);
        self.queue
            .push_back(Err(ReadError::new(place, problem, hint)));
    }
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

fn contact_update(
    account: &AccountRef,
    place: Place,
    sync: &StateSync<'_>,
) -> Result<Event, Fault> {
    let contact = object(&sync.contact, "contact")?
        .ok_or_else(|| Fault::new("", "`contact` is missing", AS_RECEIVED))?;
    let number_leaf = if contact.wa_id.text().is_some() {
        &contact.wa_id
    } else {
        &contact.phone_number
    };
    let handle = Handle::new(number_leaf, &contact.user_id);
    let username = username(&contact.username);
    if handle.is_nobody() && username.is_none() {
        return Err(Fault::new(
            "/contact",
            "the contact has none of `phone_number`, `user_id` and `username`",
            AS_RECEIVED,
        ));
    }
    let metadata = object(&sync.metadata, "metadata")?;
    let at_ms = metadata
        .filter(|metadata| metadata.timestamp.text().is_some())
        .map(|metadata| time(&metadata.timestamp, "timestamp"))
        .transpose()
        .map_err(|fault| fault.under("metadata"))?;
    let customer = Customer {
        name: owned(&contact.full_name).or_else(|| owned(&contact.first_name)),
        username,
        ..handle.alone()
    };
    let change = match optional(&sync.action, "action")? {
        Some("remove") => ContactChange::Removed,
        _ => ContactChange::Saved,
    };
    Ok(Event::Contact(Box::new(ContactUpdate {
        place,
        account: account.clone(),
        customer,
        change,
        at_ms,
    })))
}

fn user_id_moved(
    account: &AccountRef,
    place: Place,
    update: &UserIdUpdate<'_>,
) -> Result<Event, Fault> {
    let at_ms = time(&update.timestamp, "timestamp")?;
    let ids = object(&update.user_id, "user_id")?;
    Ok(Event::Moved(Box::new(Moved {
        place,
        account: account.clone(),
        customer: Customer {
            wa_id: update.wa_id.text().map(number),
            user_id: ids.and_then(|ids| owned(&ids.previous)),
            ..Customer::default()
        },
        new_wa_id: None,
        new_user_id: ids.and_then(|ids| owned(&ids.current)),
        at_ms,
    })))
}
