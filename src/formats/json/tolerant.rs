//! Pieces of JSON that take what they get. A wrong kind of value in one place must not cost the
//! rest of a payload, so it is noted as `Odd` here and reported with its pointer by whoever reads
//! it. Only broken JSON and doubled keys fail.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Text, or a number standing where text should.
#[derive(Default)]
pub(in crate::formats) enum Leaf<'a> {
    #[default]
    Absent,
    Text(Cow<'a, str>),
    Flag(bool),
    Odd,
}

impl Leaf<'_> {
    /// The text, if there is any besides blanks.
    pub(in crate::formats) fn text(&self) -> Option<&str> {
        match self {
            Leaf::Text(text) if text.chars().any(|sign| !sign.is_whitespace()) => Some(text),
            _ => None,
        }
    }

    pub(in crate::formats) fn is_true(&self) -> bool {
        match self {
            Leaf::Flag(flag) => *flag,
            Leaf::Text(text) => text == "true",
            Leaf::Absent | Leaf::Odd => false,
        }
    }

    /// Something stands here that cannot be text.
    pub(in crate::formats) fn is_odd(&self) -> bool {
        matches!(self, Leaf::Odd | Leaf::Flag(_))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Leaf<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LeafVisitor;

        impl<'de> Visitor<'de> for LeafVisitor {
            type Value = Leaf<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("any value")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Leaf::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Leaf::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Leaf::Text(Cow::Owned(number.to_string())))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Leaf::Text(Cow::Owned(number.to_string())))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
                Ok(Leaf::Text(Cow::Owned(number.to_string())))
            }

            fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
                Ok(Leaf::Flag(flag))
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Leaf::Absent)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                drain_list(seq).map(|()| Leaf::Odd)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                drain_object(map).map(|()| Leaf::Odd)
            }
        }

        deserializer.deserialize_any(LeafVisitor)
    }
}

/// An object, or something else where an object should stand.
#[derive(Default)]
pub(in crate::formats) enum Part<T> {
    #[default]
    Absent,
    Given(T),
    Odd,
}

impl<T> Part<T> {
    pub(in crate::formats) fn get(&self) -> Option<&T> {
        match self {
            Part::Given(value) => Some(value),
            Part::Absent | Part::Odd => None,
        }
    }

    pub(in crate::formats) fn is_odd(&self) -> bool {
        matches!(self, Part::Odd)
    }
}

/// Every value that is neither an object nor a list, for the visitors that take one of them.
macro_rules! scalars_are_odd {
    ($odd:expr, $absent:expr) => {
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("any value")
        }

        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok($odd)
        }

        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($odd)
        }

        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($odd)
        }

        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($odd)
        }

        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($odd)
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($absent)
        }
    };
}
pub(super) use scalars_are_odd;

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PartVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for PartVisitor<T> {
            type Value = Part<T>;

            scalars_are_odd!(Part::Odd, Part::Absent);

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                drain_list(seq).map(|()| Part::Odd)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Part::Given)
            }
        }

        deserializer.deserialize_any(PartVisitor(PhantomData))
    }
}

/// A list of objects, or something else where a list should stand.
pub(in crate::formats) enum List<T> {
    Given(Vec<Part<T>>),
    Odd,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        List::Given(Vec::new())
    }
}

impl<T> List<T> {
    /// The elements; none if this is no list.
    pub(in crate::formats) fn items(&self) -> &[Part<T>] {
        match self {
            List::Given(items) => items,
            List::Odd => &[],
        }
    }

    /// The elements that are objects, for lists where the others say nothing.
    pub(in crate::formats) fn objects(&self) -> impl Iterator<Item = &T> {
        self.items().iter().filter_map(Part::get)
    }

    pub(in crate::formats) fn is_odd(&self) -> bool {
        matches!(self, List::Odd)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
            type Value = List<T>;

            scalars_are_odd!(List::Odd, List::default());

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(List::Given(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                drain_object(map).map(|()| List::Odd)
            }
        }

        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}

/// A list of texts, or something else where it should stand. What in it is no text is `Odd`.
#[derive(Default)]
pub(in crate::formats) enum Leaves<'a> {
    #[default]
    Absent,
    Given(Vec<Leaf<'a>>),
    Odd,
}

impl<'de: 'a, 'a> Deserialize<'de> for Leaves<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LeavesVisitor;

        impl<'de> Visitor<'de> for LeavesVisitor {
            type Value = Leaves<'de>;

            scalars_are_odd!(Leaves::Odd, Leaves::Absent);

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut leaves = Vec::new();
                while let Some(leaf) = seq.next_element()? {
                    leaves.push(leaf);
                }
                Ok(Leaves::Given(leaves))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                drain_object(map).map(|()| Leaves::Odd)
            }
        }

        deserializer.deserialize_any(LeavesVisitor)
    }
}

/// The keys of an object with their values, as they come.
#[derive(Default)]
pub(in crate::formats) enum Entries<'a> {
    #[default]
    Absent,
    Given(Vec<(Cow<'a, str>, Leaf<'a>)>),
    Odd,
}

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;

        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries<'de>;

            scalars_are_odd!(Entries::Odd, Entries::Absent);

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                drain_list(seq).map(|()| Entries::Odd)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some((Leaf::Text(key), value)) = map.next_entry::<Leaf<'de>, _>()? {
                    entries.push((key, value));
                }
                Ok(Entries::Given(entries))
            }
        }

        deserializer.deserialize_any(EntriesVisitor)
    }
}

pub(super) fn drain_list<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<(), A::Error> {
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

fn drain_object<'de, A: MapAccess<'de>>(mut map: A) -> Result<(), A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}
