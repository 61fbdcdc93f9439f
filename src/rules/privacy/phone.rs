//! A customer's number: how it is read from people and programs, and the two faces it may show
//! (the country code, and the mask). What is hidden in free text is found by `scan`, not here.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, Region,
};
use thiserror::Error;

use super::calling_code;

mod renumbered;
#[cfg(test)]
mod tests;

/// What stands for every hidden number. Always eight stars, so that its length tells nothing.
pub const MASK: &str = "********";

/// The most digits that E.164 allows, country code included.
const MOST_DIGITS: usize = 15;
/// The fewest digits that an international number has (the islands with four-digit numbers).
const FEWEST_DIGITS: usize = 7;
/// Longer input can't be a number, and is refused before the library looks at it.
const LONGEST_INPUT: usize = 120;

/// A customer's number in E.164.
///
/// It has no `Display`, no `Debug` and no `Serialize`: what can't be printed by accident can't
/// leak by accident. [`Phone::masked`] and [`Phone::country_code`] are safe to show to anyone;
/// [`Phone::raw_for_storage`] is for the store and for the lens of a reader without a mask.
///
/// ```
/// # use rolecall::{rules::{privacy::{lens::Lens, phone::Phone}, policy::mask::MaskSet}, ui::Value};
/// let phone = Phone::from_storage("+919876543210".to_owned(), 2);
/// let value = Value::from(Lens::new(MaskSet { number: true, ..MaskSet::NONE }).phone(&phone));
/// assert_eq!(format!("{}", value.to_cell()), "+91 ********");
/// assert_eq!(serde_json::to_string(&value).ok().as_deref(), Some("\"+91 ********\""));
/// ```
///
/// Without a lens, the same lines don't compile:
///
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{lens::Lens, phone::Phone}, policy::mask::MaskSet}, ui::Value};
/// let phone = Phone::from_storage("+919876543210".to_owned(), 2);
/// format!("{phone}");
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{lens::Lens, phone::Phone}, policy::mask::MaskSet}, ui::Value};
/// let phone = Phone::from_storage("+919876543210".to_owned(), 2);
/// format!("{phone:?}");
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{lens::Lens, phone::Phone}, policy::mask::MaskSet}, ui::Value};
/// let phone = Phone::from_storage("+919876543210".to_owned(), 2);
/// let json = serde_json::to_string(&phone).ok();
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{lens::Lens, phone::Phone}, policy::mask::MaskSet}, ui::Value};
/// let phone = Phone::from_storage("+919876543210".to_owned(), 2);
/// let value = Value::from(phone);
/// ```
/// ```compile_fail,E0308
/// # use rolecall::{rules::{privacy::{lens::Lens, phone::Phone}, policy::mask::MaskSet}, ui::Value};
/// let phone = Phone::from_storage("+919876543210".to_owned(), 2);
/// let value = Value::plain(phone);
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{privacy::{lens::Lens, phone::Phone}, policy::mask::MaskSet}, ui::Value};
/// let phone = Phone::from_storage("+919876543210".to_owned(), 2);
/// let bound = rusqlite::params![phone];
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone {
    /// With the leading plus.
    e164: String,
    country_code_len: u8,
}

/// Why a text is no number. The messages hold no digits, so they may be shown to any reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PhoneError {
    /// Nothing that could be a number is in the text.
    #[error("that is not a phone number")]
    NotANumber,
    /// A plus (or a WhatsApp id) is followed by a country code that no country has.
    #[error("no country has that calling code")]
    UnknownCountryCode,
    /// A national form was given, and no country to read it in.
    #[error("a number without a country code needs a country")]
    CountryMissing,
    /// The default country is no known country.
    #[error("no such country")]
    UnknownRegion,
    /// Too few digits for its country.
    #[error("the phone number is too short for its country")]
    TooShort,
    /// Too many digits for its country.
    #[error("the phone number is too long for its country")]
    TooLong,
    /// The length exists in the country only for numbers without an area code, or not at all.
    #[error("the phone number has a length that its country does not use")]
    WrongLength,
    /// An extension follows; a WhatsApp number has none, and dropping it would be silent.
    #[error("a phone number with an extension is not a WhatsApp number")]
    Extension,
}

impl PhoneError {
    /// What helps, as a sentence for the hint.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::UnknownRegion => "use the two letters of a country, such as `IN` or `BR`",
            Self::Extension => "leave the extension out",
            _ => "write it with a plus, the country code and the number, with digits only",
        }
    }
}

