//! How webhooks are told from other JSON, and the words for what is wrong with them.

use std::io::BufRead;

use super::webhook::webhook;
use crate::formats::{
    event::Event,
    json::{Cursor, Findings, Node, Shape, Words, events},
    place::ReadError,
};

struct Interakt;

/// Reads the events of Interakt's message webhooks, in their order.
///
/// Memory use is bound by the largest webhook, not by the input. After an `Err` the iterator goes on
/// with what follows, where something readable can follow; otherwise it ends.
pub fn read<R: BufRead>(input: R) -> impl Iterator<Item = Result<Event, ReadError>> + use<R> {
    events(input, Interakt)
}

impl Shape for Interakt {
    fn words(&self) -> &'static Words {
        &Words {
            whole: "give Interakt's webhooks as they were received: one, an array of them, or one a line",
            as_received: "give the webhooks as they were received",
            stray: "this is not a webhook of Interakt's: a JSON object must begin here",
            too_large: "no webhook is that large; give one a line or an array of them",
        }
    }

    fn begins_with(&self, key: &[u8]) -> bool {
        key.starts_with(b"\"version\"") || key.starts_with(b"\"type\"")
    }

    fn is_payload(&self, payload: &Node<'_>) -> bool {
        matches!(payload.get("data"), Node::Object(_)) && payload.get("type").text().is_some()
    }

    fn walk(&self, found: &mut Findings<'_>, at: &Cursor<'_, '_>) {
        if !at.is_object() {
            let problem = "this is no webhook of Interakt's: it is not an object";
            return found.fault(at.wrong(problem, ""));
        }
        webhook(found, at);
    }
}
