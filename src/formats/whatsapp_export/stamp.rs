//! The time at the head of a message, as a phone writes it: three numbers in an unknown order, and a
//! clock of 12 or 24 hours.

/// Three numbers of a date in the order in which they stand, and a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// The date's numbers.
    pub(super) parts: [u16; 3],
    /// Whether the first has four digits, and so is the year.
    pub(super) year_first: bool,
    /// What stands between them.
    pub(super) separator: char,
    /// Hours from midnight, 0 to 23.
    pub(super) hour: u8,
    /// Minutes.
    pub(super) minute: u8,
    /// Seconds; 0 where they are not written.
    pub(super) second: u8,
}

/// Marks that only steer how text runs, and that phones strew between everything.
pub(super) fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn is_space(sign: char) -> bool {
    matches!(sign, ' ' | '\t' | '\u{A0}' | '\u{202F}' | '\u{2009}') || is_mark(sign)
}

/// A stamp at the head of a line, and what follows it: behind `] ` on an iPhone, behind ` - ` on
/// Android. `None` where the line goes on with the message before.
pub(super) fn stamp(line: &str) -> Option<(Stamp, &str)> {
    let mut cursor = Cursor(line.trim_start_matches(is_mark));
    let in_brackets = cursor.take('[');
    let stamp = cursor.stamp()?;
    cursor.spaces();
    if in_brackets {
        cursor.take(']').then_some(())?;
        return Some((stamp, cursor.0.strip_prefix(' ').unwrap_or(cursor.0)));
    }
    cursor.take_any(&['-', '–']).then_some(())?;
    // The blank behind the dash tells it from a date range in somebody's message.
    let rest = cursor.0.strip_prefix([' ', '\u{A0}'])?;
    Some((stamp, rest))
}

struct Cursor<'l>(&'l str);

