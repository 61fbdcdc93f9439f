//! The webhook payloads of `WhatsApp`'s Cloud API, read as a stream: bytes in, events out.
//!
//! What a payload means lives here: kinds of messages, who wrote to whom, edits, deletions,
//! delivery. What becomes of it, in which chat it goes and whether it is known already, does not;
//! nothing here stores, and numbers are not checked beyond their looks.
//!
//! ```text
//! window ─▶ frame ─▶ parse (payload, tolerant) ─▶ walk (people, content, fields, trail) ─▶ event
//!  bytes    one value       its shape                 its meaning
//! ```

mod contacts;
mod content;
mod event;
mod fields;
mod frame;
mod messages;
mod parse;
mod payload;
mod people;
mod place;
mod reader;
mod statuses;
mod tolerant;
mod trail;
mod walk;
mod window;

pub use event::{
    AccountRef, ContactChange, ContactUpdate, Customer, Direction, Edit, Event, Message, Moved,
    Origin, Reaction, Revoke, Status,
};
pub use place::{Place, ReadError};
pub use reader::{Events, PAYLOAD_CAP, read};
