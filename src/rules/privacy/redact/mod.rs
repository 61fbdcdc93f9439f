//! Hides numbers in free text from a masked reader. Which reader is masked is the lens's decision.
//!
//! Two rules, in this order:
//! 1. **An own number** (the chat's, and those of its group's members) goes in every spelling:
//!    `own`. Whether it goes depends on its digits being there, never on their being valid, so two
//!    texts that differ only in these digits come out as the same bytes.
//! 2. **Any other valid number** goes: `foreign`. Here the answer can't be independent of the
//!    digits, since validity isn't; a number that is in no use, or is written like an order's,
//!    stays. What it can tell is about someone who is not the contact.
//!
//! What stays readable by design: digits that were spelled as words or letters, a number cut into
//! pieces with words between, and fewer than the last seven digits of an own number.

pub(crate) mod digits;
mod few;
mod finder;
mod foreign;
mod groups;
mod links;
mod own;
mod shapes;
mod stream;
mod table;
#[cfg(test)]
mod tests;
mod valid;
mod words;

use std::{borrow::Cow, cell::OnceCell};

pub use self::finder::Finder;
use self::own::{Own, Span};
use self::stream::Escapes;
use super::phone::{MASK, Phone};

/// Hides the own numbers and every other valid number in the text, each as eight stars.
///
/// `country_code` (such as `91`) is the contact's, for national forms of other numbers; without
/// it, the first own number's. To hide in many texts of one chat, make one [`Redactor`].
///
/// Everything else stays byte for byte, and hiding twice is hiding once. Never panics.
#[must_use]
pub fn redact<'t>(text: &'t str, own: &[&Phone], country_code: Option<&str>) -> Cow<'t, str> {
    if !has_digits(
        text,
        foreign::FEWEST_DIGITS
            .min(own.iter().map(|phone| phone.national_digits().len()).min().unwrap_or(usize::MAX)),
    ) {
        return Cow::Borrowed(text);
    }
    Redactor::new(own, country_code).redact(text)
}

/// The prepared form of [`redact`] for one chat.
pub struct Redactor {
    numbers: Vec<Phone>,
    // Most texts have too few digits to be looked at, and a list has a redactor for each of its
    // chats: the spellings are made when the first text needs them.
    own: OnceCell<Vec<Own>>,
    country_code: Option<String>,
    fewest_digits: usize,
}

impl Redactor {
    /// For a chat with these own numbers.
    #[must_use]
    pub fn new(own: &[&Phone], country_code: Option<&str>) -> Self {
        let country_code = country_code
            .or_else(|| own.first().map(|phone| phone.country_code()))
            .map(str::to_owned);
        let fewest_digits = own
            .iter()
            .map(|phone| own::fewest_digits(phone))
            .min()
            .unwrap_or(usize::MAX)
            .min(foreign::FEWEST_DIGITS);
        let numbers = own.iter().map(|phone| (*phone).clone()).collect();
        Self { numbers, own: OnceCell::new(), country_code, fewest_digits }
    }

    /// As [`redact`]. A text with too few digits for a number is handed back as it is, without an
    /// allocation.
    #[must_use]
    pub fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        // What is hidden changes what stands beside the rest, so hiding goes on until it finds
        // nothing; each turn takes digits away, so it ends.
        while has_digits(&text, self.fewest_digits) {
            let stream = stream::digits(&text, Escapes::Plain);
            let mut spans = own::spans(&text, &stream, self.own());
            if spans.is_empty() {
                spans = foreign::spans(&text, &stream, self.country_code.as_deref());
            }
            if spans.is_empty() {
                break;
            }
            text = Cow::Owned(hide(&text, &spans));
        }
        text
    }

    fn own(&self) -> &[Own] {
        self.own.get_or_init(|| self.numbers.iter().map(Own::new).collect())
    }
}

fn hide(text: &str, spans: &[Span]) -> String {
    let mut hidden = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in spans {
        hidden.push_str(text.get(from..*start).unwrap_or(""));
        hidden.push_str(MASK);
        from = *end;
    }
    hidden.push_str(text.get(from..).unwrap_or(""));
    hidden
}

/// Whether the text has so many digits, of any script.
fn has_digits(text: &str, fewest: usize) -> bool {
    let ascii = text.bytes().filter(u8::is_ascii_digit).count();
    if ascii >= fewest {
        return true;
    }
    !text.is_ascii() && text.chars().filter_map(digits::value).take(fewest).count() >= fewest
}
