//! Which source an input is from, by how it begins.

use super::whatsapp_export::looks_like_export;

/// How many bytes are looked at.
pub const HEAD: usize = 64 * 1024;

/// Where conversations, people and accounts come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Webhooks of WhatsApp's Cloud API.
    CloudApi,
    /// Pages of TimelinesAI's public API.
    Timelines,
    /// Interakt's message webhooks.
    Interakt,
    /// Interakt's list of contacts.
    InteraktContacts,
    /// A chat as WhatsApp itself exports it.
    WhatsApp,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 5] =
        [Self::CloudApi, Self::Timelines, Self::Interakt, Self::InteraktContacts, Self::WhatsApp];

    /// Its name on the command line.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::CloudApi => "cloud-api",
            Self::Timelines => "timelines",
            Self::Interakt => "interakt",
            Self::InteraktContacts => "interakt-contacts",
            Self::WhatsApp => "whatsapp",
        }
    }
}

/// The source of an input that begins so; `None` where it could be anything.
#[must_use]
pub fn detect(head: &[u8]) -> Option<Source> {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    match text.first()? {
        b'{' => json(text).or_else(|| inside_texts(text)),
        // An iPhone's stamps begin with a bracket too.
        b'[' => json(text).or_else(|| plain(text)).or_else(|| inside_texts(text)),
        _ => plain(text),
    }
}

fn plain(head: &[u8]) -> Option<Source> {
    let text = String::from_utf8_lossy(head);
    if looks_like_export(&text) {
        return Some(Source::WhatsApp);
    }
    let header = text.lines().next()?.to_lowercase();
    let mut columns = header.split(',').map(|column| column.trim().trim_matches('"'));
    columns.any(|column| column == "phone number").then_some(Source::InteraktContacts)
}

fn json(head: &[u8]) -> Option<Source> {
    let any = |keys: &[&str]| keys.iter().any(|key| has_key(head, key));
    if any(&["entry"]) && any(&["changes", "object"]) {
        Some(Source::CloudApi)
    } else if any(&["channel_phone_number"])
        || (any(&["data"]) && any(&["type"]) && any(&["customer", "version"]))
    {
        Some(Source::Interakt)
    } else if any(&["chats", "teammates", "whatsapp_accounts", "whatsapp_account_id", "jid"])
        || (any(&["uid"]) && any(&["chat_id"]))
        || (any(&["display_name"]) && any(&["role"]))
        || (any(&["data"]) && any(&["messages", "has_more_pages"]))
        || (any(&["event_type"]) && any(&["whatsapp_account", "chat"]))
    {
        Some(Source::Timelines)
    } else if any(&["object", "entry", "statuses"])
        || (any(&["messages"]) && any(&["contacts", "wa_id", "messaging_product"]))
    {
        Some(Source::CloudApi)
    } else {
        None
    }
}

/// The source of webhooks that were saved as texts inside of other JSON.
fn inside_texts(head: &[u8]) -> Option<Source> {
    let text = String::from_utf8_lossy(head);
    text.contains("\\\"").then(|| json(text.replace("\\\"", "\"").as_bytes()))?
}

/// Whether an object has that key. In somebody's text the quotes around it are escaped.
fn has_key(head: &[u8], key: &str) -> bool {
    let quoted = format!("\"{key}\"");
    let windows = head.windows(quoted.len()).enumerate();
    windows.filter(|(_, window)| *window == quoted.as_bytes()).any(|(at, _)| {
        let before = at.checked_sub(1).and_then(|before| head.get(before));
        let after = head.get(at + quoted.len()..).unwrap_or_default().trim_ascii_start();
        before != Some(&b'\\') && after.starts_with(b":")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_is_told_by_its_head() {
        for (head, source) in [
            (r#"{"object":"whatsapp_business_account","entry":[{"changes":["#, Source::CloudApi),
            (r#"[ {"entry": [{"changes": []}]}"#, Source::CloudApi),
            (r#"[{"headers":{},"body":{"object":"x","entry":[{"changes":["#, Source::CloudApi),
            (r#"{"body":"{\"entry\":[{\"changes\":["#, Source::CloudApi),
            (r#"{"contacts":[{"wa_id":"1"}],"messages":["#, Source::CloudApi),
            (r#"{"event_type":"message:received:new","chat":{"#, Source::Timelines),
            (r#"{"status":"ok","data":{"has_more_pages":false,"chats":["#, Source::Timelines),
            (r#"[{"id":1,"jid":"x"}"#, Source::Timelines),
            (r#"{"data":{"teammates":[{"email":"a@b.test","role":"Agent"}]}}"#, Source::Timelines),
            (
                r#"{"version":"1.0","timestamp":"","type":"message_received","data":{}}"#,
                Source::Interakt,
            ),
            ("\u{feff}Name,Country Code,Phone Number\n", Source::InteraktContacts),
            ("\"First Name\",\"Phone Number\"\n", Source::InteraktContacts),
            ("12/31/23, 9:41 PM - Asha: hello", Source::WhatsApp),
            ("\u{200e}[31/12/2023, 21:41:05] Asha: hello", Source::WhatsApp),
        ] {
            assert_eq!(detect(head.as_bytes()), Some(source), "{head}");
        }
    }

    #[test]
    fn what_somebody_wrote_does_not_mislead() {
        let head = r#"{"version":"1.0","type":"message_received","data":{"customer":{},
            "message":{"message":"{\"entry\":1,\"object\":2,\"changes\":3}"}}}"#;
        assert_eq!(detect(head.as_bytes()), Some(Source::Interakt));
    }

    #[test]
    fn anything_else_is_not_guessed() {
        for head in ["", " ", "hello", "{}", "[1,2]", "<html>", "a,b,c\n1,2,3", "\u{0}\u{1}"] {
            assert_eq!(detect(head.as_bytes()), None, "{head}");
        }
    }
}
