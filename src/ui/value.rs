//! What can be printed: a small tree whose texts have all been through a lens.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::escape::for_screen;
use crate::rules::privacy::{
    content::SafeContent,
    safe_text::{Piece, SafeText},
};

/// A value on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing is known, or nothing may be.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number as a source wrote it.
    Number(serde_json::Number),
    /// A point in time, in milliseconds since 1970.
    Time(i64),
    /// A text that its reader may read.
    Text(SafeText),
    /// Several.
    List(Vec<Value>),
    /// Named parts, in order.
    Object(Vec<(&'static str, Value)>),
    /// Parts whose names are data themselves, in order.
    Map(Vec<(SafeText, Value)>),
}

impl Value {
    /// A word of the program's own.
    #[must_use]
    pub const fn plain(word: &'static str) -> Self {
        Self::Text(SafeText::word(word))
    }

    /// A count. One beyond 2^63 doesn't occur.
    #[must_use]
    pub fn count(count: u64) -> Self {
        Self::Int(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// The same as a text: what is in a cell, its reader may read.
    #[must_use]
    pub fn to_safe_text(&self) -> SafeText {
        match self {
            Self::Text(text) => text.map(|text| for_screen(text).into_owned()),
            Self::Null => SafeText::word("-"),
            Self::Bool(value) => SafeText::word(if *value { "yes" } else { "no" }),
            Self::Int(value) => SafeText::of(&[value]),
            Self::Number(number) => SafeText::of(&[number]),
            Self::Time(at) => match jiff::Timestamp::from_millisecond(*at) {
                Ok(time) => SafeText::of(&[&time]),
                Err(_) => SafeText::word("out of range"),
            },
            Self::List(values) if values.is_empty() => SafeText::word("-"),
            Self::List(values) => {
                SafeText::join(&values.iter().map(Self::to_safe_text).collect::<Vec<_>>(), ", ")
            }
            Self::Object(parts) => {
                pairs(parts.iter().map(|(key, value)| (SafeText::word(key), value)))
            }
            Self::Map(parts) => pairs(parts.iter().map(|(key, value)| (key.clone(), value))),
        }
    }

    /// On one line, for a cell of a table: nothing a terminal would obey, `-` for nothing.
    #[must_use]
    pub fn to_cell(&self) -> String {
        self.to_safe_text().to_string()
    }
}

fn pairs<'v>(parts: impl Iterator<Item = (SafeText, &'v Value)>) -> SafeText {
    let shown = |text: SafeText| text.map(|text| for_screen(text).into_owned());
    let parts: Vec<_> = parts
        .map(|(key, value)| SafeText::of(&[&shown(key), &"=", &value.to_safe_text()]))
        .collect();
    if parts.is_empty() { SafeText::word("-") } else { SafeText::join(&parts, ", ") }
}

impl From<SafeText> for Value {
    fn from(text: SafeText) -> Self {
        Self::Text(text)
    }
}

/// A word of the program's own.
impl From<&'static str> for Value {
    fn from(word: &'static str) -> Self {
        Self::plain(word)
    }
}

impl From<u64> for Value {
    fn from(count: u64) -> Self {
        Self::count(count)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Int(number.into())
    }
}

impl<T: Into<Self>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<SafeContent> for Value {
    fn from(content: SafeContent) -> Self {
        match content {
            SafeContent::Null => Self::Null,
            SafeContent::Flag(flag) => Self::Bool(flag),
            SafeContent::Number(number) => Self::Number(number),
            SafeContent::Text(text) => Self::Text(text),
            SafeContent::List(items) => Self::List(items.into_iter().map(Self::from).collect()),
            SafeContent::Object(parts) => {
                Self::Map(parts.into_iter().map(|(key, value)| (key, value.into())).collect())
            }
        }
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Piece for jiff::Timestamp {}
impl Piece for jiff::civil::Date {}

/// A point in time, in milliseconds since 1970, as RFC 3339 in UTC.
#[must_use]
pub fn timestamp(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map_or_else(|_| "out of range".to_owned(), |timestamp| timestamp.to_string())
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::Time(at) => serializer.serialize_str(&timestamp(*at)),
            Self::Text(text) => serializer.serialize_str(text.as_str()),
            Self::List(values) => {
                let mut list = serializer.serialize_seq(Some(values.len()))?;
                for value in values {
                    list.serialize_element(value)?;
                }
                list.end()
            }
            Self::Object(parts) => {
                let mut map = serializer.serialize_map(Some(parts.len()))?;
                for (key, value) in parts {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Self::Map(parts) => {
                let mut map = serializer.serialize_map(Some(parts.len()))?;
                for (key, value) in parts {
                    map.serialize_entry(key.as_str(), value)?;
                }
                map.end()
            }
        }
    }
}
