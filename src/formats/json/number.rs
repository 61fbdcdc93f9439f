//! Numbers that no machine number holds, as they are written. The reader of JSON takes the nearest one that
//! a machine has, so they are looked up in the text again.

use std::ops::Range;

use serde_json::Number;

use super::node::Node;

/// Puts each number of a value, as it is written in its text, in the place of the one that was read, where
/// that is another.
pub(super) fn restore(node: &mut Node<'_>, text: &[u8]) {
    let mut tokens = numbers(text);
    restore_from(node, &mut |number| {
        let written = tokens.next().and_then(|at| std::str::from_utf8(text.get(at)?).ok());
        if let Some(written) = written.filter(|written| !is_same(written, number)) {
            *number = written.into();
        }
    });
}

fn restore_from(node: &mut Node<'_>, next: &mut impl FnMut(&mut Box<str>)) {
    match node {
        Node::Number(number) => next(number),
        Node::List(items) => items.iter_mut().for_each(|item| restore_from(item, next)),
        Node::Object(entries) => {
            for (_, value) in entries {
                restore_from(value, next);
            }
        }
        Node::Null | Node::Flag(_) | Node::Text(_) => {}
    }
}

/// The number as JSON's own; `None` where that would be another one.
pub(in crate::formats) fn exact(written: &str) -> Option<Number> {
    let number: Number = written.parse().ok()?;
    is_same(written, &number.to_string()).then_some(number)
}

/// Whether both are the same number, the second being what a machine makes of the first.
fn is_same(written: &str, read: &str) -> bool {
    let digits = |text: &str| -> Vec<u8> {
        let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
        let digits = mantissa.bytes().filter(u8::is_ascii_digit);
        let mut digits: Vec<_> = digits.skip_while(|digit| *digit == b'0').collect();
        digits.truncate(digits.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1));
        digits
    };
    written == read || digits(written) == digits(read)
}

/// Where the numbers of a text of JSON stand.
pub(in crate::formats) fn numbers(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(byte) = text.get(at) {
            match byte {
                b'"' => at = behind_string(text, at),
                b'-' | b'0'..=b'9' => {
                    let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                    let length = text.iter().skip(at).take_while(|byte| is_part(byte)).count();
                    let token = at..at + length;
                    at = token.end;
                    return Some(token);
                }
                _ => at += 1,
            }
        }
        None
    })
}

/// Where it goes on behind the text in quotation marks that begins there.
fn behind_string(text: &[u8], at: usize) -> usize {
    let mut is_escaped = false;
    let inside = text.iter().skip(at + 1);
    let length = inside.take_while(|byte| {
        let ends = **byte == b'"' && !is_escaped;
        is_escaped = **byte == b'\\' && !is_escaped;
        !ends
    });
    at + length.count() + 2
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::formats::json::{Cursor, node::read};

    #[test]
    fn a_number_stays_as_it_is_written_where_no_machine_number_holds_it() {
        let text =
            br#"{"a\"1": [1, -2.50, 12345678901234567890123, "7", {"b": 12345678901234567890.12}],
            "c": 18446744073709551615, "d": 1e3, "e": 0.1, "f": 89014103211118510720}"#;
        let node = read(text).unwrap();
        let at = Cursor::new(&node, None);
        let items: Vec<_> = at
            .entries()
            .next()
            .unwrap()
            .1
            .items()
            .map(|it| it.node().text().map(str::to_owned))
            .collect();
        let [one, two, long, seven, object] = items.as_slice() else { unreachable!() };
        assert_eq!((one.as_deref(), two.as_deref()), (Some("1"), Some("-2.5")));
        assert_eq!(long.as_deref(), Some("12345678901234567890123"));
        assert_eq!((seven.as_deref(), object), (Some("7"), &None));
        assert_eq!(at.say("c"), Some("18446744073709551615"));
        assert_eq!((at.say("d"), at.say("e")), (Some("1000"), Some("0.1")));
        assert_eq!(at.say("f"), Some("89014103211118510720"));
    }

    #[test]
    fn a_number_is_kept_as_one_only_where_it_stays_the_same() {
        for (written, kept) in [
            ("7", Some("7")),
            ("1.50", Some("1.5")),
            ("18446744073709551615", Some("18446744073709551615")),
            ("18446744073709551617", None),
            ("0.12345678901234567891", None),
        ] {
            assert_eq!(exact(written).map(|it| it.to_string()).as_deref(), kept, "{written}");
        }
    }
}
