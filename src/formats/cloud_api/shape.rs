//! How webhook payloads are told from other JSON, and the words for what is wrong with them.

use std::io::BufRead;

use super::{
    fields::AS_RECEIVED,
    walk::{is_part, payload},
};
use crate::formats::{
    event::Event,
    json::{Cursor, Findings, Node, Shape, Words, events},
    place::ReadError,
};

/// Webhook payloads of the Cloud API.
struct CloudApi;

/// Reads the events of `WhatsApp` Cloud API webhook payloads, in their order.
///
/// Memory use is bound by the largest payload, not by the input. After an `Err` the iterator goes on
/// with what follows, where something readable can follow; otherwise it ends.
pub fn read<R: BufRead>(input: R) -> impl Iterator<Item = Result<Event, ReadError>> + use<R> {
    events(input, CloudApi)
}

impl Shape for CloudApi {
    fn words(&self) -> &'static Words {
        &Words {
            whole: "give the webhook payloads as they were received: one document, an array of them, or one a line",
            as_received: AS_RECEIVED,
            stray: "this is not a webhook payload: a JSON object must begin here",
            too_large: "WhatsApp sends at most 3 MB at once; give one payload a line or an array of them",
        }
    }

    fn begins_with(&self, key: &[u8]) -> bool {
        key.starts_with(b"\"object\"") || key.starts_with(b"\"entry\"")
    }

    fn is_payload(&self, payload: &Node<'_>) -> bool {
        matches!(payload.get("entry"), Node::List(_))
    }

    fn is_known(&self, payload: &Node<'_>) -> bool {
        self.is_payload(payload) || is_part(payload)
    }

    fn walk(&self, found: &mut Findings<'_>, at: &Cursor<'_, '_>) {
        payload(found, at);
    }
}