impl Cursor<'_> {
    fn stamp(&mut self) -> Option<Stamp> {
        let (first, digits) = self.number()?;
        self.spaces();
        let separator = self.0.chars().next().filter(|sign| "/.-".contains(*sign))?;
        self.take(separator);
        self.spaces();
        let (second, _) = self.number()?;
        self.spaces();
        self.take(separator).then_some(())?;
        self.spaces();
        let (third, last_digits) = self.number()?;
        let year_first = digits == 4;
        let years = [digits, last_digits].iter().filter(|digits| **digits == 4).count();
        if years > 1 || digits == 3 || last_digits == 3 {
            return None;
        }
        // `2023. 12. 31.` ends in a dot too.
        self.take('.');
        self.spaces();
        self.take_any(&[',', '،']);
        self.spaces();
        let before = self.half_day();
        self.spaces();
        let (hour, _) = self.number()?;
        let colon = self.0.chars().next().filter(|sign| ":.".contains(*sign))?;
        self.take(colon);
        let (minute, _) = self.number()?;
        let second_of = if self.take(colon) { self.number()?.0 } else { 0 };
        self.spaces();
        let half = before.or_else(|| self.half_day());
        let hour = match half {
            None => Some(hour).filter(|hour| *hour < 24),
            Some(half) => Some(hour % 12 + if half == Half::After { 12 } else { 0 })
                .filter(|_| (1..=12).contains(&hour) || (hour == 0 && half == Half::Before)),
        }?;
        (minute < 60 && second_of < 60).then_some(())?;
        Some(Stamp {
            parts: [first, second, third],
            year_first,
            separator,
            hour: u8::try_from(hour).ok()?,
            minute: u8::try_from(minute).ok()?,
            second: u8::try_from(second_of).ok()?,
        })
    }

    fn take(&mut self, sign: char) -> bool {
        self.take_any(&[sign])
    }

    fn take_any(&mut self, signs: &[char]) -> bool {
        match self.0.strip_prefix(signs) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn spaces(&mut self) {
        self.0 = self.0.trim_start_matches(is_space);
    }

    /// At most four digits, and how many they are.
    fn number(&mut self) -> Option<(u16, usize)> {
        let (mut value, mut count) = (0, 0);
        while let Some(digit) = self.0.chars().next().and_then(digit) {
            if count == 4 {
                return None;
            }
            (value, count) = (value * 10 + digit, count + 1);
            let mut rest = self.0.chars();
            rest.next();
            self.0 = rest.as_str();
        }
        (count > 0).then_some((value, count))
    }

    /// Which half of the day, in the words of the phone's language.
    fn half_day(&mut self) -> Option<Half> {
        for (word, half) in HALVES {
            let mut rest = self.0;
            let fits = word.chars().all(|wanted| {
                rest = rest.trim_start_matches(|sign| is_space(sign) || sign == '.');
                let mut signs = rest.chars();
                let found = signs.next().is_some_and(|sign| {
                    sign == wanted || sign.to_lowercase().eq(wanted.to_lowercase())
                });
                rest = signs.as_str();
                found
            });
            if fits {
                self.0 = rest.strip_prefix('.').unwrap_or(rest);
                return Some(half);
            }
        }
        None
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Before,
    After,
}

/// Dots and blanks between the letters don't count: `p. m.` is `pm`.
const HALVES: [(&str, Half); 21] = [
    ("am", Half::Before),
    ("pm", Half::After),
    ("vorm", Half::Before),
    ("nachm", Half::After),
    ("πμ", Half::Before),
    ("μμ", Half::After),
    ("öö", Half::Before),
    ("ös", Half::After),
    ("de", Half::Before),
    ("du", Half::After),
    ("上午", Half::Before),
    ("下午", Half::After),
    ("午前", Half::Before),
    ("午後", Half::After),
    ("오전", Half::Before),
    ("오후", Half::After),
    ("पूर्वाह्न", Half::Before),
    ("अपराह्न", Half::After),
    ("SA", Half::Before),
    ("ص", Half::Before),
    ("م", Half::After),
];

fn digit(sign: char) -> Option<u16> {
    let value = match sign {
        '0'..='9' => u32::from(sign) - 0x30,
        '\u{660}'..='\u{669}' => u32::from(sign) - 0x660,
        '\u{6F0}'..='\u{6F9}' => u32::from(sign) - 0x6F0,
        '\u{966}'..='\u{96F}' => u32::from(sign) - 0x966,
        _ => return None,
    };
    u16::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(line: &str) -> ([u16; 3], (u8, u8, u8), &str) {
        let (stamp, rest) = stamp(line).unwrap();
        (stamp.parts, (stamp.hour, stamp.minute, stamp.second), rest)
    }

    #[test]
    fn every_form_of_a_stamp() {
        let us = [12, 31, 23];
        let eu = [31, 12, 23];
        assert_eq!(read("12/31/23, 9:41 PM - A: b"), (us, (21, 41, 0), "A: b"));
        assert_eq!(read("12/31/23, 9:41\u{202F}PM - A: b"), (us, (21, 41, 0), "A: b"));
        assert_eq!(read("31/12/23, 21:41 - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("31.12.23, 21:41 - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("31/12/23, 9:41 p. m. - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("31/12/23, 9:41\u{A0}a.\u{A0}m. - A: b"), (eu, (9, 41, 0), "A: b"));
        assert_eq!(read("31-12-23 21.41 - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("[31/12/2023, 21:41:05] A: b"), ([31, 12, 2023], (21, 41, 5), "A: b"));
        assert_eq!(read("\u{200E}[12/31/23, 9:41:05\u{202F}PM] A: b"), (us, (21, 41, 5), "A: b"));
        assert_eq!(read("[2023-12-31, 21:41:05] A: b"), ([2023, 12, 31], (21, 41, 5), "A: b"));
        assert_eq!(
            read("[2023. 12. 31. 오후 9:41:05] A: b"),
            ([2023, 12, 31], (21, 41, 5), "A: b")
        );
        assert_eq!(read("2023/12/31 下午9:41 - A: b"), ([2023, 12, 31], (21, 41, 0), "A: b"));
        assert_eq!(read("٣١/١٢/٢٣، ٩:٤١ م - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("1/1/24, 12:05 AM - A: b"), ([1, 1, 24], (0, 5, 0), "A: b"));
        assert_eq!(read("1/1/24, 12:05 PM - A: b"), ([1, 1, 24], (12, 5, 0), "A: b"));
    }

    #[test]
    fn what_is_no_stamp() {
        for line in [
            "",
            "hello",
            "12/31/23",
            "12/31/23, 9:41 PM",
            "12/31/23, 9:41 PM-12/31/23",
            "12/31/23, 25:41 - A: b",
            "12/31/23, 13:41 PM - A: b",
            "12/31, 9:41 PM - A: b",
            "12/31/123, 9:41 - A: b",
            "99999/1/1, 9:41 - A: b",
            "[31/12/2023, 21:41:05 A: b",
            "31/12.2023, 21:41 - A: b",
        ] {
            assert!(stamp(line).is_none(), "{line}");
        }
    }
}
