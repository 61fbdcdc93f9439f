//! What a person reads of a template message: the template's body with its variables filled in. Both
//! come as JSON inside a text; where they don't, the text itself is what was written.

use crate::formats::json::{Cursor, Node, read};

/// The text of a template message: from the template and from what fills it, either of which may be
/// missing.
pub(super) fn text<'t>(raw_template: Option<&'t str>, message: Option<&'t str>) -> Option<String> {
    let parsed = |text: Option<&'t str>| -> Option<Node<'t>> { read(text?.as_bytes()).ok() };
    let components = parsed(message).filter(|node| matches!(node, Node::List(_)));
    let mut values = Vec::new();
    if let Some(components) = &components {
        for part in Cursor::new(components, None).items() {
            if part.say("type").is_some_and(|kind| kind.eq_ignore_ascii_case("body")) {
                let parameters = part.at("parameters");
                values.extend(parameters.items().map(|one| one.say("text").unwrap_or_default()));
            }
        }
    }
    let template = parsed(raw_template).unwrap_or(Node::Null);
    let body = template.get("body").text();
    match (body, &components) {
        (Some(body), _) => Some(fill(body, &values)),
        // Nothing but the values: better than nothing.
        (None, Some(_)) if !values.is_empty() => Some(values.join(", ")),
        (None, Some(_)) => template.get("name").text().map(str::to_owned),
        (None, None) => message.or(raw_template).map(str::to_owned),
    }
}

/// Puts the values where `{{1}}`, `{{2}}`, … stand. One that is missing leaves its mark.
fn fill(body: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let value = after.split_once("}}").and_then(|(mark, behind)| {
            let index: usize = mark.trim().parse().ok()?;
            Some((*values.get(index.checked_sub(1)?)?, behind))
        });
        match value {
            Some((value, behind)) => {
                filled.push_str(value);
                rest = behind;
            }
            None => {
                filled.push_str("{{");
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in() {
        let raw = r#"{"name":"order","body":"Hi {{1}}, order {{ 2 }} of {{9}} is {{x}} {{"}"#;
        let message = r#"[{"type":"header","parameters":[{"text":"no"}]},
            {"type":"body","parameters":[{"type":"text","text":"Asha"},{"text":"17"}]}]"#;
        let filled = text(Some(raw), Some(message));
        assert_eq!(filled.as_deref(), Some("Hi Asha, order 17 of {{9}} is {{x}} {{"));
    }

    #[test]
    fn what_is_missing_is_made_up_for() {
        assert_eq!(text(None, Some("plain")).as_deref(), Some("plain"));
        assert_eq!(text(None, None), None);
        let message = r#"[{"type":"body","parameters":[{"text":"a"},{"text":"b"}]}]"#;
        assert_eq!(text(Some("{}"), Some(message)).as_deref(), Some("a, b"));
        assert_eq!(text(Some(r#"{"name":"hello"}"#), Some("[]")).as_deref(), Some("hello"));
    }
}
