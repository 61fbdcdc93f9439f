//! A row of JSON: an object in its own order.

use std::{borrow::Cow, fmt};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Problem, Raw};
use crate::formats::json::numbers;

/// What stands behind a key.
pub(in crate::formats) enum Cell {
    /// Null.
    Nothing,
    /// A text, a whole number, or yes or no.
    Text(String),
    /// A number with decimals or an exponent.
    Float(f64),
    /// A list of such.
    Texts(Vec<String>),
    /// An object of such.
    Pairs(Parts),
}

/// A number with decimals or an exponent as text. In a column of phone numbers one that ends in many zeros
/// was most likely rounded: it is written so that it is seen to be.
pub(in crate::formats) fn float(number: f64, is_phone: bool) -> String {
    let written = number.to_string();
    if is_phone && written.ends_with("000") { format!("{number:e}") } else { written }
}

/// An object's parts in their order, also those that stand twice.
pub(in crate::formats) struct Parts(pub(in crate::formats) Vec<(String, Cell)>);

/// Reads a row's JSON line. `example` is one that can be read.
pub(in crate::formats) fn parts(raw: &Raw, example: &str) -> Result<Parts, Problem> {
    // A number that no machine number holds is read as the text that it is.
    let text = if has_long_number(&raw.text) {
        Cow::Owned(quoted(&raw.text))
    } else {
        Cow::Borrowed(raw.text.as_slice())
    };
    serde_json::from_slice(&text).map_err(|error| {
        let problem = if std::str::from_utf8(&raw.text).is_err() {
            "the line is not in UTF-8".to_owned()
        } else {
            format!("no JSON object can be read at column {}", error.column())
        };
        Problem::of_line(raw.line, problem, format!("write objects such as `{example}`"))
    })
}

/// The fewest digits of a whole number that a machine number may not hold.
const LONG: usize = 19;

/// Whether a whole number of [`LONG`] digits or more is there. Looking around every [`LONG`]-th byte is
/// enough: such a run covers one of them.
fn has_long_number(text: &[u8]) -> bool {
    let digits =
        |bytes: &mut dyn Iterator<Item = &u8>| bytes.take_while(|it| it.is_ascii_digit()).count();
    (0..text.len()).step_by(LONG).any(|at| {
        let (before, behind) = text.split_at(at);
        digits(&mut before.iter().rev()) + digits(&mut behind.iter()) >= LONG
    })
}

/// A text of JSON in which long whole numbers stand in quotation marks.
fn quoted(text: &[u8]) -> Vec<u8> {
    let mut all = Vec::with_capacity(text.len() + 8);
    let mut from = 0;
    for at in numbers(text) {
        let number = text.get(at.clone()).unwrap_or_default();
        let is_whole = number.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-');
        if is_whole && number.len() >= LONG {
            all.extend_from_slice(text.get(from..at.start).unwrap_or_default());
            all.push(b'"');
            all.extend_from_slice(number);
            all.push(b'"');
            from = at.end;
        }
    }
    all.extend_from_slice(text.get(from..).unwrap_or_default());
    all
}

impl<'de> Deserialize<'de> for Parts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Parts;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Parts, A::Error> {
                collected(map)
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

fn collected<'de, A: MapAccess<'de>>(mut map: A) -> Result<Parts, A::Error> {
    let mut parts = Vec::new();
    while let Some(part) = map.next_entry()? {
        parts.push(part);
    }
    Ok(Parts(parts))
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Cell;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text, or a list or an object of texts")
            }

            fn visit_unit<E>(self) -> Result<Cell, E> {
                Ok(Cell::Nothing)
            }

            fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
                Ok(Cell::Text(text.to_owned()))
            }

            fn visit_string<E>(self, text: String) -> Result<Cell, E> {
                Ok(Cell::Text(text))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Cell, E> {
                Ok(Cell::Text(value.to_string()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Cell, E> {
                Ok(Cell::Text(number.to_string()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
                Ok(Cell::Text(number.to_string()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Cell, E> {
                Ok(Cell::Float(number))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Cell, A::Error> {
                let mut texts = Vec::new();
                while let Some(cell) = list.next_element()? {
                    match cell {
                        Cell::Text(text) => texts.push(text),
                        Cell::Float(number) => texts.push(number.to_string()),
                        Cell::Nothing => {}
                        Cell::Texts(_) | Cell::Pairs(_) => {
                            return Err(serde::de::Error::custom("a list in a list"));
                        }
                    }
                }
                Ok(Cell::Texts(texts))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Cell, A::Error> {
                collected(map).map(Cell::Pairs)
            }
        }
        deserializer.deserialize_any(Any)
    }
}
