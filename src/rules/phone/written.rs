//! What stands in a cell that should hold a number: the number, and what phones, spreadsheets and
//! links put around it.

use super::PhoneError;
use crate::rules::digits::digit;

/// Longer input can't be a number, and is refused before the library looks at it.
const LONGEST_INPUT: usize = 120;

/// A spreadsheet turns a number of at least this many digits into a float or an exponent.
const FEWEST_FLOAT_DIGITS: usize = 7;

/// What a link or an address book puts before a number.
const SCHEMES: [&str; 3] = ["tel:", "whatsapp:", "phone:"];

/// What stands before or behind the digits of a whole number in WhatsApp's links and ids.
const LINKS: [&str; 5] = [
    "https://wa.me/",
    "http://wa.me/",
    "wa.me/",
    "https://api.whatsapp.com/send?phone=",
    "https://api.whatsapp.com/send/?phone=",
];
const IDS: [&str; 2] = ["@s.whatsapp.net", "@c.us"];

/// What stands between two numbers, or between an area code and its number.
const BETWEEN: [char; 7] = [',', ';', '|', '/', ':', '&', '\n'];

/// Of that many digits a part is more than an area code, unless a calling code or the way out of a
/// country stands before it.
const FEWEST_LINE_DIGITS: usize = 6;

/// An extension in brackets has no more.
const MOST_TAIL_DIGITS: usize = 4;

/// A number as it was written, with ASCII digits.
pub(super) enum Written {
    /// The digits of an international number, calling code first.
    Whole(String),
    /// A number without a plus, with its punctuation.
    Local(String),
}

impl Written {
    pub(super) fn read(text: &str) -> Result<Self, PhoneError> {
        if text.len() > LONGEST_INPUT * 4 {
            return Err(PhoneError::NotANumber);
        }
        let plain = plain(text);
        // A text that a program wrote as a formula, so that a spreadsheet leaves its digits alone.
        let plain = plain.trim();
        let plain = plain.strip_prefix("=\"").and_then(|it| it.strip_suffix('"')).unwrap_or(plain);
        let mut text = plain.trim().trim_matches(['\'', '’', '‘', '`', '"']).trim();
        if text.len() > LONGEST_INPUT {
            return Err(PhoneError::NotANumber);
        }
        for link in LINKS {
            if let Some(rest) = without_prefix(text, link) {
                return whole(rest.trim_start_matches("%2B"));
            }
        }
        for id in IDS {
            if let Some(rest) = text.strip_suffix(id) {
                return whole(rest);
            }
        }
        for scheme in SCHEMES {
            text = without_prefix(text, scheme).map_or(text, str::trim_start);
        }
        if let Some(exact) = spreadsheet_number(text)? {
            return Ok(exact);
        }
        check(text)?;
        check_tail(text)?;
        let bare = text.trim_start_matches(['(', '[', ' ']);
        match bare.strip_prefix('+') {
            Some(rest) => whole(rest),
            None => Ok(Self::Local(text.to_owned())),
        }
    }
}