impl Phone {
    /// Reads what a person typed: E.164, an international form, or a national form of
    /// `default_region` (two letters, such as `IN`).
    ///
    /// The number must be *possible* (its length is in use in its country), not valid: numbering
    /// plans grow faster than programs are updated. [`Phone::is_valid`] is the strict question.
    ///
    /// Loads the library's metadata at the first call (some milliseconds).
    pub fn parse(text: &str, default_region: Option<&str>) -> Result<Self, PhoneError> {
        let region = default_region.map(known_region).transpose()?;
        // What is copied from a phone's contact card comes wrapped in bidi controls.
        let visible: String = text.chars().filter(|c| !super::digit::is_invisible(*c)).collect();
        let visible = visible.trim();
        if visible.len() > LONGEST_INPUT {
            return Err(PhoneError::NotANumber);
        }
        if let Some(phone) = Self::from_e164(visible) {
            return Ok(phone);
        }
        if visible.chars().any(char::is_alphabetic) && !has_extension_shape(visible) {
            // The library would read letters as the keys of a telephone, and a name as a number.
            return Err(PhoneError::NotANumber);
        }
        Self::from_any_form(visible, region)
    }

    /// A number in the form in which programs write it: a plus, digits, a length in use in its
    /// country. A list of members may hold a hundred thousand of these, and the library takes nine
    /// microseconds to read one; `None` leaves it to the library, which also knows trunk prefixes.
    fn from_e164(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+').filter(|digits| !digits.starts_with('+'))?;
        let phone = Self::from_wa_id(digits).ok()?;
        let national = phone.national_digits();
        if national.starts_with(['0', '1', '8']) || national.starts_with("90") {
            // What trunk and carrier prefixes begin with, which are no part of the number; the last is
            // Brazil's for collect calls.
            return None;
        }
        let number = PhoneNumber {
            country_code: phone.country_code().parse().ok()?,
            national_number: national.parse().ok()?,
            ..PhoneNumber::default()
        };
        check_length(&number).ok().map(|()| phone)
    }

    fn from_any_form(visible: &str, region: Option<Region>) -> Result<Self, PhoneError> {
        let mut number = PHONE_NUMBER_UTIL.parse(visible, region).map_err(|error| {
            use rlibphonenumber::ParseError as E;
            match error {
                E::InvalidCountryCode if region.is_none() && !starts_with_plus(visible) => {
                    PhoneError::CountryMissing
                }
                E::InvalidCountryCode => PhoneError::UnknownCountryCode,
                E::NotANumber(_) => PhoneError::NotANumber,
                E::TooShortAfterIdd | E::TooShortNsn => PhoneError::TooShort,
                E::TooLongNsn => PhoneError::TooLong,
            }
        })?;
        if number.extension.is_some() {
            return Err(PhoneError::Extension);
        }
        // The same door as the ids from outside, so that one customer is one number.
        let written = number.format_as(PhoneNumberFormat::E164);
        let phone = Self::from_wa_id(&written)?;
        if phone.e164 != written
            && let Ok(renumbered) = PHONE_NUMBER_UTIL.parse(&phone.e164, None)
        {
            number = renumbered;
        }
        check_length(&number)?;
        Ok(phone)
    }

    /// Reads a WhatsApp id: the country code and the number, digits only; a plus is tolerated.
    ///
    /// Only the country code must be known and the length fit E.164, so that the test numbers of
    /// the platform, which no one was assigned, are read. Never touches the library's metadata:
    /// an import calls this for every line.
    ///
    /// A number of a plan that was renumbered since, which WhatsApp still writes in some ids, is
    /// read as it is dialled today, so that the same customer typed by hand is the same number.
    pub fn from_wa_id(digits: &str) -> Result<Self, PhoneError> {
        let digits = digits.strip_prefix('+').unwrap_or(digits);
        let bytes = digits.as_bytes();
        if bytes.is_empty() || !bytes.iter().all(u8::is_ascii_digit) {
            return Err(PhoneError::NotANumber);
        }
        let country_code_len = calling_code::length(bytes).ok_or(PhoneError::UnknownCountryCode)?;
        if bytes.len() < FEWEST_DIGITS {
            return Err(PhoneError::TooShort);
        }
        if bytes.len() > MOST_DIGITS {
            return Err(PhoneError::TooLong);
        }
        Ok(Self { e164: format!("+{}", renumbered::current(digits)), country_code_len })
    }

