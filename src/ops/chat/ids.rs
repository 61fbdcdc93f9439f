//! Chats that are named on standard input, one a line: by their ids, or by the objects that lists of
//! chats print as JSON lines.

use std::io::BufRead;

use serde::Deserialize;

use crate::{
    ops::{
        Error, Result,
        batch::{LONGEST_LINE, read_line},
        error::InputFault,
    },
    rules::id::ChatId,
};

/// What is read of an object; whatever else it has belongs to the list it came from.
#[derive(Deserialize)]
struct Named {
    id: i64,
}

/// Reads ids to the end of the input; blank lines say nothing.
///
/// # Errors
/// A line that names no chat, with its place; an input without any; the way in.
pub fn read_ids(file: &str, input: &mut dyn BufRead) -> Result<Vec<ChatId>> {
    let mut ids = Vec::new();
    let mut line = Vec::new();
    let mut number = 0;
    while read_line(input, &mut line)? {
        number += 1;
        if line.len() as u64 > LONGEST_LINE {
            return Err(fault(file, Some(number), "is longer than 64 KiB"));
        }
        // Some programs begin what they write with a mark of its encoding.
        let text = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf") } else { None };
        let text = text.unwrap_or(&line).trim_ascii();
        if text.is_empty() {
            continue;
        }
        let id = if text.starts_with(b"{") {
            serde_json::from_slice(text).ok().map(|Named { id }| id)
        } else {
            std::str::from_utf8(text).ok().and_then(|text| text.parse().ok())
        };
        match id {
            Some(id) => ids.push(ChatId(id)),
            None => return Err(fault(file, Some(number), "names no chat")),
        }
    }
    if ids.is_empty() {
        return Err(fault(file, None, "names no chat"));
    }
    Ok(ids)
}

fn fault(file: &str, line: Option<u64>, problem: &str) -> Error {
    Error::Input(Box::new(InputFault {
        file: file.to_owned(),
        line,
        column: None,
        problem: problem.to_owned(),
        hint: Some(
            "a line is a chat's id, such as `12`, or what `rolecall chat list --format jsonl` \
             prints; nothing was changed"
                .to_owned(),
        ),
    }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn read(text: impl AsRef<[u8]>) -> std::result::Result<Vec<i64>, Option<u64>> {
        match read_ids("-", &mut text.as_ref()) {
            Ok(ids) => Ok(ids.into_iter().map(|id| id.0).collect()),
            Err(Error::Input(fault)) => Err(fault.line),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn an_id_stands_bare_or_in_an_object() {
        assert_eq!(read("3\n {\"id\":1,\"account\":\"+44\"}\r\n\n\t\n2"), Ok(vec![3, 1, 2]));
        assert_eq!(read("\u{feff}7\n"), Ok(vec![7]));
    }

    #[test]
    fn what_names_no_chat_is_told_by_its_line() {
        for bad in [
            "id",
            "1 2",
            "1.0",
            "{\"id\":\"1\"}",
            "{\"chat\":1}",
            "[1]",
            "{",
            "9223372036854775808",
        ] {
            assert_eq!(read(format!("1\n\n{bad}\n2\n")), Err(Some(3)), "{bad}");
        }
        assert_eq!(read(b"1\n\xff\n"), Err(Some(2)));
        let long = format!("1\n{}\n2", "1".repeat(1 << 17));
        assert_eq!(read(long), Err(Some(2)));
    }

    #[test]
    fn no_chat_at_all_is_an_error() {
        assert_eq!(read(""), Err(None));
        assert_eq!(read("\n \n"), Err(None));
    }
}
