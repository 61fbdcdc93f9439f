//! What was said in a message beside its text, as its reader may read it: a tree of the same shape
//! whoever reads it.

use serde_json::{Number, Value};

use super::{
    lens::Focus,
    safe_text::SafeText,
    text::{CustomerText, Reading},
};

/// A value of a message's content that its reader may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SafeContent {
    /// Nothing.
    Null,
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(SafeText),
    /// Several.
    List(Vec<SafeContent>),
    /// Named parts.
    Object(Vec<(SafeText, SafeContent)>),
}

impl SafeContent {
    /// The part under a name; nothing where there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &Self {
        match self {
            Self::Object(parts) => {
                parts.iter().find(|(key, _)| key.as_str() == name).map_or(&Self::Null, |(_, it)| it)
            }
            Self::List(items) => items.first().map_or(&Self::Null, |first| first.get(name)),
            _ => &Self::Null,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub const fn text(&self) -> Option<&SafeText> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Focus<'_> {
    /// A message's content. What can't be read as JSON is shown as a text.
    #[must_use]
    pub fn content(&self, content: &CustomerText) -> SafeContent {
        match serde_json::from_str(content.raw_for_storage()) {
            Ok(value) => self.content_value(value),
            Err(_) => SafeContent::Text(self.content_text(content.raw_for_storage().to_owned())),
        }
    }

    fn content_value(&self, value: Value) -> SafeContent {
        match value {
            Value::Null => SafeContent::Null,
            Value::Bool(flag) => SafeContent::Flag(flag),
            Value::Number(number) => {
                let text = self.content_text(number.to_string());
                if text.as_str() == number.to_string() {
                    SafeContent::Number(number)
                } else {
                    SafeContent::Text(text)
                }
            }
            Value::String(text) => SafeContent::Text(self.content_text(text)),
            Value::Array(items) => {
                SafeContent::List(items.into_iter().map(|item| self.content_value(item)).collect())
            }
            Value::Object(parts) => {
                let parts = parts.into_iter();
                let read = |(key, value)| (self.content_text(key), self.content_value(value));
                SafeContent::Object(parts.map(read).collect())
            }
        }
    }

    /// A value has no words around it by which a number in it could be told from another figure. So
    /// it is read in mode `digits` at least, and compared with nothing.
    fn content_text(&self, text: String) -> SafeText {
        let reading = Reading { by_masked: true, ..Reading::default() };
        self.text(&CustomerText::new(text).with_reading(reading))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{
        policy::mask::MaskSet,
        privacy::{find::NothingKnown, lens::Lens},
    };

    fn read(masks: MaskSet, json: &str) -> SafeContent {
        Lens::new(masks).on(&NothingKnown).content(&CustomerText::new(json))
    }

    #[test]
    fn whoever_may_read_all_reads_it_as_it_was() {
        let json = r#"{"a": [1.5, true, null], "phone": "98111 22233"}"#;
        let content = read(MaskSet::NONE, json);
        assert_eq!(content.get("phone").text().map(SafeText::as_str), Some("98111 22233"));
        let SafeContent::List(items) = content.get("a") else { return assert_eq!(1, 2) };
        assert_eq!(items.len(), 3);
    }

    #[test]
    fn no_value_keeps_six_digits_for_whom_numbers_are_hidden() {
        let masks = MaskSet { number: true, ..MaskSet::NONE };
        let json = r#"{"919811122233": {"wa": 919811122233, "n": 12345, "t": "call 98 11 12"}}"#;
        let shown = format!("{:?}", read(masks, json));
        assert!(!shown.contains("9811") && !shown.contains("98 11"), "{shown}");
        assert!(shown.contains("12345"), "{shown}");
    }
}
