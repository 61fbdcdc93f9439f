//! Customers' numbers: valid ones of many countries, of every length that those use, and the ways in
//! which people and programs write them.

use rolecall::rules::phone::Phone;

use super::random::Random;

/// A country: its code, the trunk prefix of its national form, and numbers in use there, by length;
/// `#` is any digit.
pub struct Country {
    pub code: &'static str,
    trunk: &'static str,
    forms: &'static [&'static str],
}

const fn country(
    code: &'static str,
    trunk: &'static str,
    forms: &'static [&'static str],
) -> Country {
    Country { code, trunk, forms }
}

pub const COUNTRIES: [Country; 22] = [
    country("91", "0", &["98########", "73########"]),
    country("55", "0", &["119########", "113#######", "2199#######"]),
    country("49", "0", &["151########", "170#######", "30########"]),
    country("44", "0", &["74########", "79########"]),
    country("1", "1", &["202#######", "415#######", "647#######"]),
    country("62", "0", &["812########", "813#######", "8121######"]),
    country("52", "01", &["55########", "33########"]),
    country("234", "0", &["803#######", "703#######"]),
    country("971", "0", &["50#######", "4#######"]),
    country("39", "", &["347#######", "06########", "338######"]),
    country("33", "0", &["6########", "7########"]),
    country("34", "", &["6########", "9########"]),
    country("27", "0", &["82#######", "11#######"]),
    country("966", "0", &["5########", "11#######"]),
    country("20", "0", &["10########", "2########"]),
    country("972", "0", &["50#######", "3#######"]),
    country("90", "0", &["53########", "212#######"]),
    country("81", "0", &["90########", "3########"]),
    country("54", "0", &["911########", "11########"]),
    country("7", "8", &["9#########", "77########"]),
    country("43", "0", &["664#######", "6641########", "1#######"]),
    country("65", "", &["8#######", "9#######"]),
];

/// A customer's number.
#[derive(Clone)]
pub struct Number {
    country: usize,
    pub national: String,
}

impl Number {
    /// A valid one of that country; `length` is the national part's, or any other than that.
    pub fn random(random: &mut Random, country: usize, length: Length) -> Self {
        for _ in 0..400 {
            let form = random.of(COUNTRIES[country].forms);
            let wanted = match length {
                Length::Any => true,
                Length::Like(digits) => form.len() == digits,
                Length::Unlike(digits) => form.len() != digits,
            };
            let digit = |c| match c {
                '#' => char::from(b'0' + u8::try_from(random.below(10)).unwrap()),
                c => c,
            };
            let number = Self { country, national: form.chars().map(digit).collect() };
            if wanted && Phone::from_wa_id(&number.wa_id()).is_ok_and(|phone| phone.is_valid()) {
                return number;
            }
        }
        // The country has no other length.
        Self::random(random, country, Length::Any)
    }

    /// Another one of the same country.
    pub fn other(&self, random: &mut Random, same_length: bool) -> Self {
        let digits = self.national.len();
        let length = if same_length { Length::Like(digits) } else { Length::Unlike(digits) };
        loop {
            let other = Self::random(random, self.country, length);
            if other.national != self.national {
                return other;
            }
        }
    }

    fn place(&self) -> &'static Country {
        &COUNTRIES[self.country]
    }

    pub fn code(&self) -> &'static str {
        self.place().code
    }

    /// As WhatsApp's ids have it: digits alone.
    pub fn wa_id(&self) -> String {
        format!("{}{}", self.code(), self.national)
    }

    /// As the store has it.
    pub fn e164(&self) -> String {
        format!("+{}", self.wa_id())
    }

    /// In one of the ways in which people and programs write it, which chance decides and the
    /// digits don't.
    pub fn spelled(&self, mut random: Random) -> String {
        let (code, trunk) = (self.code(), self.place().trunk);
        let separators: Vec<_> = (0..4).map(|_| *random.of(&SEPARATORS)).collect();
        let every = 1 + random.below(4);
        let mut body = String::new();
        for (at, digit) in self.national.chars().enumerate() {
            if at > 0 && at % every == 0 {
                body.push_str(separators[at / every % separators.len()]);
            }
            body.push(digit);
        }
        let text = match random.below(14) {
            0 => format!("+{code}{}", self.national),
            1 => format!("+{code} {body}"),
            2 => format!("00{code} {body}"),
            3 => format!("{trunk}{body}"),
            4 => body,
            5 => format!("(+{code}) {body}"),
            6 => format!("+{code} (0){body}"),
            7 => format!("({}) {}", &self.national[..3], &self.national[3..]),
            8 => return format!("https://wa.me/{}", self.wa_id()),
            9 => return format!("tel:+{}", self.wa_id()),
            10 => return format!("{}@s.whatsapp.net", self.wa_id()),
            11 => return format!("TEL;type=CELL;waid={}:+{code} {body}", self.wa_id()),
            12 => format!("{}\u{200b}{}", &self.wa_id()[..4], &self.wa_id()[4..]),
            _ => self.wa_id(),
        };
        let zero = *random.of(&ZEROS);
        let draw =
            |c: char| c.to_digit(10).map_or(c, |digit| char::from_u32(zero + digit).unwrap());
        text.chars().map(draw).collect()
    }

    /// In a way in which it is a number whoever reads it: with its country code.
    pub fn spelled_abroad(&self, mut random: Random) -> String {
        let separator = *random.of(&["", " ", "-", "."]);
        let (head, tail) = self.national.split_at(self.national.len() / 2);
        format!("+{}{separator}{head}{separator}{tail}", self.code())
    }
}

/// Which lengths a random number may have.
#[derive(Clone, Copy)]
pub enum Length {
    Any,
    Like(usize),
    Unlike(usize),
}

const SEPARATORS: [&str; 14] = [
    "", "", "", " ", "-", ".", "/", "\u{a0}", "\u{2011}", "\u{2013}", "\u{200b}", "\u{2060}", "  ",
    " - ",
];

/// The zeros of ASCII (most often), full-width, Arabic-Indic and Devanagari digits.
const ZEROS: [u32; 6] = [0x30, 0x30, 0x30, 0xFF10, 0x660, 0x966];
