//! Payloads in the wrapping of whatever kept them: workflow tools, request bins and gateways save a
//! webhook as one field of a record of their own, some of them as JSON inside a text.

use super::{
    cursor::Cursor,
    findings::Findings,
    node::{Node, read},
    shape::Shape,
};

/// How deep in a record a payload is looked for.
const DEEPEST: u8 = 4;

/// Reports what a document holds: the payload that it is or, failing that, those inside it.
pub(super) fn walk<S: Shape>(shape: &S, found: &mut Findings<'_>, at: &Cursor<'_, '_>) {
    // What holds none is told as a payload that is none.
    if !inside(shape, found, at, DEEPEST) {
        shape.walk(found, at);
    }
}

fn inside<S: Shape>(shape: &S, found: &mut Findings<'_>, at: &Cursor<'_, '_>, depth: u8) -> bool {
    match at.node() {
        node @ Node::Object(_) if shape.is_known(node) => {
            shape.walk(found, at);
            true
        }
        _ if depth == 0 => false,
        Node::Object(_) => {
            // All of them, not only up to the first.
            let mut any = false;
            for (_, part) in at.entries() {
                any |= inside(shape, found, &part, depth - 1);
            }
            any
        }
        Node::List(_) => {
            let mut any = false;
            for item in at.items() {
                any |= inside(shape, found, &item, depth - 1);
            }
            any
        }
        Node::Text(text) if text.trim_start().starts_with(['{', '[']) => {
            let parsed = read(text.as_bytes());
            parsed.is_ok_and(|node| inside(shape, found, &at.within(&node), depth - 1))
        }
        _ => false,
    }
}
