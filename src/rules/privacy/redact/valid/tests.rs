//! The kept table held against the library: for every calling code every way through the table, the
//! library's own examples, what becomes of them when digits are changed, lost and added, and digits
//! at random, each as people write them at home and from abroad. The answer must be the same in every
//! point.
//!
//! Where the library knows other numbers than the table, it was updated: `table` tells how that is
//! made anew. A few tens of thousands run always; `ROLECALL_HEAVY=1` makes them some millions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region,
};

use super::{Home, Kind, Number, international, is_possible, national};
use crate::rules::privacy::redact::table::{self, Plan};

const TYPES: [PhoneNumberType; 10] = [
    PhoneNumberType::FixedLine,
    PhoneNumberType::Mobile,
    PhoneNumberType::TollFree,
    PhoneNumberType::PremiumRate,
    PhoneNumberType::SharedCost,
    PhoneNumberType::VoIP,
    PhoneNumberType::PersonalNumber,
    PhoneNumberType::Pager,
    PhoneNumberType::UAN,
    PhoneNumberType::VoiceMail,
];

/// What is dialled before a number somewhere: within a country and out of one.
const PREFIXES: [&str; 24] = [
    "0", "00", "1", "8", "06", "011", "810", "0011", "001", "119", "009", "010", "90", "015",
    "0431", "180020", "1831", "17900", "00700", "003768", "01", "10088", "1001", "15006",
];

fn codes() -> Vec<u16> {
    let codes = PHONE_NUMBER_UTIL.get_supported_calling_codes();
    let mut codes: Vec<_> = codes.map(|code| u16::try_from(code).unwrap()).collect();
    codes.sort_unstable();
    codes
}

fn told(number: &PhoneNumber) -> Option<Number> {
    let kind = match number.get_type() {
        PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile => Kind::Mobile,
        PhoneNumberType::TollFree => Kind::TollFree,
        _ => Kind::Other,
    };
    number.is_valid().then(|| Number {
        code: u16::try_from(number.country_code).unwrap(),
        kind,
        significant_len: number.get_national_significant_number().len(),
        has_zero: number.italian_leading_zero(),
    })
}

fn international_by_the_library(digits: &str) -> Option<Number> {
    told(&PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None).ok()?)
}

fn national_by_the_library(digits: &str, code: u16) -> Option<Number> {
    let region = PHONE_NUMBER_UTIL.get_region_for_country_code(code.into())?;
    let number = PHONE_NUMBER_UTIL.parse(digits, Some(region)).ok()?;
    if number.country_code == i32::from(code) { told(&number) } else { None }
}

/// How many of the answers are that there is a number.
#[derive(Default)]
struct Held {
    asked: usize,
    valid: usize,
}

impl Held {
    /// Hands back whether the digits are a number in the country.
    #[track_caller]
    fn hold(&mut self, digits: &str, code: u16) -> bool {
        let theirs = national_by_the_library(digits, code);
        let home = Home::new(&code.to_string()).unwrap();
        assert_eq!(national(digits, &home), theirs, "{digits} in the country of {code}");
        self.count(theirs.is_some());
        theirs.is_some()
    }

    #[track_caller]
    fn hold_international(&mut self, digits: &str) {
        let theirs = international_by_the_library(digits);
        assert_eq!(international(digits), theirs, "+{digits}");
        self.count(theirs.is_some());
    }

    fn count(&mut self, is_valid: bool) {
        self.asked += 1;
        self.valid += usize::from(is_valid);
    }
}

struct Random(u64);

impl Random {
    /// Less than `below`.
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ mixed >> 31) % below as u64).unwrap()
    }

    fn digit(&mut self) -> char {
        char::from(b"0123456789"[self.below(10)])
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| self.digit()).collect()
    }

    fn changed(&mut self, digits: &str) -> String {
        let mut changed: Vec<char> = digits.chars().collect();
        let at = self.below(changed.len());
        match self.below(8) {
            0 if changed.len() > 2 => drop(changed.remove(at)),
            1 if changed.len() < 16 => changed.insert(at, self.digit()),
            2 => changed.swap(at, 0),
            _ => changed[at] = self.digit(),
        }
        changed.into_iter().collect()
    }
}

