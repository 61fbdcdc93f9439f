//! Message templates as `WhatsApp`'s Business Management API has them: one as it is handed in (`name`,
//! `language`, `category`, `components`), its components alone, an array of templates, or the list
//! that the API answers with (`data`). Sample values are not read: they are for the reviewers alone.

use serde_json::{Map, Value};

use crate::{
    formats::place::{Place, ReadError},
    rules::whatsapp::template::{Button, ButtonKind, Category, Header, Media},
};

/// The most bytes of a file of templates: more than a list of 6,000, which is the most a business has.
pub const SIZE_CAP: u64 = 32 << 20;

/// A template as a file has it. What the file leaves out is to be said otherwise.
pub struct Definition {
    /// Its name.
    pub name: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// What it is for.
    pub category: Option<Category>,
    /// How it stands, verbatim.
    pub status: Option<String>,
    /// Why it was turned down, verbatim.
    pub reason: Option<String>,
    /// What stands above the body.
    pub header: Option<Header>,
    /// The message.
    pub body: String,
    /// What stands below it.
    pub footer: Option<String>,
    /// At most ten.
    pub buttons: Vec<Button>,
}

const AS_HANDED_IN: &str = "give templates as the Business Management API takes or lists them: `name`, `language`, \
     `category` and `components`";

/// Reads the templates of a file, in their order; at least one.
///
/// # Errors
/// The first thing that can't be read, with its place: a component or a button of a kind that this
/// program doesn't know, too.
pub fn read(bytes: &[u8]) -> Result<Vec<Definition>, ReadError> {
    let whole: Value = serde_json::from_slice(bytes).map_err(|error| {
        let text = error.to_string();
        let detail = text.split(" at line ").next().unwrap_or_default();
        let place = Place {
            line: error.line() as u64,
            column: Some(error.column() as u64),
            pointer: String::new(),
        };
        ReadError::new(place, format!("this is not valid JSON: {detail}"), AS_HANDED_IN)
    })?;
    let (items, pointer) = match &whole {
        Value::Object(object) => match object.get("data") {
            Some(Value::Array(items)) => (items, "/data"),
            _ => return Ok(vec![definition(object, "")?]),
        },
        Value::Array(items) => {
            let is_component = |item: &Value| item.get("type").is_some();
            if items.first().is_some_and(is_component) {
                let mut found = Definition::empty();
                found.components(items, "")?;
                return Ok(vec![found]);
            }
            (items, "")
        }
        _ => return Err(wrong("", "this is neither a template nor a list of them")),
    };
    if items.is_empty() {
        return Err(wrong(pointer, "there is no template in it"));
    }
    let each = items.iter().enumerate().map(|(index, item)| {
        let pointer = format!("{pointer}/{index}");
        definition(as_object(item, &pointer)?, &pointer)
    });
    each.collect()
}

fn definition(object: &Map<String, Value>, at: &str) -> Result<Definition, ReadError> {
    let mut found = Definition::empty();
    found.name = text(object, "name", at)?;
    found.language = text(object, "language", at)?;
    found.status = text(object, "status", at)?;
    found.reason = text(object, "rejected_reason", at)?.filter(|reason| reason != "NONE");
    found.category = match text(object, "category", at)? {
        Some(key) => Some(Category::from_key(&key).ok_or_else(|| {
            wrong(
                &format!("{at}/category"),
                "`category` is none of MARKETING, UTILITY and AUTHENTICATION",
            )
        })?),
        None => None,
    };
    match object.get("components") {
        Some(Value::Array(components)) => {
            found.components(components, &format!("{at}/components"))?;
            Ok(found)
        }
        Some(_) => Err(wrong(&format!("{at}/components"), "`components` is not a list")),
        None => Err(wrong(at, "this is no template: `components` is missing")),
    }
}

impl Definition {
    const fn empty() -> Self {
        Self {
            name: None,
            language: None,
            category: None,
            status: None,
            reason: None,
            header: None,
            body: String::new(),
            footer: None,
            buttons: Vec::new(),
        }
    }

