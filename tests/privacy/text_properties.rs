//! What must hold of hiding for every number, spelling and text, not only for those of the corpus.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rolecall::rules::{phone::Phone, policy::mask::TextMode};

use super::reading::{Knows, read};

/// Country codes, with the trunk prefix that people there write.
const COUNTRIES: [(&str, &str); 20] = [
    ("91", "0"),
    ("55", "0"),
    ("49", "0"),
    ("44", "0"),
    ("1", "1"),
    ("62", "0"),
    ("52", "01"),
    ("234", "0"),
    ("971", "0"),
    ("39", ""),
    ("33", "0"),
    ("34", ""),
    ("27", "0"),
    ("966", "0"),
    ("20", "0"),
    ("972", "0"),
    ("90", "0"),
    ("81", "0"),
    ("54", "0"),
    ("7", "8"),
];

const SEPARATORS: [&str; 22] = [
    "", "", "", " ", "-", ".", "/", "_", "\u{a0}", "\u{2009}", "\u{202f}", "\u{2011}", "\u{2013}",
    "\u{2212}", " - ", "\u{b7}", "\u{200b}", "\u{ad}", "\u{202d}", "\u{2060}", "  ", "\u{30fb}",
];

/// The zeros of some scripts; the last stands for keycaps.
const ZEROS: [u32; 6] = [0x30, 0xFF10, 0x660, 0x6F0, 0x966, 0];

/// How a number is spelled, without the number.
#[derive(Debug, Clone)]
struct Spelling {
    prefix: usize,
    separators: Vec<&'static str>,
    zero: u32,
}

fn spelling() -> impl Strategy<Value = Spelling> {
    (0..9_usize, vec(select(SEPARATORS.to_vec()), 8), select(ZEROS.to_vec()))
        .prop_map(|(prefix, separators, zero)| Spelling { prefix, separators, zero })
}

impl Spelling {
    fn spell(&self, (code, trunk): (&str, &str), national: &str) -> String {
        let mut body = String::new();
        for (at, digit) in national.chars().enumerate() {
            if at > 0 {
                body.push_str(self.separators[at % self.separators.len()]);
            }
            body.push(digit);
        }
        let text = match self.prefix {
            0 => body,
            1 => format!("+{code}{body}"),
            2 => format!("+{code} {body}"),
            3 => format!("00{code} {body}"),
            4 => format!("011 {code}-{body}"),
            5 => format!("{trunk}{body}"),
            6 => format!("(+{code}) {body}"),
            7 => format!("+{code} (0){body}"),
            8 => format!("({}) {}", &national[..2], &national[2..]),
            _ => format!("{code}{body}"),
        };
        text.chars().map(|c| self.draw(c)).collect()
    }

    fn draw(&self, c: char) -> String {
        match c.to_digit(10) {
            Some(_) if self.zero == 0 => format!("{c}\u{FE0F}\u{20E3}"),
            Some(digit) => char::from_u32(self.zero + digit).unwrap().to_string(),
            None => c.to_string(),
        }
    }
}

fn national() -> impl Strategy<Value = String> {
    "[1-9][0-9]{7,9}"
}

/// What may stand beside a number without being taken for a part of it.
const BESIDE: &str = "[a-zA-Zéßñ !?,;:\u{1F600}\n]{0,12}";

fn known((code, _): (&str, &str), national: &str) -> Knows {
    Knows(vec![Phone::from_wa_id(&format!("{code}{national}")).unwrap()])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_a_known_number_survives_and_nothing_else_goes(
        country in select(COUNTRIES.to_vec()), national in national(), spelling in spelling(), before in BESIDE, after in BESIDE,
    ) {
        let knows = known(country, &national);
        let text = format!("{before}{}{after}", spelling.spell(country, &national));
        for mode in [TextMode::Numbers, TextMode::Digits] {
            prop_assert_eq!(read(mode, &knows, &text), format!("{before}********{after}"), "{:?}", text);
        }
        prop_assert_eq!(read(TextMode::Hidden, &knows, &text), "[hidden, short]", "{:?}", text);
    }

    /// For the scanner alone, on all texts: what the two stricter modes show doesn't depend on the
    /// digits of a run.
    #[test]
    fn equal_after_replacing_digits_means_equal_output(
        parts in vec("(\\PC|[0-9+() .,:/*%&;#@=OoIl-]|[0-9٠-٩०-९]{6,12}|%D9%A[0-9]|&#5[0-7];|\\\\u003[0-9]|[a-z]){0,3}", 0..12),
        digits in vec(0..10_u8, 200),
    ) {
        let text = parts.concat();
        let other = replaced(&text, &digits);
        for mode in [TextMode::Digits, TextMode::Hidden] {
            let (one, two) = (read(mode, &Knows(Vec::new()), &text), read(mode, &Knows(Vec::new()), &other));
            prop_assert_eq!(one, two, "{:?} and {:?}", text, other);
        }
    }

    /// Every name, text and trait comes from outside: no text makes reading panic.
    #[test]
    fn no_text_makes_it_panic(
        country in select(COUNTRIES.to_vec()), national in national(), text in "(\\PC|[0-9+() .,:/*%&;#@=-]|[0-9]{3,12}){0,30}",
    ) {
        for mode in TextMode::ALL {
            read(mode, &known(country, &national), &text);
        }
    }
}

/// The text with other digits in its runs of six or more, of the same script and written the same
/// way. What is read there is what the scanner finds: the digits that stand in short runs are
/// readable, so they stay.
fn replaced(text: &str, digits: &[u8]) -> String {
    let mut spans: Vec<_> = rolecall::rules::digits::scan::runs(text)
        .iter()
        .flat_map(|run| run.groups.iter().map(|group| group.span.clone()).collect::<Vec<_>>())
        .collect();
    spans.sort_by_key(|span| span.start);
    let mut fresh = digits.iter().cycle();
    let mut replaced = String::new();
    for (at, c) in text.char_indices() {
        let zero = [0x30_u32, 0x660, 0x966]
            .into_iter()
            .find(|zero| u32::from(c).checked_sub(*zero).is_some_and(|above| above < 10));
        let is_hidden = spans.iter().any(|span| span.contains(&at));
        // Escapes are replaced by their own digits: of `%D9%A4` the last one, and so on.
        let before = &text[..at];
        let is_inner = before.ends_with("&#")
            || before.ends_with("%D")
            || before.ends_with("\\u00")
            || before.ends_with("\\u0")
            || before.ends_with("\\u")
            || before.ends_with('%');
        match zero {
            Some(zero) if is_hidden && !is_inner => {
                let limit = if before.ends_with("&#5") { 8 } else { 10 };
                let digit = u32::from(fresh.next().unwrap() % limit);
                replaced.push(char::from_u32(zero + digit).unwrap());
            }
            _ => replaced.push(c),
        }
    }
    replaced
}
