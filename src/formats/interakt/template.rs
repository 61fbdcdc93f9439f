//! What a person reads of a template message: the template's body with its variables filled in. Both
//! come as JSON inside a text; where they don't, the text itself is what was written.

use serde::Deserialize;

use crate::formats::json::{Leaf, List, Part};

#[derive(Deserialize, Default)]
#[serde(default)]
struct Template<'a> {
    #[serde(borrow)]
    name: Leaf<'a>,
    body: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Component<'a> {
    #[serde(borrow, rename = "type")]
    kind: Leaf<'a>,
    parameters: List<Parameter<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Parameter<'a> {
    #[serde(borrow)]
    text: Leaf<'a>,
}

/// The text of a template message: from the template and from what fills it, either of which may be
/// missing.
pub(super) fn text(raw_template: Option<&str>, message: Option<&str>) -> Option<String> {
    let components: Option<Vec<Part<Component<'_>>>> =
        message.and_then(|message| serde_json::from_str(message).ok());
    let values: Vec<&str> = components
        .iter()
        .flatten()
        .filter_map(Part::get)
        .filter(|part| part.kind.text().is_some_and(|kind| kind.eq_ignore_ascii_case("body")))
        .flat_map(|part| part.parameters.objects())
        .map(|parameter| parameter.text.text().unwrap_or_default())
        .collect();
    let template: Part<Template<'_>> =
        raw_template.and_then(|raw| serde_json::from_str(raw).ok()).unwrap_or_default();
    let body = template.get().and_then(|template| template.body.text());
    match (body, &components) {
        (Some(body), _) => Some(fill(body, &values)),
        // Nothing but the values: better than nothing.
        (None, Some(_)) if !values.is_empty() => Some(values.join(", ")),
        (None, Some(_)) => {
            template.get().and_then(|template| template.name.text()).map(str::to_owned)
        }
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
