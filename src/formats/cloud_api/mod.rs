//! The webhook payloads of `WhatsApp`'s Cloud API, read as a stream: bytes in, events out.
//!
//! What a payload means lives here: kinds of messages, who wrote to whom, edits, deletions,
//! delivery. What becomes of it, in which chat it goes and whether it is known already, does not;
//! nothing here stores, and numbers are not checked beyond their looks.
//!
//! ```text
//! json (bytes to cursors) ─▶ walk ─▶ messages, statuses, calls, contacts, templates ─▶ event
//! ```

mod calls;
mod contacts;
mod content;
mod fields;
mod messages;
mod moves;
mod people;
mod shape;
mod statuses;
mod templates;
mod walk;

pub use self::shape::read;
pub use crate::formats::{
    event::{
        AccountRef, ContactChange, ContactUpdate, Customer, Direction, Edit, Event, Message, Moved,
        Origin, Reaction, Revoke, Status, TemplateStatus,
    },
    json::PAYLOAD_CAP,
    place::{Place, ReadError},
};
