//! A customer's number: how it is read from people and programs, and the two faces it may show
//! (the country code, and the mask). What is hidden in free text is found by `scan`, not here.

use rlibphonenumber::PHONE_NUMBER_UTIL;
use thiserror::Error;

pub use self::country::CountryTest;

pub(in crate::rules) mod calling_code;
mod country;
pub mod number_key;
mod read;
mod renumbered;
#[cfg(test)]
mod tests;
mod written;

/// What stands for every hidden number. Always eight stars, so that its length tells nothing.
pub const MASK: &str = "********";

/// The most digits that E.164 allows, country code included.
const MOST_DIGITS: usize = 15;
/// The fewest digits that an international number has (the islands with four-digit numbers).
const FEWEST_DIGITS: usize = 7;

/// A customer's number in E.164.
///
/// It has no `Display`, no `Debug` and no `Serialize`: what can't be printed by accident can't
/// leak by accident. [`Phone::masked`] and [`Phone::country_code`] are safe to show to anyone;
/// [`Phone::raw_for_storage`] is for the store and for the lens of a reader without a mask.
///
/// ```
/// # use rolecall::{rules::{phone::Phone, policy::mask::MaskSet, privacy::lens::Lens}, ui::Value};
/// let phone = Phone::from_storage("+919876543210".to_owned(), 2);
/// let value = Value::from(Lens::new(MaskSet { number: true, ..MaskSet::NONE }).phone(&phone));
/// assert_eq!(format!("{}", value.to_cell()), "+91 ********");
/// assert_eq!(serde_json::to_string(&value).ok().as_deref(), Some("\"+91 ********\""));
/// ```
///
/// Without a lens, the same lines don't compile:
///
/// ```compile_fail,E0277
/// # use rolecall::{rules::{phone::Phone, policy::mask::MaskSet, privacy::lens::Lens}, ui::Value};
/// let phone = Phone::from_storage("+919876543210".to_owned(), 2);
/// format!("{phone}");
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{phone::Phone, policy::mask::MaskSet, privacy::lens::Lens}, ui::Value};
/// let phone = Phone::from_storage("+919876543210".to_owned(), 2);
/// format!("{phone:?}");
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{phone::Phone, policy::mask::MaskSet, privacy::lens::Lens}, ui::Value};
/// let phone = Phone::from_storage("+919876543210".to_owned(), 2);
/// let json = serde_json::to_string(&phone).ok();
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{phone::Phone, policy::mask::MaskSet, privacy::lens::Lens}, ui::Value};
/// let phone = Phone::from_storage("+919876543210".to_owned(), 2);
/// let value = Value::from(phone);
/// ```
/// ```compile_fail,E0308
/// # use rolecall::{rules::{phone::Phone, policy::mask::MaskSet, privacy::lens::Lens}, ui::Value};
/// let phone = Phone::from_storage("+919876543210".to_owned(), 2);
/// let value = Value::plain(phone);
/// ```
/// ```compile_fail,E0277
/// # use rolecall::{rules::{phone::Phone, policy::mask::MaskSet, privacy::lens::Lens}, ui::Value};
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
    /// A float or an exponent that lacks the last digits.
    #[error("a spreadsheet has rounded the phone number")]
    Rounded,
    /// More than one number stands there.
    #[error("there is more than one phone number")]
    Several,
    /// It may be a national number, or that of another country without its plus.
    #[error("the phone number can be read with or without a country code")]
    Ambiguous,
    /// The calling code beside it is not the one in it.
    #[error("the phone number begins with another country code than the one given")]
    CodesDiffer,
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
            Self::Rounded => {
                "format the column as text in the spreadsheet, and enter the number again"
            }
            Self::Several => "keep one, and put the other into a column of its own",
            Self::CodesDiffer => "correct the country code or the number",
            _ => "write it with a plus, the country code and the number, with digits only",
        }
    }
}

impl Phone {
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

    /// The digits as WhatsApp's id has them, for an event that a format reads from somebody's list.
    #[must_use]
    pub fn to_wa_id(&self) -> String {
        self.digits().to_owned()
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
