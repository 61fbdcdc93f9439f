//! One JSON value, kept as it was written and borrowed from the input where that is possible.

use std::{borrow::Cow, cell::Cell, collections::HashSet, fmt};

use serde::{
    Serialize, Serializer,
    de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor},
    ser::{SerializeMap as _, SerializeSeq as _},
};

use super::number::{exact, restore};

/// A JSON value. A number keeps the text that it is written as, so that an ID that was sent as a
/// number is read like one that was sent as text.
pub(in crate::formats) enum Node<'a> {
    Null,
    Flag(bool),
    Number(Box<str>),
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

static NULL: Node<'static> = Node::Null;

impl<'a> Node<'a> {
    /// The value under `key`; null where there is none, and where this is no object.
    pub(in crate::formats) fn get(&self, key: &str) -> &Node<'a> {
        match self {
            Self::Object(entries) => {
                entries.iter().find(|(name, _)| name == key).map_or(&NULL, |(_, value)| value)
            }
            _ => &NULL,
        }
    }

    /// The text, or the number as text; nothing where it is blank.
    pub(in crate::formats) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) if text.chars().any(|sign| !sign.is_whitespace()) => Some(text),
            Self::Number(number) => Some(number),
            _ => None,
        }
    }
}

/// Reads a value of which every number is as it is written.
pub(in crate::formats) fn read(text: &[u8]) -> Result<Node<'_>, serde_json::Error> {
    let has_floats = Cell::new(false);
    let mut reader = serde_json::Deserializer::from_slice(text);
    let mut node = Reading(&has_floats).deserialize(&mut reader)?;
    reader.end()?;
    if has_floats.get() {
        restore(&mut node, text);
    }
    Ok(node)
}

/// Reads a value, and notes whether a number in it may not be the one that is written.
#[derive(Clone, Copy)]
struct Reading<'f>(&'f Cell<bool>);

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Node<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    // Only a text with escapes in it isn't borrowed, and a NUL is always escaped.
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.contains('\0') {
            return Err(E::custom(NUL));
        }
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Node::Number(number.to_string().into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Node::Number(number.to_string().into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        self.0.set(true);
        Ok(Node::Number(number.to_string().into()))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Node::Flag(flag))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Node::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((Node::Text(key), value)) = map.next_entry_seed(self, self)? {
            entries.push((key, value));
        }
        match doubled(&entries) {
            None => Ok(Node::Object(entries)),
            Some(key) => Err(A::Error::custom(DoubledKey(key))),
        }
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => match exact(number) {
                Some(number) => number.serialize(serializer),
                None => serializer.serialize_str(number),
            },
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| list.serialize_element(item))?;
                list.end()
            }
            Self::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                entries.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
                map.end()
            }
        }
    }
}

/// What is wrong with a text that not every engine can store. It is told from other faults of the data by these
/// words.
pub(super) const NUL: &str = "a text has a NUL in it";

/// How a doubled key is told from all other faults of the data.
pub(super) const DOUBLED: &str = "an object has two keys";

struct DoubledKey<'k>(&'k str);

impl fmt::Display for DoubledKey<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(DOUBLED)?;
        // A key may hold a customer's words or digits. One that can't is named.
        if self.0.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            write!(formatter, " `{}`", self.0)
        } else {
            formatter.write_str(" of one name")
        }
    }
}

/// A key that occurs twice: which of its values was meant, nobody can say.
fn doubled<'e>(entries: &'e [(Cow<'_, str>, Node<'_>)]) -> Option<&'e str> {
    let mut keys = entries.iter().map(|(key, _)| key.as_ref()).enumerate();
    if entries.len() > 24 {
        let mut seen = HashSet::with_capacity(entries.len());
        return keys.find(|(_, key)| !seen.insert(*key)).map(|(_, key)| key);
    }
    keys.find(|(at, key)| entries.iter().take(*at).any(|(earlier, _)| earlier == key))
        .map(|(_, key)| key)
}
