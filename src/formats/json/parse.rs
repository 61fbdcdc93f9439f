//! One payload's bytes to its shape, and what serde says about broken ones in our words: its own
//! may quote the input.

use serde_json::error::Category;

use super::node::{DOUBLED, NUL, Node, read};
use super::reader::pointer_of;
use crate::formats::place::{Place, ReadError};

/// The most values in one payload. Far more than 16 MiB of real messages have, and it keeps a
/// payload of nothing but `{}` from taking many times its own size in memory.
const VALUE_CAP: usize = 1_000_000;

/// What is wrong with a payload's JSON, relative to its first byte.
pub(super) struct ParseFault {
    /// The JSON itself is broken, so what follows may be too.
    pub is_syntax: bool,
    line: u64,
    column: u64,
    problem: String,
    hint: &'static str,
}

impl ParseFault {
    pub(super) fn at(self, line: u64, column: u64, index: Option<u64>) -> ReadError {
        let fault_column =
            if self.line <= 1 { column + self.column.saturating_sub(1) } else { self.column };
        let place = Place {
            line: line + self.line.saturating_sub(1),
            column: Some(fault_column),
            pointer: pointer_of(index),
        };
        ReadError::new(place, self.problem, self.hint)
    }
}

pub(super) fn parse(value: &[u8]) -> Result<Node<'_>, ParseFault> {
    // One that begins a list or an object, or follows a comma.
    let values = || value.iter().map(|byte| usize::from(b"{[,".contains(byte))).sum::<usize>();
    if value.len() > VALUE_CAP && values() > VALUE_CAP {
        return Err(ParseFault {
            is_syntax: false,
            line: 1,
            column: 1,
            problem: "the payload holds more than 1000000 values".to_owned(),
            hint: "give one payload a line or an array of them",
        });
    }
    read(value).map_err(|error| describe(&error))
}

fn describe(error: &serde_json::Error) -> ParseFault {
    let text = error.to_string();
    let detail = text.split(" at line ").next().unwrap_or_default();
    let fault = |is_syntax, problem: String, hint| ParseFault {
        is_syntax,
        line: u64::try_from(error.line()).unwrap_or(1),
        column: u64::try_from(error.column()).unwrap_or(1),
        problem,
        hint,
    };
    match error.classify() {
        // These texts are fixed ones and name no input.
        Category::Syntax | Category::Eof | Category::Io => {
            let hint = if detail.contains("unicode") || detail.contains("hex escape") {
                "save the file as UTF-8, and fetch the payload again if its characters are broken"
            } else if detail.contains("recursion") {
                "no webhook payload is nested that deep; check where the file comes from"
            } else {
                "the payload is cut off or was edited by hand; fetch it again"
            };
            let problem = format!("the payload is not valid JSON: {detail}");
            fault(true, problem, hint)
        }
        // Every value is taken, but for a text with a NUL and a doubled key.
        Category::Data if detail.starts_with(DOUBLED) => {
            fault(false, detail.to_owned(), "keep one of the two")
        }
        Category::Data if detail == NUL => {
            fault(false, NUL.to_owned(), "take out `\\u0000`, which no workspace can store")
        }
        Category::Data => fault(
            false,
            "the payload is not what WhatsApp sends".to_owned(),
            "give the webhook payloads as they were received",
        ),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;

    fn problem(value: &[u8]) -> String {
        match parse(value) {
            Ok(_) => panic!("parsed"),
            Err(fault) => fault.problem,
        }
    }

    #[test]
    fn faults_are_told_in_our_words() {
        assert!(problem(br#"{"object":"\ud800"}"#).contains("hex escape"));
        assert!(problem(b"{\"object\":\"\xFF\"}").contains("unicode"));
        assert_eq!(problem(br#"{"object":"a","object":"b"}"#), "an object has two keys `object`");
        let digits = br#"{"a":{"+919876543210":"a","+919876543210":"b"}}"#;
        assert_eq!(problem(digits), "an object has two keys of one name");
        for nul in [r#"{"object":"a\u0000b"}"#, r#"{"a\u0000b":1}"#] {
            assert_eq!(problem(nul.as_bytes()), NUL);
        }
        assert!(parse(br#"{"object":"a\\u0000b"}"#).is_ok());
    }

    #[test]
    fn deep_nesting_is_a_fault_and_no_crash() {
        let deep = format!("{{\"entry\":{}", "[".repeat(100_000));
        assert!(!problem(deep.as_bytes()).is_empty());
    }

    #[test]
    fn a_payload_of_empty_objects_is_refused() {
        let many = format!("{{\"entry\":[{}{{}}]}}", "{},".repeat(VALUE_CAP / 2));
        assert!(problem(many.as_bytes()).contains("values"));
    }
}