/// The library's numbers of a code, with and without what is dialled before them.
fn examples(code: u16) -> Vec<String> {
    let of_regions: Vec<Region> =
        PHONE_NUMBER_UTIL.get_regions_for_country_calling_code(code.into()).unwrap().collect();
    let of_types = of_regions.into_iter().flat_map(|region| {
        let example =
            move |of| PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, of).ok();
        TYPES.into_iter().filter_map(example)
    });
    let of_no_country = PHONE_NUMBER_UTIL.get_example_number_for_non_geo_entity(code.into()).ok();
    let mut found = BTreeSet::new();
    for number in of_types.chain(of_no_country) {
        found.insert(number.get_national_significant_number());
        let written = number.format_as(PhoneNumberFormat::National);
        found.insert(written.chars().filter(char::is_ascii_digit).collect());
    }
    assert!(!found.is_empty(), "{code}");
    found.into_iter().collect()
}

/// How many changes are tried for each calling code, and how many digits at random.
fn rounds() -> (usize, usize) {
    if std::env::var_os("ROLECALL_HEAVY").is_some() { (4_000, 1_000) } else { (25, 10) }
}

#[test]
fn the_table_is_the_librarys() {
    let (changes, at_random) = rounds();
    let mut random = Random(7);
    let mut held = Held::default();
    for code in codes() {
        let examples = examples(code);
        for example in &examples {
            held.hold(example, code);
            held.hold_international(&format!("{code}{example}"));
            for before in [format!("00{code}"), format!("{code}"), format!("{code}0")] {
                held.hold(&format!("{before}{example}"), code);
            }
            for prefix in PREFIXES {
                held.hold(&format!("{prefix}{example}"), code);
            }
        }
        let mut changed = examples.clone();
        for _ in 0..changes {
            let at = random.below(changed.len());
            let next = random.changed(&changed[at]);
            let prefix = PREFIXES[random.below(PREFIXES.len())];
            held.hold_international(&format!("{code}{next}"));
            held.hold(&format!("{prefix}{next}"), code);
            held.hold(&format!("{code}{next}"), code);
            // What is a number still is what the next change is made to; else it would soon be none
            // at all.
            if held.hold(&next, code) {
                changed[at] = next;
            }
        }
        for _ in 0..at_random {
            let count = 2 + random.below(17);
            let digits = random.digits(count);
            held.hold(&digits, code);
            held.hold_international(&digits);
            held.hold_international(&format!("{code}{digits}"));
        }
    }
    assert!(held.asked > 40_000 && held.valid > held.asked / 5, "{} of {}", held.valid, held.asked);
}

/// Not at random: whatever way there is through the table, the library knows it, and where the table
/// has none, the library has none beside it.
#[test]
fn every_way_through_the_table_is_the_librarys() {
    let mut held = Held::default();
    for code in codes() {
        let plan = Plan::of(code).unwrap();
        for digits in table::tests::numbers(plan) {
            held.hold_international(&format!("{code}{digits}"));
        }
        let examples = examples(code);
        for (prefix, example) in table::tests::prefixes(plan).iter().zip(examples.iter().cycle()) {
            held.hold(&format!("{prefix}{example}"), code);
            held.hold(&format!("{prefix}{code}{example}"), code);
        }
    }
    assert!(held.asked > 20_000 && held.valid > held.asked / 4, "{} of {}", held.valid, held.asked);
}

#[test]
fn the_lengths_are_the_librarys() {
    for code in codes() {
        for len in 1..16 {
            let number = PhoneNumber {
                country_code: code.into(),
                national_number: 2 * 10_u64.pow(len - 1),
                ..PhoneNumber::default()
            };
            let theirs = PHONE_NUMBER_UTIL.is_possible_number_with_reason(&number);
            let theirs = matches!(theirs, Ok(NumberLengthType::IsPossible));
            assert_eq!(
                is_possible(&format!("{code}{}", number.national_number)),
                theirs,
                "{code}: {len}"
            );
        }
    }
    assert!(!is_possible("0912345678") && !is_possible("2") && !is_possible(""));
}
