//! The country calling codes, as a table small enough to be asked a million times per import.
//! No other knowledge of numbering plans lives here.

/// The codes of three digits. A test holds the table against the library's list.
const OF_THREE_DIGITS: [u16; 169] = [
    211, 212, 213, 216, 218, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229, 230, 231, 232, 233,
    234, 235, 236, 237, 238, 239, 240, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250, 251, 252,
    253, 254, 255, 256, 257, 258, 260, 261, 262, 263, 264, 265, 266, 267, 268, 269, 290, 291, 297,
    298, 299, 350, 351, 352, 353, 354, 355, 356, 357, 358, 359, 370, 371, 372, 373, 374, 375, 376,
    377, 378, 380, 381, 382, 383, 385, 386, 387, 389, 420, 421, 423, 500, 501, 502, 503, 504, 505,
    506, 507, 508, 509, 590, 591, 592, 593, 594, 595, 596, 597, 598, 599, 670, 672, 673, 674, 675,
    676, 677, 678, 679, 680, 681, 682, 683, 685, 686, 687, 688, 689, 690, 691, 692, 800, 808, 850,
    852, 853, 855, 856, 870, 878, 880, 881, 882, 883, 886, 888, 960, 961, 962, 963, 964, 965, 966,
    967, 968, 970, 971, 972, 973, 974, 975, 976, 977, 979, 992, 993, 994, 995, 996, 998,
];

/// The codes of two digits.
const OF_TWO_DIGITS: [u8; 44] = [
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56,
    57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
];

/// How many of the leading ASCII digits are a country's calling code: 1 to 3, or nothing where no
/// country has such a code.
pub(in crate::rules) fn length(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| digits.get(at).filter(|b| b.is_ascii_digit()).map(|b| b - b'0');
    let first = digit(0)?;
    if first == 1 || first == 7 {
        return Some(1);
    }
    let two = first * 10 + digit(1)?;
    if OF_TWO_DIGITS.binary_search(&two).is_ok() {
        return Some(2);
    }
    let three = u16::from(two) * 10 + u16::from(digit(2)?);
    OF_THREE_DIGITS.binary_search(&three).is_ok().then_some(3)
}

#[cfg(test)]
mod tests {
    use rlibphonenumber::PHONE_NUMBER_UTIL;

    use super::length;

    #[test]
    fn the_table_is_the_librarys() {
        let known: Vec<String> =
            PHONE_NUMBER_UTIL.get_supported_calling_codes().map(|code| code.to_string()).collect();
        for digits in 100..1000_u16 {
            let digits = digits.to_string();
            let ours = length(digits.as_bytes()).map(usize::from);
            let theirs = (1..=3).find(|len| known.iter().any(|code| *code == digits[..*len]));
            assert_eq!(ours, theirs, "{digits}");
        }
        assert_eq!(length(b""), None);
        assert_eq!(length(b"9"), None);
        assert_eq!(length(b"9x1"), None);
    }
}
