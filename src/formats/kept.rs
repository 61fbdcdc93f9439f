//! What of a payload's part is kept as it came, beside the text that people read.

use serde_json::{Map, Value};

use super::json::{Cursor, Node, exact};

/// The part as JSON, without what is empty and without what stands at `left_out`: paths from here,
/// such as `context/id`, of what is kept elsewhere or says nothing. `None` where nothing remains.
pub(in crate::formats) fn kept(at: &Cursor<'_, '_>, left_out: &[&str]) -> Option<String> {
    prune(at.node(), "", left_out).map(|value| value.to_string())
}

/// Two parts as one, as [`kept`] has each: where both have a field, the first one's stays.
pub(in crate::formats) fn kept_together(
    (first, first_left_out): (&Cursor<'_, '_>, &[&str]),
    (second, second_left_out): (&Cursor<'_, '_>, &[&str]),
) -> Option<String> {
    let first = prune(first.node(), "", first_left_out);
    let both = match (first, prune(second.node(), "", second_left_out)) {
        (Some(Value::Object(first)), Some(Value::Object(mut both))) => {
            both.extend(first);
            Some(Value::Object(both))
        }
        (first, second) => first.or(second),
    };
    both.map(|value| value.to_string())
}

fn prune(node: &Node<'_>, path: &str, left_out: &[&str]) -> Option<Value> {
    match node {
        Node::Null => None,
        Node::Flag(flag) => Some(Value::Bool(*flag)),
        Node::Text(text) => (!text.is_empty()).then(|| Value::String(text.clone().into_owned())),
        Node::Number(number) => {
            Some(exact(number).map_or_else(|| Value::String(number.to_string()), Value::Number))
        }
        Node::List(items) => {
            let items: Vec<_> =
                items.iter().filter_map(|item| prune(item, path, left_out)).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        Node::Object(entries) => {
            let mut object = Map::new();
            for (key, value) in entries {
                let path = if path.is_empty() { key.to_string() } else { format!("{path}/{key}") };
                if !left_out.contains(&path.as_str())
                    && let Some(value) = prune(value, &path, left_out)
                {
                    object.insert(key.clone().into_owned(), value);
                }
            }
            (!object.is_empty()).then_some(Value::Object(object))
        }
    }
}

/// All that a part says, in one line: `size: L, colour: blue`.
pub(in crate::formats) fn readable(at: &Cursor<'_, '_>) -> Option<String> {
    match at.node() {
        Node::Null => None,
        Node::Flag(true) => Some("yes".to_owned()),
        Node::Flag(false) => Some("no".to_owned()),
        Node::Text(_) | Node::Number(_) => at.node().text().map(str::to_owned),
        Node::List(_) => join(at.items().map(|item| readable(&item)), ", "),
        Node::Object(_) => {
            let pairs = at.entries().map(|(key, value)| {
                let value = readable(&value)?;
                Some(format!("{}: {value}", key.replace('_', " ")))
            });
            join(pairs, ", ")
        }
    }
}

/// The pieces that are there, with `between` between them.
pub(in crate::formats) fn join<T: AsRef<str>>(
    pieces: impl IntoIterator<Item = Option<T>>,
    between: &str,
) -> Option<String> {
    let mut joined: Option<String> = None;
    for piece in pieces.into_iter().flatten() {
        match &mut joined {
            Some(joined) => {
                joined.push_str(between);
                joined.push_str(piece.as_ref());
            }
            None => joined = Some(piece.as_ref().to_owned()),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::formats::json::read;

    #[test]
    fn what_is_left_out_is_left_out_at_its_path_alone() {
        let json =
            r#"{"id": 7, "a": {"id": "x", "b": [1.5, null, ""], "c": {}}, "t": {"id": true}}"#;
        let node: Node<'_> = read(json.as_bytes()).unwrap();
        let at = Cursor::new(&node, None);
        let kept = kept(&at, &["id", "t/id"]).unwrap();
        assert_eq!(kept, r#"{"a":{"b":[1.5],"id":"x"}}"#);
        assert_eq!(readable(&at).unwrap(), "id: 7, a: id: x, b: 1.5, t: id: yes");
    }

    #[test]
    fn nothing_is_kept_of_nothing() {
        let node: Node<'_> = read(br#"{"a": [{}], "b": null}"#).unwrap();
        assert_eq!(kept(&Cursor::new(&node, None), &[]), None);
    }
}