    fn components(&mut self, components: &[Value], at: &str) -> Result<(), ReadError> {
        let mut seen = Vec::new();
        for (index, component) in components.iter().enumerate() {
            let at = format!("{at}/{index}");
            let object = as_object(component, &at)?;
            let kind = needed(object, "type", &at)?.to_ascii_uppercase();
            if seen.contains(&kind) {
                return Err(wrong(&at, &format!("there is a second `{}`", brief(&kind))));
            }
            match kind.as_str() {
                "HEADER" => self.header = Some(header(object, &at)?),
                "BODY" => self.body = needed(object, "text", &at)?,
                "FOOTER" => self.footer = Some(needed(object, "text", &at)?),
                "BUTTONS" => self.buttons = buttons(object, &at)?,
                other => return Err(unknown(&at, "a component", other)),
            }
            seen.push(kind);
        }
        if seen.iter().any(|kind| kind == "BODY") {
            Ok(())
        } else {
            Err(wrong(at, "the component `BODY` is missing"))
        }
    }
}

fn header(object: &Map<String, Value>, at: &str) -> Result<Header, ReadError> {
    match text(object, "format", at)? {
        Some(format) if !format.eq_ignore_ascii_case("text") => Media::from_key(&format)
            .map(Header::Media)
            .ok_or_else(|| unknown(&format!("{at}/format"), "a header", &format)),
        _ => Ok(Header::Text(needed(object, "text", at)?)),
    }
}

fn buttons(object: &Map<String, Value>, at: &str) -> Result<Vec<Button>, ReadError> {
    let at = format!("{at}/buttons");
    let Some(Value::Array(items)) = object.get("buttons") else {
        return Err(wrong(&at, "`buttons` is not a list"));
    };
    let one = |(index, item): (usize, &Value)| {
        let at = format!("{at}/{index}");
        let object = as_object(item, &at)?;
        let kind = needed(object, "type", &at)?.to_ascii_uppercase();
        let (kind, target) = match kind.as_str() {
            "QUICK_REPLY" => (ButtonKind::QuickReply, None),
            "URL" => (ButtonKind::Url, Some(needed(object, "url", &at)?)),
            "PHONE_NUMBER" => {
                let number = needed(object, "phone_number", &at)?;
                // The API writes it with and without the plus.
                let is_bare = number.bytes().all(|byte| byte.is_ascii_digit());
                let number = if is_bare { format!("+{number}") } else { number };
                (ButtonKind::Phone, Some(number))
            }
            other => return Err(unknown(&at, "a button", other)),
        };
        Ok(Button { kind, text: needed(object, "text", &at)?, target })
    };
    items.iter().enumerate().map(one).collect()
}

fn as_object<'v>(value: &'v Value, at: &str) -> Result<&'v Map<String, Value>, ReadError> {
    value.as_object().ok_or_else(|| wrong(at, "this is not an object"))
}

fn text(object: &Map<String, Value>, key: &str, at: &str) -> Result<Option<String>, ReadError> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(wrong(&format!("{at}/{key}"), &format!("`{key}` is not text"))),
    }
}

fn needed(object: &Map<String, Value>, key: &str, at: &str) -> Result<String, ReadError> {
    text(object, key, at)?.ok_or_else(|| wrong(at, &format!("`{key}` is missing")))
}

fn unknown(at: &str, what: &str, kind: &str) -> ReadError {
    let problem = format!("{what} of the kind `{}`, which can't be brought in", brief(kind));
    ReadError::new(
        place(at),
        problem,
        "taken are headers of text, image, video, document or location, bodies, footers, and \
         buttons that reply, open a page or call a number",
    )
}

/// As much of a kind's name as an error shows.
fn brief(kind: &str) -> String {
    kind.chars().take(40).collect()
}

fn place(at: &str) -> Place {
    Place { line: 0, column: None, pointer: at.to_owned() }
}