fn without_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn whole(text: &str) -> Result<Written, PhoneError> {
    check(text)?;
    if text.contains('+') {
        return Err(PhoneError::Several);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() { Err(PhoneError::NotANumber) } else { Ok(Written::Whole(digits)) }
}

/// The text without what shows nothing, and with plain digits, pluses, dashes and blanks.
fn plain(text: &str) -> String {
    let visible = text.chars().filter(|sign| !digit::is_invisible(*sign));
    let plain = visible.map(|sign| match digit::value(sign) {
        Some(value) => char::from(b'0' + value),
        None if digit::is_plus(sign) => '+',
        None if is_dash(sign) => '-',
        None if sign.is_whitespace() => ' ',
        None => sign,
    });
    plain.collect()
}

fn is_dash(sign: char) -> bool {
    matches!(sign, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' | '\u{30FC}')
}

/// A number as a spreadsheet writes it: `919876543210.0`, or with an exponent. `None` where it is
/// written as people do.
fn spreadsheet_number(text: &str) -> Result<Option<Written>, PhoneError> {
    let (sign, rest) = match text.strip_prefix('+') {
        Some(rest) => ("+", rest),
        None => ("", text),
    };
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (rest, None),
    };
    let (integer, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if integer.is_empty() || !is_digits(integer) || !is_digits(fraction) {
        return Ok(None);
    }
    let digits = match exponent {
        Some(exponent) => {
            let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
            let Ok(places) = exponent.parse::<usize>() else { return Ok(None) };
            // Fewer decimals than places: the last digits were rounded away.
            if fraction.len() < places {
                return Err(PhoneError::Rounded);
            }
            let (kept, behind) = fraction.split_at_checked(places).unwrap_or((fraction, ""));
            if behind.bytes().any(|byte| byte != b'0') {
                return Err(PhoneError::Rounded);
            }
            format!("{integer}{kept}")
        }
        None if integer.len() < FEWEST_FLOAT_DIGITS || fraction.is_empty() => return Ok(None),
        // Decimals that are no more than two, or nothing but zeros, are no group of a number.
        None if fraction.bytes().all(|byte| byte == b'0') => integer.to_owned(),
        None if fraction.len() <= 2 => return Err(PhoneError::Rounded),
        None => return Ok(None),
    };
    Ok(Some(if sign.is_empty() { Written::Local(digits) } else { Written::Whole(digits) }))
}

/// Refuses what the library would read over: a name, a second number, an extension.
fn check(text: &str) -> Result<(), PhoneError> {
    if let Some(letters) = text.find(char::is_alphabetic) {
        let tail = text[letters..].to_ascii_lowercase();
        let is_extension = letters > 0
            && (tail.starts_with("ext")
                || (tail.starts_with('x')
                    && tail[1..].trim_start().starts_with(|c: char| c.is_ascii_digit())));
        // The library would read other letters as the keys of a telephone.
        return Err(if is_extension { PhoneError::Extension } else { PhoneError::NotANumber });
    }
    if text.trim_start_matches(['(', '[', ' ', '+']).contains('+') {
        return Err(PhoneError::Several);
    }
    let is_long = |part: &str| count(part) >= FEWEST_LINE_DIGITS;
    if text.split(BETWEEN).filter(|part| is_long(part)).count() > 1 {
        return Err(PhoneError::Several);
    }
    let is_written = |sign: char| sign.is_ascii_digit() || " +-.()[]/~⁓∼".contains(sign);
    if count(text) == 0 || !text.chars().all(is_written) {
        return Err(PhoneError::NotANumber);
    }
    Ok(())
}

/// Refuses a few digits behind what is a number already: `1234567/8` is two numbers, and `1234567 (2)`
/// has an extension. The library would join them to the number. An area code stands before its number,
/// as in `030/1234567`, and isn't meant.
fn check_tail(text: &str) -> Result<(), PhoneError> {
    let text = text.trim_end();
    let inner = text.strip_suffix([')', ']']).and_then(|text| text.rsplit_once(['(', '[']));
    if inner.is_some_and(|(number, tail)| {
        count(number) >= FEWEST_LINE_DIGITS && (1..=MOST_TAIL_DIGITS).contains(&count(tail))
    }) {
        return Err(PhoneError::Extension);
    }
    let apart = text.replace(" - ", "/");
    let mut is_number = false;
    let mut is_line = false;
    for part in apart.split(BETWEEN).filter(|part| count(part) > 0) {
        let digits = count(part);
        // Few numbers have less than three digits behind their area code, and those are no mobiles.
        if is_number || is_line && digits < 3 {
            return Err(PhoneError::Several);
        }
        let area = match part.trim_start_matches(['(', '[', ' ']) {
            part if part.starts_with('+') => 9,
            part if part.starts_with("00") => 11,
            _ => 7,
        };
        (is_number, is_line) = (digits >= area, digits >= FEWEST_LINE_DIGITS);
    }
    Ok(())
}

fn count(part: &str) -> usize {
    part.bytes().filter(u8::is_ascii_digit).count()
}
