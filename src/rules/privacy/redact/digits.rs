//! What a character means to a number: a digit in any script, nothing at all, or a break.
//! Which digits make a number is not decided here.

/// The zeros of Unicode's decimal digits (category Nd); nine digits follow each. Those of the
/// mathematical alphabets stand side by side, and count as five zeros.
const ZEROS: [u32; 74] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
    0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0,
    0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50,
    0x11DA0, 0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC,
    0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// Digits that are no decimal digits to Unicode but to anyone who reads them: superscripts,
/// subscripts, and what stands in a circle or in brackets. First character, first digit, count.
const DRAWN: [(u32, u8, u8); 17] = [
    (0xB2, 2, 2),
    (0xB9, 1, 1),
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
    (0x1F100, 0, 1),
    (0x1F101, 0, 10),
    (0x1F10B, 0, 1),
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

/// Whether the character shows nothing: zero width, a soft hyphen, a bidi control, a variation
/// selector, the frame of a keycap, a combining mark. Such a character between two digits doesn't
/// part them.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0xAD | 0x34F | 0x61C | 0x640 | 0x115F | 0x1160 | 0x3164 | 0xFFA0 | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E
        | 0x2060..=0x206F | 0x20D0..=0x20F0 | 0x300..=0x36F | 0xFE00..=0xFE0F | 0xFEFF
        | 0xFFF9..=0xFFFB | 0xE0000..=0xE0FFF)
}

/// Whether the character goes with the digit before it: a keycap's frame, a variation selector,
/// a combining mark. It is hidden with its digit.
pub(crate) fn clings(c: char) -> bool {
    matches!(u32::from(c), 0x20D0..=0x20F0 | 0x300..=0x36F | 0xFE00..=0xFE0F)
}

/// A plus in any of its shapes.
pub(crate) fn is_plus(c: char) -> bool {
    matches!(c, '+' | '\u{207A}' | '\u{208A}' | '\u{2795}' | '\u{FB29}' | '\u{FE62}' | '\u{FF0B}')
}

/// A dash in any of its shapes, the minus and the wave dash included.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{58A}' | '\u{5BE}' | '\u{1400}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{207B}'
                | '\u{208B}'
                | '\u{2212}'
                | '\u{223C}'
                | '\u{2E17}'
                | '\u{2E3A}'
                | '\u{2E3B}'
                | '\u{301C}'
                | '\u{3030}'
                | '\u{30A0}'
                | '\u{30FC}'
                | '\u{FE31}'
                | '\u{FE32}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{FF0D}'
                | '~'
                | '\u{FF70}'
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::{DRAWN, ZEROS, value};

    #[test]
    fn the_tables_are_in_order_and_every_row_is_marked() {
        assert!(ZEROS.windows(2).all(|pair| pair[0] + 9 < pair[1]));
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
    }

    #[test]
    fn every_digit_is_a_numeral_and_letters_are_none() {
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            assert!(value(c).is_none() || c.is_numeric(), "{:x}", u32::from(c));
        }
        assert_eq!(value('a'), None);
        assert_eq!(value('\u{4E00}'), None);
    }
}
