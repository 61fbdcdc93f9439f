//! The lens: the only way from what is stored of customers to something that can be printed.

use std::collections::HashSet;

pub use super::safe_text::SafeText;
use super::{
    phone::Phone,
    private::{CustomerText, StaffText},
    redact::Redactor,
};
use crate::rules::policy::mask::MaskSet;

/// What a reader's masks leave to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lens {
    masks: MaskSet,
}

/// Of a reader who isn't known: everything is hidden.
impl Default for Lens {
    fn default() -> Self {
        Self::new(MaskSet { number: true, traits: true })
    }
}

impl Lens {
    /// For a reader with these masks.
    #[must_use]
    pub const fn new(masks: MaskSet) -> Self {
        Self { masks }
    }

    /// For what no mask hides: the business's own numbers, and one's own.
    #[must_use]
    pub const fn clear() -> Self {
        Self::new(MaskSet::NONE)
    }

    /// Whether numbers are hidden.
    #[must_use]
    pub const fn hides_numbers(self) -> bool {
        self.masks.number
    }

    /// Whether traits are hidden.
    #[must_use]
    pub const fn hides_traits(self) -> bool {
        self.masks.traits
    }

    /// A customer's number: whole, or its country code alone (Interakt: "only the country code is
    /// visible").
    #[must_use]
    pub fn phone(self, phone: &Phone) -> SafeText {
        SafeText::passed(if self.masks.number {
            phone.masked()
        } else {
            phone.raw_for_storage().to_owned()
        })
    }

    /// What a masked reader may know of a number's country: its calling code with a plus.
    #[must_use]
    pub fn country(self, phone: &Phone) -> SafeText {
        SafeText::passed(format!("+{}", phone.country_code()))
    }

    /// Text by staff: names of members, teams and roles, labels, templates, settings.
    #[must_use]
    pub fn staff(self, text: impl Into<StaffText>) -> SafeText {
        SafeText::passed(text.into().into_string())
    }

    /// Turned on one chat: `numbers` are those of everybody in it, which are hidden from a masked
    /// reader in every spelling, beside whatever else is a number.
    #[must_use]
    pub fn on(self, numbers: &[Phone]) -> Focus {
        let redactor = self.masks.number.then(|| {
            let numbers: Vec<_> = numbers.iter().collect();
            Redactor::new(&numbers, None)
        });
        Focus { lens: self, redactor }
    }
}

/// A lens turned on one chat, through which its texts are read.
pub struct Focus {
    lens: Lens,
    redactor: Option<Redactor>,
}

impl Focus {
    /// A customer's number.
    #[must_use]
    pub fn phone(&self, phone: &Phone) -> SafeText {
        self.lens.phone(phone)
    }

    /// Text by staff.
    #[must_use]
    pub fn staff(&self, text: impl Into<StaffText>) -> SafeText {
        self.lens.staff(text)
    }

    /// A customer's text.
    #[must_use]
    pub fn text(&self, text: &CustomerText) -> SafeText {
        let raw = text.raw_for_storage();
        SafeText::passed(match &self.redactor {
            Some(redactor) => redactor.redact(raw).into_owned(),
            None => raw.to_owned(),
        })
    }

    /// Of a message that traits filled a part of, the text that this reader may read.
    #[must_use]
    pub fn one_of<'t>(
        &self,
        whole: Option<&'t CustomerText>,
        veiled: Option<&'t CustomerText>,
    ) -> Option<&'t CustomerText> {
        if self.lens.masks.traits { veiled.or(whole) } else { whole }
    }

    /// A contact's tags, in the order of what is shown: that of what is stored would tell of digits
    /// that are hidden.
    #[must_use]
    pub fn tags(&self, tags: &[CustomerText]) -> Vec<SafeText> {
        let mut tags: Vec<_> = tags.iter().map(|tag| self.text(tag)).collect();
        tags.sort();
        tags
    }

    /// A contact's traits, ordered as [`Focus::tags`] are, or `None` where they are hidden. Names that have
    /// become alike, since only digits told them apart, are counted: none is lost to whoever reads
    /// them by name.
    #[must_use]
    pub fn traits(
        &self,
        traits: &[(CustomerText, CustomerText)],
    ) -> Option<Vec<(SafeText, SafeText)>> {
        if self.lens.masks.traits {
            return None;
        }
        let shown = traits.iter().map(|(key, value)| (self.text(key), self.text(value)));
        let mut shown: Vec<_> = shown.collect();
        shown.sort();
        let mut taken = HashSet::with_capacity(shown.len());
        for (name, _) in &mut shown {
            let alike = name.clone();
            let mut count = 1;
            while !taken.insert(name.clone()) {
                count += 1;
                *name = SafeText::of(&[&alike, &" (", &count, &")"]);
            }
        }
        Some(shown)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn traits_that_only_digits_told_apart_keep_a_name_each() {
        let own = Phone::from_storage("+919876543210".to_owned(), 2);
        let stored: Vec<_> = ["of 98765 43210", "of +91 98765-43210", "plan", "of 9876543210"]
            .map(|name| (CustomerText::new(name), CustomerText::new("gold")))
            .into();
        let names = |masks| {
            let traits = Lens::new(masks).on(std::slice::from_ref(&own)).traits(&stored).unwrap();
            traits.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>()
        };
        let masked = names(MaskSet { number: true, traits: false });
        assert_eq!(masked, ["of ********", "of ******** (2)", "of ******** (3)", "plan"]);
        let open = names(MaskSet::default());
        assert_eq!(open, ["of +91 98765-43210", "of 98765 43210", "of 9876543210", "plan"]);
    }
}
