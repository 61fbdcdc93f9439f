//! What must hold of hiding for every number, spelling and text, not only for those of the corpus.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rolecall::rules::privacy::phone::Phone;
use rolecall::rules::privacy::redact::redact;

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

/// The digits of a text as ASCII, everything else dropped.
fn bare(text: &str) -> String {
    let value = |c: char| {
        ZEROS[..5]
            .iter()
            .find_map(|zero| u32::from(c).checked_sub(*zero).filter(|digit| *digit < 10))
    };
    text.chars().filter_map(value).filter_map(|digit| char::from_digit(digit, 10)).collect()
}

fn national() -> impl Strategy<Value = String> {
    "[1-9][0-9]{7,9}"
}

/// What may stand beside a number without being taken for a part of it.
const BESIDE: &str = "[a-zA-Zéßñ !?,;:\u{1F600}\n]{0,12}";

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_an_own_number_survives_and_nothing_else_goes(
        country in select(COUNTRIES.to_vec()), national in national(), spelling in spelling(), before in BESIDE, after in BESIDE,
    ) {
        let phone = Phone::from_wa_id(&format!("{}{national}", country.0)).unwrap();
        let text = format!("{before}{}{after}", spelling.spell(country, &national));
        let shown = redact(&text, &[&phone], None);
        let left = bare(&shown);
        for run in national.as_bytes().windows(5) {
            let run = std::str::from_utf8(run).unwrap();
            prop_assert!(!left.contains(run), "{text:?} became {shown:?}");
        }
        prop_assert_eq!(shown, format!("{before}********{after}"), "{:?}", text);
    }

    #[test]
    fn what_is_shown_does_not_depend_on_the_hidden_digits(
        country in select(COUNTRIES.to_vec()), one in national(), other in national(), spelling in spelling(),
        before in select(vec!["", "order 12 ", "2024-05-12 ", "no", "wa.me/", "(", "12/", "5 x ", "Rs 500, ", "+1 212 736 5000 / ", "0", "1-"]),
        after in select(vec!["", " ext 55", "@s.whatsapp.net", ")", ", 411001", " 2024", "-A", ":3@c.us", "\n7012345678", "%", " 1"]),
    ) {
        let shown = |national: &str| {
            let phone = Phone::from_wa_id(&format!("{}{national}", country.0)).unwrap();
            let text = format!("{before}{}{after}", spelling.spell(country, national));
            redact(&text, &[&phone], None).into_owned()
        };
        prop_assert_eq!(shown(&one), shown(&other));
    }

    #[test]
    fn no_text_makes_it_panic_and_twice_is_once(
        country in select(COUNTRIES.to_vec()), national in national(), text in "(\\PC|[0-9+() .,:/*%&;#@=-]|[0-9]{3,12}){0,30}",
    ) {
        let phone = Phone::from_wa_id(&format!("{}{national}", country.0)).unwrap();
        let once = redact(&text, &[&phone], None).into_owned();
        let twice = redact(&once, &[&phone], None);
        prop_assert_eq!(&*twice, &*once);
    }

    #[test]
    fn a_last_part_of_an_own_number_goes(
        country in select(COUNTRIES.to_vec()), national in national(), length in 7..=8_usize, dash in any::<bool>(),
    ) {
        let phone = Phone::from_wa_id(&format!("{}{national}", country.0)).unwrap();
        let part = &national[national.len() - length..];
        let part = if dash { format!("{}-{}", &part[..3], &part[3..]) } else { part.to_owned() };
        let shown = redact(&part, &[&phone], None).into_owned();
        prop_assert_eq!(shown, "********");
    }
}
