//! Masks: what a role may not read of contacts. How a masked text looks is the lens's business.

use std::fmt;

/// One thing that can be hidden from a role (Interakt, "Access to user details").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Mask {
    /// "Hide user contact number".
    Number,
    /// "Hide user traits data".
    Traits,
}

impl Mask {
    /// Every mask.
    pub const ALL: [Self; 2] = [Self::Number, Self::Traits];

    /// Its name in commands, files and JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Traits => "traits",
        }
    }

    /// The mask of that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mask| mask.key() == key)
    }
}

impl fmt::Display for Mask {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.key())
    }
}

/// How much of customers' texts the `number` mask hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum TextMode {
    /// Numbers that the workspace knows, and what is written as a number.
    #[default]
    Numbers,
    /// Every run of six digits or more.
    Digits,
    /// A text with such a run, as a whole.
    Hidden,
}

impl TextMode {
    /// Every mode, the one that hides least first.
    pub const ALL: [Self; 3] = [Self::Numbers, Self::Digits, Self::Hidden];

    /// Its name in commands, files and JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Numbers => "numbers",
            Self::Digits => "digits",
            Self::Hidden => "hidden",
        }
    }

    /// The mode of that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.key() == key)
    }
}

impl fmt::Display for TextMode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.key())
    }
}

/// The masks that are on for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct MaskSet {
    /// Numbers show only their country code.
    pub number: bool,
    /// Trait names and values are not shown.
    pub traits: bool,
    /// How much of customers' texts is hidden where numbers are.
    pub texts: TextMode,
}

impl MaskSet {
    /// Nothing is hidden.
    pub const NONE: Self = Self { number: false, traits: false, texts: TextMode::Numbers };

    /// Whether any mask is on.
    #[must_use]
    pub const fn is_any(self) -> bool {
        self.number || self.traits
    }

    /// Whether everything that the other hides is hidden.
    #[must_use]
    pub const fn hides_all_of(self, other: Self) -> bool {
        let texts = !other.number || self.texts as u8 >= other.texts as u8;
        (self.number || !other.number) && (self.traits || !other.traits) && texts
    }

    /// Whether that mask is on.
    #[must_use]
    pub const fn contains(self, mask: Mask) -> bool {
        match mask {
            Mask::Number => self.number,
            Mask::Traits => self.traits,
        }
    }

    /// Turns it on or off.
    pub const fn set(&mut self, mask: Mask, on: bool) {
        match mask {
            Mask::Number => self.number = on,
            Mask::Traits => self.traits = on,
        }
    }

    /// Those that are on.
    pub fn iter(self) -> impl Iterator<Item = Mask> {
        Mask::ALL.into_iter().filter(move |mask| self.contains(*mask))
    }
}
