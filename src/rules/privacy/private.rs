//! Stored text by who wrote it: customers or staff. Neither prints by itself; what of it may be read
//! is for a viewer to decide.

/// Text by staff: a name of a member, team or role, a label, a template, a setting.
///
/// Staff may write a customer's number anywhere, so this has no way to the screen of its own either.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StaffText(String);

impl StaffText {
    pub(super) fn into_string(self) -> String {
        self.0
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
/// # use rolecall::{rules::{privacy::{lens::Lens, private::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// let value = Value::from(Lens::new(MaskSet::NONE).on(&[]).text(&text));
/// assert_eq!(format!("{}", value.to_cell()), "I'm Asha");
/// assert_eq!(serde_json::to_string(&value).ok().as_deref(), Some("\"I'm Asha\""));
/// ```
///
/// and without one, the same lines don't compile:
///
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{lens::Lens, private::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// format!("{text}");
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{lens::Lens, private::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// format!("{text:?}");
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{lens::Lens, private::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// let json = serde_json::to_string(&text).ok();
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{lens::Lens, private::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// let value = Value::from(text);
/// ```
/// ```compile_fail,E0308
/// # use rolecall::{rules::{privacy::{lens::Lens, private::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// let value = Value::plain(text);
/// ```
/// ```compile_fail,E0308
/// # use rolecall::{rules::{privacy::{lens::Lens, private::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// let raw: &str = &text;
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{lens::Lens, private::CustomerText}, policy::mask::MaskSet}, ui::Value};
/// let text = CustomerText::new("I'm Asha");
/// let bound = rusqlite::params![text];
/// ```
///
/// [`CustomerText::raw_for_storage`] is used under `src/store` and `src/rules` alone, and a test
/// of the house holds that.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CustomerText(String);

impl CustomerText {
    /// Wraps the text as it is, without cleaning: what was stored comes back byte for byte.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the store's columns and for the lens.
    #[must_use]
    pub fn raw_for_storage(&self) -> &str {
        &self.0
    }

    /// Whether there is no text at all; safe to tell a masked reader.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
