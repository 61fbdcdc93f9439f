//! Stored text by who wrote it: customers or staff. Neither prints by itself; what of it may be read
//! is for a viewer to decide.

use std::hash::{Hash, Hasher};

use crate::rules::{digits::scan::Span, id::MemberId};

/// Text by staff: a name of a member, team or role, a label, a template, a setting.
///
/// Staff may write a customer's number anywhere, so this has no way to the screen of its own either.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StaffText(String);

impl StaffText {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for StaffText {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

/// A text that came from or is about a customer: a name, a message, a trait's key or value, a tag.
///
/// Any of these may hold a number, so none of them has a way to the screen of its own: no
/// `Display`, no `Debug`, no `Serialize`, no `Deref`, no `AsRef`. Only a lens, made from the
/// reader's masks, turns one into text that `ui` prints; forgetting to mask does not compile.
/// Through a lens it can be shown:
///
/// ```
/// # use rolecall::{rules::{privacy::{find::NothingKnown, lens::Lens, text::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// let value = Value::from(Lens::new(MaskSet::NONE).on(&NothingKnown).text(&text));
/// assert_eq!(format!("{}", value.to_cell()), "I'm Asha");
/// assert_eq!(serde_json::to_string(&value).ok().as_deref(), Some("\"I'm Asha\""));
/// ```
///
/// and without one, the same lines don't compile:
///
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{find::NothingKnown, lens::Lens, text::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// format!("{text}");
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{find::NothingKnown, lens::Lens, text::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// format!("{text:?}");
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{find::NothingKnown, lens::Lens, text::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// let json = serde_json::to_string(&text).ok();
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{find::NothingKnown, lens::Lens, text::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// let value = Value::from(text);
/// ```
/// ```compile_fail,E0308
/// # use rolecall::{rules::{privacy::{find::NothingKnown, lens::Lens, text::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// let value = Value::plain(text);
/// ```
/// ```compile_fail,E0308
/// # use rolecall::{rules::{privacy::{find::NothingKnown, lens::Lens, text::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// let raw: &str = &text;
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{find::NothingKnown, lens::Lens, text::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// let bound = rusqlite::params![text];
/// ```
///
/// [`CustomerText::raw_for_storage`] is used under `src/store` and `src/rules` alone, and a test
/// of the house holds that.
#[derive(Clone)]
pub struct CustomerText {
    text: String,
    /// What was known of it when it was stored.
    reading: Reading,
}

/// What a text's masked readers may be compared with, decided when it is stored.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What the number library found in it.
    pub found: Vec<Span>,
    /// Whether numbers were hidden from whoever wrote or imported it: then it is compared with
    /// nothing.
    pub by_masked: bool,
    /// The member who wrote it, and may read it whole.
    pub author: Option<MemberId>,
}

impl CustomerText {
    /// Wraps the text as it is, without cleaning: what was stored comes back byte for byte.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), reading: Reading::default() }
    }

    /// The same text, with what was known of it when it was stored.
    #[must_use]
    pub fn with_reading(self, reading: Reading) -> Self {
        Self { reading, ..self }
    }

    /// The same text, as that member's.
    #[must_use]
    pub fn by(self, author: Option<MemberId>) -> Self {
        Self { reading: Reading { author, ..self.reading }, ..self }
    }

    /// The text itself, for the store's columns and for viewers.
    #[must_use]
    pub fn raw_for_storage(&self) -> &str {
        &self.text
    }

    /// What was known of it when it was stored.
    #[must_use]
    pub const fn reading(&self) -> &Reading {
        &self.reading
    }

    /// Whether there is no text at all; safe to tell a masked reader.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

impl Reading {
    const BY_MASKED: &str = "masked";

    /// As a column holds it; `None` where there is nothing to hold. The author has another column.
    #[must_use]
    pub fn to_column(&self) -> Option<String> {
        if self.by_masked {
            return Some(Self::BY_MASKED.to_owned());
        }
        let spans: Vec<_> =
            self.found.iter().map(|span| format!("{}-{}", span.start, span.end)).collect();
        (!spans.is_empty()).then(|| spans.join(" "))
    }

    /// Back from the column. A value that is none of ours makes the text one that is compared with
    /// nothing, which hides more.
    #[must_use]
    pub fn from_column(column: Option<&str>) -> Self {
        let span = |text: &str| {
            let (start, end) = text.split_once('-')?;
            Some(start.parse().ok()?..end.parse().ok()?)
        };
        let found = column.unwrap_or_default().split_whitespace().map(span).collect();
        match found {
            Some(found) => Self { found, ..Self::default() },
            None => Self { by_masked: true, ..Self::default() },
        }
    }
}

// Two texts are the same where they say the same, whatever was known of them.
impl PartialEq for CustomerText {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for CustomerText {}

impl Hash for CustomerText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl PartialOrd for CustomerText {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for CustomerText {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}
