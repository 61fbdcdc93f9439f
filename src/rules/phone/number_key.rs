//! The keys under which the workspace's numbers are looked up, whatever way they are written.

use super::{Phone, calling_code};

/// The fewest digits that are looked up without a calling code before them. The few islands with
/// shorter national numbers are recognised in the international form only.
pub const FEWEST_NATIONAL: usize = 6;

/// The most digits of a number. More are no number.
pub const LONGEST: usize = 17;

/// A national number as a key: its digits behind a 1, so that leading zeros count. `None` for what
/// is too long to be a number.
fn key(national: &[u8]) -> Option<i64> {
    let digits = national.iter().all(u8::is_ascii_digit).then_some(national)?;
    (digits.len() <= LONGEST)
        .then(|| digits.iter().fold(1, |key, digit| key * 10 + i64::from(digit - b'0')))
}

/// A number's keys: one for each way to write its national part.
#[must_use]
pub fn keys_of(phone: &Phone) -> Vec<i64> {
    let national = phone.national_digits().as_bytes();
    let mut keys: Vec<_> = spellings(phone.country_code(), national)
        .iter()
        .filter(|spelling| spelling.len() >= FEWEST_NATIONAL || *spelling == national)
        .filter_map(|spelling| key(spelling))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The ways to write a national number. Some countries changed theirs, or write mobiles in two ways.
fn spellings(country_code: &str, national: &[u8]) -> Vec<Vec<u8>> {
    let zeros = national.iter().take_while(|digit| **digit == b'0').count();
    let mut spellings = vec![national.to_vec(), national[zeros..].to_vec()];
    match (country_code, national) {
        ("52", [b'1', ten @ ..]) if ten.len() == 10 => spellings.push(ten.to_vec()),
        ("54", _) => {
            let ten = national.strip_prefix(b"9").filter(|ten| ten.len() == 10).unwrap_or(national);
            spellings.push(ten.to_vec());
            // Within Argentina a mobile is written with a 15 after an area code of 2 to 4 digits.
            for area in 2..=4.min(ten.len()) {
                spellings.push([&ten[..area], b"15", &ten[area..]].concat());
                spellings.push([b"15", &ten[area..]].concat());
            }
        }
        // Two digits that every number in these countries got in front.
        ("225", [_, _, eight @ ..]) | ("229", [b'0', b'1', eight @ ..]) if eight.len() == 8 => {
            spellings.push(eight.to_vec());
        }
        // Brazil's ninth digit: older ids lack it.
        ("55", [a, b, b'9', eight @ ..]) if eight.len() == 8 => {
            spellings.push([&[*a, *b], eight].concat());
        }
        ("55", [a, b, eight @ ..]) if eight.len() == 8 => {
            spellings.push([&[*a, *b, b'9'], eight].concat());
        }
        _ => {}
    }
    spellings
}

/// A key to look up, with the calling code that the number must have where one was written.
pub type Candidate = (i64, Option<u16>);

/// What dials out of a country, before the calling code.
const WAYS_OUT: [&[u8]; 11] =
    [b"00", b"011", b"0011", b"810", b"009", b"010", b"001", b"002", b"005", b"007", b"119"];
/// What stands before a national number within some country: digits, and how many others behind them.
const TRUNKS: [(&[u8], usize); 11] = [
    (b"0", 0),
    (b"1", 0),
    (b"8", 0),
    (b"9", 0),
    (b"80", 0),
    (b"06", 0),
    (b"01", 0),
    (b"044", 0),
    (b"045", 0),
    (b"0", 2),
    (b"90", 2),
];

/// The keys that these digits, taken as one whole number, may have: with or without calling code,
/// trunk prefix and the way out of a country. Of these, only what touches the number is looked
/// behind: `within` digits touch the first one. What stands apart is no part of the number, which is
/// found without it; else the end of another number would count as a prefix by chance.
pub fn candidates(
    digits: &[u8],
    within: usize,
    mut look_up: impl FnMut(Candidate) -> bool,
) -> bool {
    let touches = |rest: &[u8]| digits.len() - rest.len() < within;
    let mut national = |rest: &[u8]| {
        rest.len() >= FEWEST_NATIONAL && key(rest).is_some_and(|key| look_up((key, None)))
    };
    let inland = |(trunk, others): &(&[u8], usize)| {
        let rest = digits.strip_prefix(*trunk).and_then(|rest| rest.get(*others..));
        rest.filter(|_| trunk.len() + others < within)
    };
    if national(digits) || TRUNKS.iter().filter_map(inland).any(&mut national) {
        return true;
    }
    let outs = WAYS_OUT.iter().filter_map(|out| digits.strip_prefix(*out));
    std::iter::once(digits).chain(outs).any(|rest| {
        let Some(len) = calling_code::length(rest).map(usize::from) else { return false };
        let (code, rest) = rest.split_at(len);
        let code = code.iter().fold(0, |code, digit| code * 10 + u16::from(digit - b'0'));
        // A number that is too short to be found without its code is found with it, wherever it
        // stands.
        let mut abroad = |rest: &[u8]| {
            (touches(rest) || rest.len() < FEWEST_NATIONAL)
                && key(rest).is_some_and(|key| look_up((key, Some(code))))
        };
        // `+44 (0)7700 …`: the trunk prefix, although nobody dials it; and how mobiles in Mexico and
        // Argentina were, and are, written from abroad.
        let inner: &[u8] = match code {
            52 => b"1",
            54 => b"9",
            _ => b"0",
        };
        rest.len() >= 3 && (abroad(rest) || rest.strip_prefix(inner).is_some_and(&mut abroad))
    })
}

/// The keys of all that these digits end with, from two of them on: [`candidates`] looks up no others.
pub fn endings(digits: &[u8]) -> impl Iterator<Item = i64> {
    let add = |(key, place): &mut (i64, i64), digit: &u8| {
        *key += i64::from(digit - b'0') * *place;
        *place *= 10;
        Some(*key + *place)
    };
    digits.iter().rev().take(LONGEST).scan((0, 1), add).skip(1)
}

/// Whether these digits, which stand apart before a number, only say how to dial it.
#[must_use]
pub fn is_prefix(digits: &[u8]) -> bool {
    let outs = WAYS_OUT.iter().filter_map(|out| digits.strip_prefix(*out));
    TRUNKS.contains(&(digits, 0))
        || std::iter::once(digits).chain(outs).any(|rest| {
            let code = rest.strip_suffix(b"0").filter(|code| !code.is_empty()).unwrap_or(rest);
            [rest, code].iter().any(|code| {
                !code.is_empty() && calling_code::length(code).map(usize::from) == Some(code.len())
            })
        })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn is_found(number: &str, written: &str) -> bool {
        let phone = Phone::from_wa_id(number).unwrap();
        let code: u16 = phone.country_code().parse().unwrap();
        let keys = keys_of(&phone);
        candidates(written.as_bytes(), written.len(), |(key, wanted)| {
            keys.contains(&key) && wanted.is_none_or(|wanted| wanted == code)
        })
    }

    #[test]
    fn a_number_is_found_however_it_is_dialled() {
        for (number, written) in [
            ("919876543210", "9876543210 09876543210 919876543210 00919876543210 011919876543210"),
            ("447700900123", "07700900123 4407700900123 00447700900123 7700900123"),
            ("79123456789", "89123456789 79123456789 9123456789 81079123456789"),
            ("12015550123", "2015550123 12015550123 0012015550123 01112015550123"),
            ("390612345678", "0612345678 39612345678 390612345678"),
            ("5511961234567", "11961234567 551161234567 1161234567 01511961234567 011961234567"),
            ("5491112345678", "1112345678 91112345678 111512345678 1512345678"),
            ("525512345678", "5512345678 5215512345678 015512345678 0445512345678"),
            ("36201234567", "06201234567 201234567"),
            ("375291234567", "80291234567 291234567"),
            ("6834000", "6834000 006834000"),
            ("2250712345678", "12345678 0712345678 22512345678"),
            ("2290197123456", "97123456 0197123456"),
        ] {
            for written in written.split(' ') {
                assert!(is_found(number, written), "{number} as {written}");
            }
        }
    }

    #[test]
    fn nothing_but_an_ending_is_looked_up() {
        let mut count = 0;
        for written in ["919876543210", "00447700900123", "0119007", "12345678901234567890"] {
            let endings: Vec<_> = endings(written.as_bytes()).collect();
            candidates(written.as_bytes(), written.len(), |(key, _)| {
                count += 1;
                assert!(endings.contains(&key), "{written}: {key}");
                false
            });
        }
        assert!(count > 5, "{count}");
    }

    #[test]
    fn another_number_and_a_part_of_one_are_not() {
        for (number, written) in [
            ("919876543210", "9876543211 987654321 876543210 449876543210 99876543210123"),
            ("6834000", "4000 004000 6844000"),
        ] {
            for written in written.split(' ') {
                assert!(!is_found(number, written), "{number} as {written}");
            }
        }
    }
}
