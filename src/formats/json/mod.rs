//! JSON from outside, read as a stream of payloads: one document, documents in a row, one a line,
//! or an array of them, each handed to the format that knows what it means.
//!
//! ```text
//! bytes ─▶ window, frame: where one payload ends ─▶ node: its values ─▶ cursor ─▶ findings
//! ```
//! What a payload means is its format's. A value of the wrong kind costs what needs it, and not the
//! rest of its payload.

mod cursor;
mod envelope;
mod findings;
mod frame;
mod node;
mod number;
mod parse;
mod reader;
mod shape;
mod window;

pub(super) use cursor::{Cursor, Fault};
pub(super) use findings::Findings;
pub(super) use node::{Node, read};
pub(super) use number::{exact, numbers};
pub use reader::PAYLOAD_CAP;
pub(super) use reader::events;
pub(super) use shape::{Shape, Words};