fn wrong(at: &str, problem: &str) -> ReadError {
    ReadError::new(place(at), problem, AS_HANDED_IN)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const ORDER: &str = r#"{"name": "order", "language": "en_US", "category": "UTILITY",
        "parameter_format": "POSITIONAL", "components": [
        {"type": "HEADER", "format": "TEXT", "text": "Order {{1}}",
         "example": {"header_text": ["17"]}},
        {"type": "body", "text": "Hi {{1}}!", "example": {"body_text": [["Asha"]]}},
        {"type": "FOOTER", "text": "Acme"},
        {"type": "BUTTONS", "buttons": [
            {"type": "QUICK_REPLY", "text": "Thanks"},
            {"type": "URL", "text": "Track", "url": "https://acme.test/{{1}}"},
            {"type": "PHONE_NUMBER", "text": "Call", "phone_number": "14155550132"}]}]}"#;

    fn fault(text: &str) -> String {
        read(text.as_bytes()).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_template_is_read_as_it_is_handed_in() {
        let found = read(ORDER.as_bytes()).unwrap();
        let [order] = found.as_slice() else { return assert_eq!(found.len(), 1) };
        assert_eq!(order.name.as_deref(), Some("order"));
        assert_eq!(order.language.as_deref(), Some("en_US"));
        assert_eq!(order.category, Some(Category::Utility));
        assert_eq!(order.header, Some(Header::Text("Order {{1}}".to_owned())));
        assert_eq!(order.body, "Hi {{1}}!");
        assert_eq!(order.footer.as_deref(), Some("Acme"));
        let targets: Vec<_> = order.buttons.iter().map(|button| button.target.as_deref()).collect();
        assert_eq!(targets, [None, Some("https://acme.test/{{1}}"), Some("+14155550132")]);
    }

    #[test]
    fn lists_and_bare_components_are_templates_too() {
        let listed = format!("{{\"data\": [{ORDER}, {ORDER}], \"paging\": {{}}}}");
        assert_eq!(read(listed.as_bytes()).unwrap().len(), 2);
        assert_eq!(read(format!("[{ORDER}]").as_bytes()).unwrap().len(), 1);
        let bare = r#"[{"type": "HEADER", "format": "IMAGE"}, {"type": "BODY", "text": "Hi"}]"#;
        let found = read(bare.as_bytes()).unwrap();
        assert_eq!(found[0].header, Some(Header::Media(Media::Image)));
        assert!(found[0].name.is_none() && found[0].category.is_none());
    }

    #[test]
    fn what_cannot_be_read_has_its_place() {
        let swapped = |from: &str, to: &str| fault(&ORDER.replace(from, to));
        assert!(fault("{").starts_with("line 1, column 1: this is not valid JSON"));
        assert!(fault("7").contains("neither a template"));
        assert!(fault("[]").contains("no template"));
        assert!(fault("{}").contains("`components` is missing"));
        assert!(fault(r#"{"components": []}"#).contains("`/components`: the component `BODY`"));
        assert!(fault("[7]").contains("`/0`: this is not an object"));
        assert!(swapped("\"UTILITY\"", "\"OTHER\"").contains("`/category`: `category` is none of"));
        assert!(swapped("\"order\"", "7").contains("`/name`: `name` is not text"));
        assert!(
            swapped("\"FOOTER\"", "\"BODY\"").contains("`/components/2`: there is a second `BODY`")
        );
        assert!(swapped("\"FOOTER\"", "\"CAROUSEL\"").contains("kind `CAROUSEL`"));
        assert!(
            swapped("QUICK_REPLY", "OTP").contains("`/components/3/buttons/0`: a button of the")
        );
        assert!(swapped("\"format\": \"TEXT\"", "\"format\": \"GIF\"").contains("/0/format"));
        assert!(swapped("\"text\": \"Track\",", "").contains("/buttons/1`: `text` is missing"));
    }
}
