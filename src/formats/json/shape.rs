//! What a format says of its payloads, so that they can be found and read.

use super::{cursor::Cursor, findings::Findings, node::Node};

/// A format whose payloads are JSON objects.
pub(in crate::formats) trait Shape {
    /// The words in which its faults are told.
    fn words(&self) -> &'static Words;

    /// Whether a line that begins with this key is the start of a payload for sure.
    fn begins_with(&self, key: &[u8]) -> bool;

    /// Whether an object is a payload for sure, and not some part of one.
    fn is_payload(&self, payload: &Node<'_>) -> bool;

    /// Whether an object is a payload, or a part of one that may stand for itself.
    fn is_known(&self, payload: &Node<'_>) -> bool {
        self.is_payload(payload)
    }

    /// Reports everything that a payload holds.
    fn walk(&self, found: &mut Findings<'_>, payload: &Cursor<'_, '_>);
}

/// What differs from format to format in what is said of a file.
pub(in crate::formats) struct Words {
    /// The hint where the file as a whole is wrong.
    pub whole: &'static str,
    /// The hint where a payload is.
    pub as_received: &'static str,
    /// What is said where no payload can begin.
    pub stray: &'static str,
    /// The hint for a payload that is too large.
    pub too_large: &'static str,
}
