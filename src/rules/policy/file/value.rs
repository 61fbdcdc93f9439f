//! Values of a policy file by kind: a table, a switch, a text, a list of texts. What is of another
//! kind is a fault. Which key has which kind of value is `read`'s business.

use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue},
};

use super::fault::{Faults, choice, quoted};
use crate::rules::{error::Kind, nearest::nearest, workspace::member::check_name};

pub(super) type Key<'i> = Spanned<DeString<'i>>;
pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// A text and the byte offset at which it stands.
pub(super) struct Text<'v> {
    pub(super) offset: usize,
    pub(super) text: &'v str,
}

/// The entries of a table as they stand in the file; the parser keeps them by name.
pub(super) fn in_order<'v, 'i>(table: &'v DeTable<'i>) -> Vec<(&'v Key<'i>, &'v Value<'i>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

impl Faults<'_> {
    pub(super) fn table<'v, 'i>(
        &mut self,
        key: &Key<'_>,
        value: &'v Value<'i>,
    ) -> Option<&'v DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_kind(key, value, "a table");
        }
        table
    }

    pub(super) fn flag(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_kind(key, value, "`true` or `false`");
        }
        flag
    }

    /// A whole number from 1 on.
    pub(super) fn count(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<u32> {
        let number = value.get_ref().as_integer();
        let number = number.and_then(|it| u32::from_str_radix(it.as_str(), it.radix()).ok());
        let count = number.filter(|count| *count > 0);
        if count.is_none() {
            self.wrong_kind(key, value, "a whole number from 1 on");
        }
        count
    }

    pub(super) fn text<'v>(&mut self, key: &Key<'_>, value: &'v Value<'_>) -> Option<Text<'v>> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_kind(key, value, "a text in quotation marks");
        }
        text.map(|text| Text { offset: value.span().start, text })
    }

    /// The texts of a list; what else stands in it is a fault.
    pub(super) fn texts<'v>(&mut self, key: &Key<'_>, value: &'v Value<'_>) -> Vec<Text<'v>> {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_kind(key, value, "a list in square brackets");
            return Vec::new();
        };
        list.iter().filter_map(|item| self.text(key, item)).collect()
    }

    /// A name for people, checked as wherever one comes in.
    pub(super) fn name(&mut self, kind: Kind, text: &Text<'_>) -> Option<String> {
        match check_name(kind, text.text) {
            Ok(name) => Some(name),
            Err(error) => {
                let problem = format!("{} {}", quoted(text.text), error.problem());
                self.add(text.offset, problem, None, None);
                None
            }
        }
    }

    /// A name that is none of those that may stand there.
    pub(super) fn unknown(&mut self, what: &str, name: &Text<'_>, known: &[&str]) {
        self.add(
            name.offset,
            format!("unknown {what} {}", quoted(name.text)),
            choice(known.iter().copied()),
            nearest(name.text, known.iter().copied()),
        );
    }

    fn wrong_kind(&mut self, key: &Key<'_>, value: &Value<'_>, allowed: &str) {
        // A table's span is its header, or nothing at all where the header is that of a part of it.
        let (offset, found) = match value.get_ref() {
            DeValue::Table(_) => (key.span().start, "a table".to_owned()),
            DeValue::Array(_) => (value.span().start, "a list".to_owned()),
            _ => (value.span().start, quoted(self.text_at(&value.span()))),
        };
        let problem = format!("{} can't be {found}", quoted(key.get_ref()));
        self.add(offset, problem, allowed.to_owned(), None);
    }
}

/// A key as a text with its place.
pub(super) fn key_text<'v>(key: &'v Key<'_>) -> Text<'v> {
    Text { offset: key.span().start, text: key.get_ref() }
}
