//! Text that its reader may read: the only text that `ui` prints as data.

use std::{borrow::Cow, fmt};

/// Text that its reader may read.
///
/// It is made of the program's own words, of values that hold no text (numbers, times, keys), or by
/// a viewer, who knows the reader's masks. There is no way from a `String`:
///
/// ```
/// # use rolecall::rules::privacy::safe_text::SafeText;
/// let email = SafeText::word("asha@example.com");
/// assert_eq!(SafeText::of(&[&email, &" (", &2, &")"]).as_str(), "asha@example.com (2)");
/// ```
/// ```compile_fail,E0308
/// # use rolecall::rules::privacy::safe_text::SafeText;
/// # let email = "asha@example.com";
/// SafeText::word(format!("{email} (2)"));
/// ```
/// ```compile_fail,E0277
/// # use rolecall::rules::privacy::safe_text::SafeText;
/// # let email = "asha@example.com";
/// SafeText::of(&[&format!("{email} (2)")]);
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::privacy::safe_text::SafeText, ui::Value};
/// # let email = "asha@example.com";
/// Value::from(format!("{email} (2)"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SafeText(Cow<'static, str>);

impl SafeText {
    /// An empty text.
    pub const NOTHING: Self = Self::word("");

    /// A word of the program's own.
    #[must_use]
    pub const fn word(word: &'static str) -> Self {
        Self(Cow::Borrowed(word))
    }

    /// Several pieces as one text.
    #[must_use]
    pub fn of(pieces: &[&dyn Piece]) -> Self {
        Self(Cow::Owned(pieces.iter().map(ToString::to_string).collect()))
    }

    /// Several texts as one, with a separator between each two.
    #[must_use]
    pub fn join(texts: &[Self], separator: &'static str) -> Self {
        let texts: Vec<_> = texts.iter().map(Self::as_str).collect();
        Self(Cow::Owned(texts.join(separator)))
    }

    /// What the person who runs the program typed or handed over themselves, and what is said about
    /// it in an error. Nothing that was stored before may be in it.
    #[must_use]
    pub fn echo(typed: impl Into<String>) -> Self {
        Self(Cow::Owned(typed.into()))
    }

    /// Another form of the same text, such as a shortened or quoted one. The function is a plain one
    /// and captures nothing, so nothing else can come in.
    #[must_use]
    pub fn map(&self, change: fn(&str) -> String) -> Self {
        Self(Cow::Owned(change(&self.0)))
    }

    /// Another form of several texts together, as [`SafeText::map`] is of one.
    #[must_use]
    pub fn combine(texts: &[Self], change: fn(&[&str]) -> String) -> Self {
        let texts: Vec<_> = texts.iter().map(Self::as_str).collect();
        Self(Cow::Owned(change(&texts)))
    }

    /// The part of the text between two places, counted in characters.
    #[must_use]
    pub fn part(&self, characters: std::ops::Range<usize>) -> Self {
        let count = characters.end.saturating_sub(characters.start);
        Self(Cow::Owned(self.0.chars().skip(characters.start).take(count).collect()))
    }

    /// For viewers alone: text that the reader's masks have passed.
    pub(super) const fn passed(text: String) -> Self {
        Self(Cow::Owned(text))
    }

    /// The text. It may still hold characters that a terminal would obey.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl From<&'static str> for SafeText {
    fn from(word: &'static str) -> Self {
        Self::word(word)
    }
}

/// What a safe text may be composed of: a value that holds no text of anybody's, such as a number, a
/// time or a key. A type says so itself, beside its `Display`; `String` never does.
pub trait Piece: fmt::Display {}

macro_rules! pieces {
    ($($type:ty),+) => {$( impl Piece for $type {} )+};
}

pieces!(SafeText, &'static str, i32, i64, u8, u16, u32, u64, usize, serde_json::Number);