    /// The other way to write the same line, in the country where WhatsApp alone knows which one is
    /// dialled.
    #[must_use]
    pub fn twin(&self) -> Option<Self> {
        let digits = renumbered::twin(self.digits())?;
        Some(Self { e164: format!("+{digits}"), country_code_len: self.country_code_len })
    }

    /// Takes a number back from the store, trusted as it was written there. Listing goes through
    /// here, so nothing is parsed and no metadata is loaded.
    #[must_use]
    pub fn from_storage(e164: String, country_code_len: u8) -> Self {
        Self { e164, country_code_len }
    }

    /// The whole number with its plus, for the store's columns.
    #[must_use]
    pub fn raw_for_storage(&self) -> &str {
        &self.e164
    }

    /// How many digits the country code has (1 to 3), for the store's columns.
    #[must_use]
    pub fn country_code_len(&self) -> u8 {
        self.country_code_len
    }

    /// The country code, such as `91`; safe to show to a masked reader.
    #[must_use]
    pub fn country_code(&self) -> &str {
        let digits = self.digits();
        digits.get(..usize::from(self.country_code_len)).unwrap_or(digits)
    }

    /// What a masked reader sees, such as `+91 ********`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("+{} {MASK}", self.country_code())
    }

    /// Whether the number is in a range that its country has assigned. Loads the metadata.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        PHONE_NUMBER_UTIL.parse(&self.e164, None).is_ok_and(|number| number.is_valid())
    }

    /// The digits after the country code, for the rules that search for them.
    pub(in crate::rules) fn national_digits(&self) -> &str {
        self.digits().get(usize::from(self.country_code_len)..).unwrap_or("")
    }

    fn digits(&self) -> &str {
        self.e164.strip_prefix('+').unwrap_or(&self.e164)
    }
}

/// The calling code that somebody means: `+91` itself, or `IN`, whose it is. Several countries may
/// share one, as the United States and Canada do.
pub fn calling_code_of(country: &str) -> Result<String, PhoneError> {
    let country = country.trim();
    if let Some(digits) = country.strip_prefix('+') {
        let is_code = !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && calling_code::length(digits.as_bytes()).map(usize::from) == Some(digits.len());
        return if is_code { Ok(digits.to_owned()) } else { Err(PhoneError::UnknownCountryCode) };
    }
    let region = known_region(country)?;
    let code = PHONE_NUMBER_UTIL.get_country_code_for_region(region);
    code.map(|code| code.to_string()).ok_or(PhoneError::UnknownRegion)
}

fn known_region(code: &str) -> Result<Region, PhoneError> {
    let region = Region::from_code(code.trim()).map_err(|_| PhoneError::UnknownRegion)?;
    // The library's list has every pair of letters; only those with metadata are countries.
    if PHONE_NUMBER_UTIL.get_country_code_for_region(region).is_none() {
        return Err(PhoneError::UnknownRegion);
    }
    Ok(region)
}

fn check_length(number: &PhoneNumber) -> Result<(), PhoneError> {
    use rlibphonenumber::ValidationError as E;
    match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => Ok(()),
        Ok(NumberLengthType::IsPossibleLocalOnly) | Err(E::InvalidLength) => {
            Err(PhoneError::WrongLength)
        }
        Err(E::InvalidCountryCode) => Err(PhoneError::UnknownCountryCode),
        Err(E::TooShort) => Err(PhoneError::TooShort),
        Err(E::TooLong) => Err(PhoneError::TooLong),
    }
}

fn starts_with_plus(text: &str) -> bool {
    text.starts_with(['+', '\u{FF0B}'])
}

/// Whether the letters in the text may be an extension's (`x12`, `ext. 12`) or a link's (`tel:`),
/// which the library reads and answers better than a refusal here could.
fn has_extension_shape(text: &str) -> bool {
    let rest = text.strip_prefix("tel:").unwrap_or(text);
    let Some(letters) = rest.find(char::is_alphabetic) else {
        return true;
    };
    let tail = rest[letters..].to_ascii_lowercase();
    letters > 0
        && (tail.starts_with("ext")
            || (tail.starts_with('x')
                && tail[1..].trim_start().starts_with(|c: char| c.is_ascii_digit())))
}
