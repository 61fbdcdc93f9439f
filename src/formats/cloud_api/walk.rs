//! From a payload's shape to its events: which change holds what, and the pointer of each thing.
//! One bad message costs itself, not its neighbours.

use std::collections::VecDeque;

use super::contacts::{contact_update, user_id_moved};
use super::content::reason;
use super::event::{AccountRef, Event};
use super::fields::{AS_RECEIVED, Fault, digits, list, object, optional, owned};
use super::messages::{Side, message_events};
use super::parse::Parsed;
use super::payload::{Change, Entry, MessageBody, Thread, Value};
use super::people::{Handle, People};
use super::place::{Place, ReadError};
use super::reader::pointer_of;
use super::statuses::status_event;
use super::tolerant::{List, Part};

/// After so many faults in one payload the rest of them is not told one by one.
const FAULT_CAP: usize = 1000;

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
        self.each(entries, "", "entry", |walk, pointer, _, entry| {
            walk.entry(pointer, entry);
        });
    }

    fn entry(&mut self, pointer: &str, entry: &Entry<'_>) {
        let Some(changes) = &entry.changes else {
            return self.wrong(pointer, "this is no webhook payload: `changes` is missing");
        };
        if changes.is_odd() || changes.items().is_empty() {
            let problem = "`changes` is not a list of at least one change";
            return self.wrong(&format!("{pointer}/changes"), problem);
        }
        self.each(changes, pointer, "changes", |walk, pointer, _, change| {
            walk.change(pointer, change);
        });
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
                self.fault(pointer, &fault);
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
        self.messages(&scene, pointer, "messages", &value.messages, Side::Chat);
        let echoes = &value.message_echoes;
        self.messages(&scene, pointer, "message_echoes", echoes, Side::Echo);
        let statuses = &value.statuses;
        self.each(
            statuses,
            pointer,
            "statuses",
            |walk, pointer, index, body| {
                let event = status_event(&scene, walk.at(pointer), body, index);
                walk.result(pointer, event);
            },
        );
        let history = &value.history;
        self.each(history, pointer, "history", |walk, pointer, _, chunk| {
            if chunk.threads.is_odd() {
                walk.wrong(&format!("{pointer}/threads"), "`threads` is not a list");
            }
            walk.each(
                &chunk.threads,
                pointer,
                "threads",
                |walk, pointer, _, thread| {
                    walk.thread(&scene, pointer, thread);
                },
            );
        });
        let synced = &value.state_sync;
        self.each(synced, pointer, "state_sync", |walk, pointer, _, sync| {
            if sync.kind.text().is_some_and(|kind| kind != "contact") {
                return walk.ignored(pointer, "smb_app_state_sync");
            }
            let event = contact_update(&account, walk.at(pointer), sync);
            walk.result(pointer, event);
        });
        let updates = &value.user_id_update;
        self.each(
            updates,
            pointer,
            "user_id_update",
            |walk, pointer, _, update| {
                let event = user_id_moved(&account, walk.at(pointer), update);
                walk.result(pointer, event);
            },
        );
        true
    }

    fn messages(
        &mut self,
        scene: &Scene<'_, '_>,
        parent: &str,
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
        self.each(messages, parent, key, |walk, pointer, index, body| {
            let place = walk.at(pointer);
            match message_events(scene, place, body, side, &handles, index) {
                Ok((event, moved)) => {
                    walk.queue.push_back(Ok(event));
                    walk.queue.extend(moved.map(Ok));
                }
                Err(fault) => walk.fault(pointer, &fault),
            }
        });
    }

    fn thread(&mut self, scene: &Scene<'_, '_>, pointer: &str, thread: &Thread<'_>) {
        if let Err(fault) = optional(&thread.id, "id")
            .and_then(|_| object(&thread.context, "context"))
            .and_then(|_| list(&thread.messages, "messages"))
        {
            return self.fault(pointer, &fault);
        }
        let side = Side::Thread(thread);
        self.messages(scene, pointer, "messages", &thread.messages, side);
    }

    /// Runs `read` on every element of the list under `key`, with the element's pointer and index,
    /// and reports those that are no objects.
    fn each<T>(
        &mut self,
        items: &List<T>,
        parent: &str,
        key: &str,
        mut read: impl FnMut(&mut Self, &str, usize, &T),
    ) {
        for (index, item) in items.items().iter().enumerate() {
            if self.faults > FAULT_CAP {
                return;
            }
            let pointer = format!("{parent}/{key}/{index}");
            match item {
                Part::Given(item) => read(self, &pointer, index, item),
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
            Err(fault) => self.fault(pointer, &fault),
        }
    }

    fn fault(&mut self, pointer: &str, fault: &Fault) {
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
