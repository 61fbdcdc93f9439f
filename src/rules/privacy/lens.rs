//! The viewer: the only way from stored text and numbers to text that can be printed.

use std::collections::HashSet;

pub use super::safe_text::SafeText;
use super::{
    find::{Known, hide, in_digits, in_numbers, in_staff_text},
    text::{CustomerText, StaffText},
};
use crate::rules::{
    digits::{
        handle::{is_email, may_have_handles},
        scan::may_have_runs,
    },
    id::{ContactId, MemberId},
    phone::{MASK, Phone},
    policy::mask::{MaskSet, TextMode},
};

/// A text of at most so many characters is a short one, and of more than [`LONG`] a long one.
const SHORT: usize = 60;
const LONG: usize = 300;

/// What a reader's masks leave to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lens {
    masks: MaskSet,
}

/// Of a reader who isn't known: everything is hidden.
impl Default for Lens {
    fn default() -> Self {
        Self::new(MaskSet { number: true, traits: true, texts: TextMode::Hidden })
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

    /// A number of the workspace's own, or keys of its rows: neither is a secret.
    #[must_use]
    pub fn own_number(self, number: impl Into<StaffText>) -> SafeText {
        SafeText::passed(number.into().as_str().to_owned())
    }

    /// A WhatsApp username, or an id that WhatsApp built on one or on a number: a way to reach a
    /// customer as a number is.
    #[must_use]
    pub fn handle(self, handle: &CustomerText) -> SafeText {
        let hidden = self.masks.number && !handle.is_empty();
        SafeText::passed(if hidden { MASK } else { handle.raw_for_storage() }.to_owned())
    }

    /// Text by staff: names of members, teams and roles, labels, templates, settings. A masked
    /// reader reads it in mode `digits` at least, since any of it may have been written by somebody
    /// to whom numbers are hidden.
    #[must_use]
    pub fn staff(self, text: impl Into<StaffText>) -> SafeText {
        let text = text.into();
        let text = text.as_str();
        // Members' email addresses are the commonest text with an `@`.
        let may_have_handles = || may_have_handles(text) && !is_email(text);
        let may_hide = self.masks.number && (may_have_runs(text) || may_have_handles());
        SafeText::passed(match may_hide.then(|| in_staff_text(text)) {
            Some(spans) if !spans.is_empty() && self.masks.texts == TextMode::Hidden => {
                hidden(text)
            }
            Some(spans) => hide(text, &spans),
            None => text.to_owned(),
        })
    }

    /// With what the workspace knows of numbers and usernames, for texts of customers.
    #[must_use]
    pub const fn on(self, known: &dyn Known) -> Focus<'_> {
        Focus { lens: self, known, reader: None }
    }
}

/// A viewer that can read texts of customers.
#[derive(Clone, Copy)]
pub struct Focus<'k> {
    lens: Lens,
    known: &'k dyn Known,
    reader: Option<MemberId>,
}

impl Focus<'_> {
    /// For that member, who reads whole what they wrote themselves.
    #[must_use]
    pub const fn of(self, reader: MemberId) -> Self {
        Self { reader: Some(reader), ..self }
    }

    /// Whether numbers are hidden.
    #[must_use]
    pub const fn hides_numbers(&self) -> bool {
        self.lens.hides_numbers()
    }

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

    /// A customer's text: one function of the text, what was found when it was stored, the role's
    /// text mode and the workspace's numbers.
    #[must_use]
    pub fn text(&self, text: &CustomerText) -> SafeText {
        let (raw, reading) = (text.raw_for_storage(), text.reading());
        let is_own = reading.author.is_some() && reading.author == self.reader;
        let is_read_whole = !self.lens.masks.number || is_own;
        if is_read_whole || !(may_have_runs(raw) || may_have_handles(raw)) {
            return SafeText::passed(raw.to_owned());
        }
        SafeText::passed(match self.lens.masks.texts {
            TextMode::Numbers if !reading.by_masked => {
                hide(raw, &in_numbers(raw, &reading.found, self.known))
            }
            TextMode::Numbers | TextMode::Digits => hide(raw, &in_digits(raw)),
            TextMode::Hidden if in_digits(raw).is_empty() => raw.to_owned(),
            TextMode::Hidden => hidden(raw),
        })
    }

    /// Whether something of the text is hidden from this reader.
    #[must_use]
    pub fn hides(&self, text: &CustomerText) -> bool {
        self.text(text).as_str() != text.raw_for_storage()
    }

    /// What a contact is called: by name, by username, by number; by their key where the reader may
    /// know nothing else.
    #[must_use]
    pub fn called(
        &self,
        name: Option<&CustomerText>,
        username: Option<&CustomerText>,
        phone: Option<&Phone>,
        contact: Option<ContactId>,
    ) -> Option<SafeText> {
        let is_username = |name: &CustomerText| {
            let bare = |text: &CustomerText| {
                text.raw_for_storage().trim().trim_start_matches('@').to_ascii_lowercase()
            };
            self.lens.masks.number && username.is_some_and(|username| bare(username) == bare(name))
        };
        let name = name.filter(|name| !name.is_empty() && !is_username(name));
        let name = name.map(|name| self.text(name)).filter(|name| name.as_str() != MASK);
        let username = username.filter(|_| !self.lens.masks.number);
        let username = || Some(SafeText::of(&[&"@", &self.text(username?)]));
        let key = || Some(SafeText::of(&[&"Contact ", &contact?.0]));
        name.or_else(username).or_else(|| phone.map(|phone| self.phone(phone))).or_else(key)
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

    /// A label of a customer that staff chose: a tag, or the name of a trait.
    #[must_use]
    pub fn label(&self, label: &CustomerText) -> SafeText {
        self.lens.staff(label.raw_for_storage())
    }

    /// A contact's tags, in the order of what is shown: that of what is stored would tell of digits
    /// that are hidden.
    #[must_use]
    pub fn tags(&self, tags: &[CustomerText]) -> Vec<SafeText> {
        let mut tags: Vec<_> = tags.iter().map(|tag| self.label(tag)).collect();
        tags.sort();
        tags
    }

    /// A contact's traits, ordered as [`Focus::tags`] are, or `None` where they are hidden. Names
    /// that have become alike, since only digits told them apart, are counted: none is lost to
    /// whoever reads them by name.
    #[must_use]
    pub fn traits(
        &self,
        traits: &[(CustomerText, CustomerText)],
    ) -> Option<Vec<(SafeText, SafeText)>> {
        if self.lens.masks.traits {
            return None;
        }
        let shown = traits.iter().map(|(key, value)| (self.label(key), self.text(value)));
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

/// What stands for a text that is hidden whole: its length class, told by its length without what is
/// hidden, since that of digits would tell how many there are.
fn hidden(text: &str) -> String {
    let length = hide(text, &in_digits(text)).chars().count();
    let class = if length <= SHORT {
        "short"
    } else if length <= LONG {
        "medium"
    } else {
        "long"
    };
    format!("[hidden, {class}]")
}

#[cfg(test)]
mod tests;
