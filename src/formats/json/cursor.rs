//! A place in a payload: the value that stands there, and the way to it. What is read from a cursor
//! is either there, or absent, or a fault that knows its place.

use std::fmt::Write as _;

use super::node::Node;

/// What is wrong at one place.
pub(in crate::formats) struct Fault {
    /// The JSON pointer of the place.
    pub pointer: String,
    /// One lower-case sentence, keys in backticks. It holds nothing of a customer's.
    pub problem: String,
    /// What helps; empty where only the file can be at fault.
    pub hint: &'static str,
}

/// A value and the way to it. The way is only written out for a fault or an event.
#[derive(Clone, Copy)]
pub(in crate::formats) struct Cursor<'p, 'n> {
    node: &'n Node<'n>,
    up: Option<&'p Cursor<'p, 'n>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Document,
    Key(&'p str),
    Index(u64),
}

impl<'n> Cursor<'_, 'n> {
    /// The cursor of a payload, `index` being its place in an array of payloads.
    pub(in crate::formats) fn new(node: &'n Node<'n>, index: Option<u64>) -> Self {
        Self { node, up: None, step: index.map_or(Step::Document, Step::Index) }
    }

    pub(in crate::formats) fn node(&self) -> &'n Node<'n> {
        self.node
    }

    /// The JSON pointer of this place.
    pub(in crate::formats) fn pointer(&self) -> String {
        let mut pointer = self.up.map(Cursor::pointer).unwrap_or_default();
        match self.step {
            Step::Document => {}
            Step::Key(key) => {
                pointer.push('/');
                pointer.push_str(key);
            }
            // Writing to a String does not fail.
            Step::Index(index) => drop(write!(pointer, "/{index}")),
        }
        pointer
    }

    /// What stands under `key`; null where nothing does.
    pub(in crate::formats) fn at<'s>(&'s self, key: &'s str) -> Cursor<'s, 'n> {
        Cursor { node: self.node.get(key), up: Some(self), step: Step::Key(key) }
    }

    /// A value that stands here as JSON inside a text.
    pub(super) fn within<'s>(&'s self, node: &'s Node<'s>) -> Cursor<'s, 's> {
        Cursor { node, up: Some(self), step: Step::Document }
    }

    /// The elements, where this is a list.
    pub(in crate::formats) fn items<'s>(&'s self) -> impl Iterator<Item = Cursor<'s, 'n>> {
        let items = match self.node {
            Node::List(items) => items.as_slice(),
            _ => &[],
        };
        let cursor = |(node, index)| Cursor { node, up: Some(self), step: Step::Index(index) };
        items.iter().zip(0..).map(cursor)
    }

    /// The keys with their values, where this is an object.
    pub(in crate::formats) fn entries<'s>(
        &'s self,
    ) -> impl Iterator<Item = (&'n str, Cursor<'s, 'n>)> {
        let entries = match self.node {
            Node::Object(entries) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().map(|(key, node)| {
            (key.as_ref(), Cursor { node, up: Some(self), step: Step::Key(key) })
        })
    }

    pub(in crate::formats) fn is_given(&self) -> bool {
        !matches!(self.node, Node::Null)
    }

    pub(in crate::formats) fn is_object(&self) -> bool {
        matches!(self.node, Node::Object(_))
    }

    pub(in crate::formats) fn is_list(&self) -> bool {
        matches!(self.node, Node::List(_))
    }

    pub(in crate::formats) fn is_empty(&self) -> bool {
        self.items().next().is_none()
    }

    /// Whether `key` says yes.
    pub(in crate::formats) fn is_true(&self, key: &str) -> bool {
        match self.node.get(key) {
            Node::Flag(flag) => *flag,
            Node::Text(text) => text == "true",
            _ => false,
        }
    }

    /// The text under `key`, where it is one: for what may be missing without harm.
    pub(in crate::formats) fn say(&self, key: &str) -> Option<&'n str> {
        self.node.get(key).text()
    }

    /// [`Self::say`], for keeping.
    pub(in crate::formats) fn owned(&self, key: &str) -> Option<String> {
        self.say(key).map(str::to_owned)
    }

    /// The text under `key`, if there is any.
    pub(in crate::formats) fn text(&self, key: &str) -> Result<Option<&'n str>, Fault> {
        match self.node.get(key) {
            Node::Flag(_) | Node::List(_) | Node::Object(_) => Err(self.wrong_kind(key, "text")),
            node => Ok(node.text()),
        }
    }

    /// The text under `key`, which must be there.
    pub(in crate::formats) fn required(&self, key: &str) -> Result<&'n str, Fault> {
        self.text(key)?.ok_or_else(|| self.missing(key))
    }

    /// The object under `key`, if there is one.
    pub(in crate::formats) fn object<'s>(
        &'s self,
        key: &'s str,
    ) -> Result<Option<Cursor<'s, 'n>>, Fault> {
        let part = self.at(key);
        match part.node {
            Node::Object(_) => Ok(Some(part)),
            Node::Null => Ok(None),
            _ => Err(self.wrong_kind(key, "an object")),
        }
    }

    /// The list under `key`; an empty one where it is not there.
    pub(in crate::formats) fn list<'s>(&'s self, key: &'s str) -> Result<Cursor<'s, 'n>, Fault> {
        let part = self.at(key);
        match part.node {
            Node::List(_) | Node::Null => Ok(part),
            _ => Err(self.wrong_kind(key, "a list")),
        }
    }

    /// Whether `key` says yes or no, if it says anything.
    pub(in crate::formats) fn flag(&self, key: &str) -> Result<Option<bool>, Fault> {
        match self.node.get(key) {
            Node::Null => Ok(None),
            Node::Flag(flag) => Ok(Some(*flag)),
            Node::Text(text) if text == "true" => Ok(Some(true)),
            Node::Text(text) if text == "false" => Ok(Some(false)),
            _ => Err(self.fault(key, format!("`{key}` is neither true nor false"), "")),
        }
    }

    /// A fault of this very place.
    pub(in crate::formats) fn wrong(
        &self,
        problem: impl Into<String>,
        hint: &'static str,
    ) -> Fault {
        Fault { pointer: self.pointer(), problem: problem.into(), hint }
    }

    /// A fault of what stands under `key`.
    pub(in crate::formats) fn fault(
        &self,
        key: &str,
        problem: impl Into<String>,
        hint: &'static str,
    ) -> Fault {
        self.at(key).wrong(problem, hint)
    }

    pub(in crate::formats) fn missing(&self, key: &str) -> Fault {
        self.wrong(format!("`{key}` is missing"), "")
    }

    fn wrong_kind(&self, key: &str, wanted: &str) -> Fault {
        self.fault(key, format!("`{key}` is not {wanted}"), "")
    }
}
