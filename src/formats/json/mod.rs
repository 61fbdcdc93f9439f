//! JSON from outside, read as a stream of payloads: one document, documents in a row, one a line,
//! or an array of them, each handed to the format that knows what it means.
//!
//! Cutting, parsing and placing live here; what a payload means is its format's.

mod either;
mod fields;
mod frame;
mod parse;
mod reader;
mod tolerant;
mod trail;
mod window;

pub(super) use either::{Named, OneOrMany};
pub(super) use fields::{Fault, list, object, optional, owned, required};
pub use reader::PAYLOAD_CAP;
pub(super) use reader::{Shape, Words, events};
pub(super) use tolerant::{Entries, Leaf, Leaves, List, Part};
pub(super) use trail::Trail;
