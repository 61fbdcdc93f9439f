//! The lens: the only way from what is stored of customers to something that can be printed.

use std::{borrow::Cow, fmt};

use super::{mask::MaskSet, phone::Phone, private::CustomerText, redact::redact};

/// A text that its reader may read. `ui` prints these and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shown(Cow<'static, str>);

impl Shown {
    /// What the workspace's own people wrote, or the program itself: names of members and teams,
    /// labels, codes. Nothing of a customer can come here: it has no way to a string but the lens.
    pub fn plain(text: impl Into<Cow<'static, str>>) -> Self {
        Self(text.into())
    }

    /// The text. It may still hold characters that a terminal would obey.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// What a reader's masks leave to read.
#[derive(Debug, Clone, Copy)]
pub struct Lens {
    masks: MaskSet,
}

impl Lens {
    /// For a reader with these masks.
    #[must_use]
    pub const fn new(masks: MaskSet) -> Self {
        Self { masks }
    }

    /// Whether numbers are hidden.
    #[must_use]
    pub const fn hides_numbers(self) -> bool {
        self.masks.number
    }

    /// Whether trait names and values are hidden.
    #[must_use]
    pub const fn hides_traits(self) -> bool {
        self.masks.traits
    }

    /// A customer's number: whole, or its country code alone (Interakt: "only the country code is
    /// visible").
    #[must_use]
    pub fn phone(self, phone: &Phone) -> Shown {
        Shown::plain(if self.masks.number {
            phone.masked()
        } else {
            phone.raw_for_storage().to_owned()
        })
    }

    /// A customer's text; `about` are the numbers of those whose chat it stands in, which are
    /// hidden in every spelling. Anything else that is a number is hidden too.
    #[must_use]
    pub fn text(self, text: &CustomerText, about: &[&Phone]) -> Shown {
        let raw = text.raw_for_storage();
        Shown::plain(if self.masks.number {
            redact(raw, about, None).into_owned()
        } else {
            raw.to_owned()
        })
    }

    /// A contact's traits, or `None` where they are hidden.
    #[must_use]
    pub fn traits(
        self,
        traits: &[(CustomerText, CustomerText)],
        about: &[&Phone],
    ) -> Option<Vec<(Shown, Shown)>> {
        if self.masks.traits {
            return None;
        }
        let read = |text| self.text(text, about);
        Some(traits.iter().map(|(key, value)| (read(key), read(value))).collect())
    }
}
