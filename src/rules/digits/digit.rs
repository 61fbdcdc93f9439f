//! What a character is to a run of digits: a digit in any script, nothing at all, or something that
//! parts digits.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// The zeros of Unicode's decimal digits (category Nd); nine digits follow each. Those of the
/// mathematical alphabets stand side by side, and count as five zeros.
const ZEROS: [u32; 77] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
    0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0,
    0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50,
    0x11DA0, 0x11DE0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE,
    0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// Digits that are not decimal digits to Unicode but to anyone who reads them: superscripts,
/// subscripts, those in a circle or in brackets, and those of scripts that count without a zero.
/// First character, first digit, count.
const DRAWN: [(u32, u8, u8); 25] = [
    (0xB2, 2, 2),
    (0xB9, 1, 1),
    (0x1369, 1, 9),
    (0x19DA, 1, 1),
    (0x2070, 0, 1),
    (0x2074, 4, 6),
    (0x2080, 0, 10),
    (0x2460, 1, 9),
    (0x2474, 1, 9),
    (0x2488, 1, 9),
    (0x24EA, 0, 1),
    (0x24F5, 1, 9),
    (0x24FF, 0, 1),
    (0x2776, 1, 9),
    (0x2780, 1, 9),
    (0x278A, 1, 9),
    (0x3007, 0, 1),
    (0x3021, 1, 9),
    (0x10A40, 1, 4),
    (0x10E60, 1, 9),
    (0x11052, 1, 9),
    (0x1F100, 0, 1),
    (0x1F101, 0, 10),
    (0x1F10B, 0, 1),
    (0x1F10C, 0, 1),
];

/// One bit for sixteen characters in a row: whether a digit is among them. Most text has none, and
/// asks once per character.
const ROWS: [u64; 128] = rows();

const fn rows() -> [u64; 128] {
    let mut rows = [0; 128];
    let mut at = 0;
    while at < ZEROS.len() {
        set(&mut rows, ZEROS[at]);
        set(&mut rows, ZEROS[at] + 9);
        at += 1;
    }
    at = 0;
    while at < DRAWN.len() {
        set(&mut rows, DRAWN[at].0);
        set(&mut rows, DRAWN[at].0 + DRAWN[at].2 as u32 - 1);
        at += 1;
    }
    rows
}

const fn set(rows: &mut [u64; 128], code: u32) {
    rows[(code >> 10) as usize] |= 1 << ((code >> 4) & 63);
}

/// The value of a digit of any script.
pub(crate) fn value(c: char) -> Option<u8> {
    if c.is_ascii() {
        return u8::try_from(c).ok().filter(u8::is_ascii_digit).map(|b| b - b'0');
    }
    let code = u32::from(c);
    let row = ROWS.get((code >> 10) as usize)?;
    if row >> ((code >> 4) & 63) & 1 == 0 {
        return None;
    }
    let at = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    let above = code - ZEROS[at];
    if above < 10 {
        return u8::try_from(above).ok();
    }
    let (first, digit, _) = DRAWN
        .iter()
        .find(|(first, _, count)| (*first..first + u32::from(*count)).contains(&code))?;
    u8::try_from(code - first).ok().map(|above| digit + above)
}

/// Two digits in one circle, bracket or keycap. First character, first number, count.
const PAIRS: [(u32, u8, u8); 19] = [
    (0x2469, 10, 11),
    (0x247D, 10, 11),
    (0x2491, 10, 11),
    (0x24EB, 11, 10),
    (0x24FE, 10, 1),
    (0x277F, 10, 1),
    (0x2789, 10, 1),
    (0x2793, 10, 1),
    (0x3248, 10, 1),
    (0x3249, 20, 1),
    (0x324A, 30, 1),
    (0x324B, 40, 1),
    (0x324C, 50, 1),
    (0x324D, 60, 1),
    (0x324E, 70, 1),
    (0x324F, 80, 1),
    (0x3251, 21, 15),
    (0x32B1, 36, 15),
    (0x1F51F, 10, 1),
];

/// The number of two digits that one character draws.
pub(in crate::rules) fn pair(c: char) -> Option<u8> {
    let code = u32::from(c);
    if !matches!(code, 0x2469..0x3300 | 0x1F51F) {
        return None;
    }
    let holds =
        |(first, _, count): &&(u32, u8, u8)| (*first..first + u32::from(*count)).contains(&code);
    let (first, number, _) = PAIRS.iter().find(holds)?;
    u8::try_from(code - first).ok().map(|above| number + above)
}

/// The digit that a letter looks like. It counts where it touches a digit, and digits follow.
pub(in crate::rules) const fn look_alike(c: char) -> Option<u8> {
    match c {
        'O' | 'o' | '\u{39F}' | '\u{3BF}' | '\u{41E}' | '\u{43E}' => Some(0),
        'l' | 'I' => Some(1),
        _ => None,
    }
}

/// Whether the character is a mark on the one before it, such as a keycap's frame.
pub(in crate::rules) fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Mark
}

/// Whether the character shows nothing by itself: a mark, a zero-width character, a bidirectional
/// control, a filler, or what Unicode keeps for more of these.
pub(in crate::rules) fn is_invisible(c: char) -> bool {
    !c.is_ascii()
        && (matches!(c, '\u{640}' | '\u{115F}' | '\u{1160}' | '\u{2065}' | '\u{3164}' | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFF8}' | '\u{E0000}'..='\u{E0FFF}')
            || c.general_category() == GeneralCategory::Format
            || is_mark(c))
}

/// A plus in any of its shapes.
pub(in crate::rules) fn is_plus(c: char) -> bool {
    matches!(c, '+' | '\u{207A}' | '\u{208A}' | '\u{2795}' | '\u{FB29}' | '\u{FE62}' | '\u{FF0B}')
}

/// Whether the character ends a line.
pub(in crate::rules) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_tables_are_unicodes() {
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            let is_decimal = c.general_category() == GeneralCategory::DecimalNumber;
            assert!(!is_decimal || value(c).is_some(), "{:x}", u32::from(c));
            assert!(value(c).is_none() || c.is_numeric(), "{:x}", u32::from(c));
        }
        for zero in ZEROS {
            for digit in 0..10_u8 {
                let c = char::from_u32(zero + u32::from(digit)).unwrap();
                assert_eq!(value(c), Some(digit), "{zero:x}");
            }
        }
        for (first, digit, count) in DRAWN {
            for above in 0..count {
                let c = char::from_u32(first + u32::from(above)).unwrap();
                assert_eq!(value(c), Some(digit + above), "{first:x}");
            }
        }
        for (first, number, count) in PAIRS {
            for above in 0..count {
                let c = char::from_u32(first + u32::from(above)).unwrap();
                assert_eq!((value(c), pair(c)), (None, Some(number + above)), "{first:x}");
            }
        }
    }
}
