//! Reading a text as a masked reader does, outside of any workspace.

use rolecall::rules::{
    phone::{
        Phone,
        number_key::{Candidate, keys_of},
    },
    policy::mask::{MaskSet, TextMode},
    privacy::{find::Known, lens::Lens, library, text::CustomerText},
};

/// A workspace that knows these numbers.
pub(super) struct Knows(pub(super) Vec<Phone>);

impl Known for Knows {
    fn knows_number(&self, (key, code): Candidate) -> bool {
        self.0.iter().any(|phone| {
            code.is_none_or(|code| code.to_string() == phone.country_code())
                && keys_of(phone).contains(&key)
        })
    }

    fn knows_username(&self, _: &str) -> bool {
        false
    }
}

/// What such a reader reads of a text that was stored in a chat with the first of the numbers.
pub(super) fn read(texts: TextMode, knows: &Knows, text: &str) -> String {
    let text = CustomerText::new(text);
    let reading = library::read(&text, knows.0.first().map(Phone::country_code));
    let masks = MaskSet { number: true, traits: false, texts };
    Lens::new(masks).on(knows).text(&text.with_reading(reading)).to_string()
}
