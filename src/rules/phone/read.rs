//! How a number is read that a person, a phone or a spreadsheet wrote. The library decides what the
//! digits mean. Here is only what it can't know: what a spreadsheet does to numbers, and when there
//! is more than one reading. Then the number is refused: a valid number that nobody wrote would reach
//! a stranger.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, Region,
};

use super::{Phone, PhoneError, written::Written};
use crate::rules::phone::calling_code;

/// Bare digits with neither a plus nor a country are taken for a whole number from this length on.
/// Shorter ones are as likely a national number of one country as a whole number of another.
const FEWEST_BARE_DIGITS: usize = 11;

impl Phone {
    /// Reads a number in E.164, in an international form, or in a national form of `country`: two
    /// letters such as `IN`, or a calling code such as `+91`.
    ///
    /// The number must be *possible* (its length is in use in its country), not valid: numbering
    /// plans grow faster than programs are updated. [`Phone::is_valid`] is the strict question. It is
    /// asked here only where a number has two readings.
    ///
    /// Loads the library's metadata at the first call (some milliseconds).
    pub fn parse(text: &str, country: Option<&str>) -> Result<Self, PhoneError> {
        let country = country.filter(|country| !country.trim().is_empty());
        let country = country.map(Country::read).transpose()?;
        if let Some(phone) = Self::from_e164(text) {
            return country.map_or(Ok(()), |it| it.check(&phone)).map(|()| phone);
        }
        match (Written::read(text)?, country) {
            (Written::Whole(digits), country) => {
                let phone = whole(&digits)?;
                country.map_or(Ok(()), |it| it.check(&phone)).map(|()| phone)
            }
            (Written::Local(text), Some(country)) => country.local(&text),
            (Written::Local(text), None) => bare(&text),
        }
    }

    /// A number in the form in which programs write it: a plus, digits, a length in use in its
    /// country. A list may hold a hundred thousand of these, and the library takes nine
    /// microseconds to read one; `None` leaves it to the library, which also knows trunk prefixes.
    pub(super) fn from_e164(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+').filter(|digits| !digits.starts_with('+'))?;
        let phone = Self::from_wa_id(digits).ok()?;
        let national = phone.national_digits();
        let may_hold_prefix = national.starts_with(['0', '1', '8'])
            // Brazil's prefix of collect calls.
            || national.starts_with("90")
            // Within Argentina a mobile has a 15 behind its area code.
            || (phone.country_code() == "54" && national.contains("15"))
            || national.starts_with(phone.country_code());
        if may_hold_prefix {
            return None;
        }
        let number = PhoneNumber {
            country_code: phone.country_code().parse().ok()?,
            national_number: national.parse().ok()?,
            ..PhoneNumber::default()
        };
        check_length(&number).ok().map(|()| phone)
    }
}

/// The country that a number is read in.
#[derive(Clone, Copy)]
struct Country {
    code: i32,
    /// Missing for codes that belong to no country, such as `+870`.
    region: Option<Region>,
    /// It was given as a calling code, which a whole number can contradict.
    is_code: bool,
}

impl Country {
    fn read(text: &str) -> Result<Self, PhoneError> {
        if text.chars().any(char::is_alphabetic) {
            let region = known_region(text)?;
            let code = PHONE_NUMBER_UTIL.get_country_code_for_region(region);
            let code = code.ok_or(PhoneError::UnknownRegion)?;
            return Ok(Self { code, region: Some(region), is_code: false });
        }
        let digits = match Written::read(text).map_err(|_| PhoneError::UnknownCountryCode)? {
            Written::Whole(digits) | Written::Local(digits) => digits,
        };
        let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
        let is_code =
            calling_code::length(digits.as_bytes()).map(usize::from) == Some(digits.len());
        let code = digits.parse().ok().filter(|_| is_code);
        let code = code.ok_or(PhoneError::UnknownCountryCode)?;
        let region = PHONE_NUMBER_UTIL.get_region_for_country_code(code);
        let region =
            region.filter(|it| PHONE_NUMBER_UTIL.get_country_code_for_region(*it).is_some());
        Ok(Self { code, region, is_code: true })
    }

    /// Refuses a whole number that a calling code beside it contradicts.
    fn check(self, phone: &Phone) -> Result<(), PhoneError> {
        let is_same = phone.country_code().parse() == Ok(self.code);
        if is_same || !self.is_code { Ok(()) } else { Err(PhoneError::CodesDiffer) }
    }

    /// A number of this country without a plus. It may hold the calling code all the same.
    fn local(self, text: &str) -> Result<Phone, PhoneError> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if let Some(rest) = digits.strip_prefix("00") {
            let phone = whole(rest);
            if let Ok(phone) = phone
                && phone.is_valid()
            {
                return self.check(&phone).map(|()| phone);
            }
        }
        let Some(region) = self.region else { return whole(&format!("{}{digits}", self.code)) };
        let local = from_library(text, Some(region));
        let is_valid = local.as_ref().is_ok_and(Phone::is_valid);
        let whole = whole(&digits).ok().filter(Phone::is_valid);
        match whole {
            Some(whole) if whole.country_code().parse() != Ok(self.code) => match local {
                // A number of another country without its plus, or a new one of this country.
                Ok(_) if !is_valid => Err(PhoneError::Ambiguous),
                local => local,
            },
            Some(whole) if !is_valid || local.as_ref() == Ok(&whole) => Ok(whole),
            Some(_) => Err(PhoneError::Ambiguous),
            None => local,
        }
    }
}

/// Digits alone, without a country.
fn bare(text: &str) -> Result<Phone, PhoneError> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_long = digits.len() >= FEWEST_BARE_DIGITS;
    let whole = if is_long { whole(digits.trim_start_matches("00")).ok() } else { None };
    whole.filter(Phone::is_valid).ok_or(PhoneError::CountryMissing)
}

/// The digits of an international number. A calling code that stands there twice is taken off where
/// only that gives a valid number.
fn whole(digits: &str) -> Result<Phone, PhoneError> {
    let digits = digits.strip_prefix("00").unwrap_or(digits);
    let length = calling_code::length(digits.as_bytes()).ok_or(PhoneError::UnknownCountryCode)?;
    let (code, rest) = digits.split_at_checked(usize::from(length)).unwrap_or((digits, ""));
    let phone = from_library(&format!("+{digits}"), None);
    let inner = rest.strip_prefix("00").unwrap_or(rest);
    if inner.starts_with(code) && !phone.as_ref().is_ok_and(Phone::is_valid) {
        let once = from_library(&format!("+{inner}"), None);
        if once.as_ref().is_ok_and(Phone::is_valid) {
            return once;
        }
    }
    phone
}

fn from_library(text: &str, region: Option<Region>) -> Result<Phone, PhoneError> {
    let mut number = PHONE_NUMBER_UTIL.parse(text, region).map_err(|error| {
        use rlibphonenumber::ParseError as E;
        match error {
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
    let phone = Phone::from_wa_id(&written)?;
    if phone.e164 != written
        && let Ok(renumbered) = PHONE_NUMBER_UTIL.parse(&phone.e164, None)
    {
        number = renumbered;
    }
    check_length(&number)?;
    Ok(phone)
}

pub(super) fn known_region(code: &str) -> Result<Region, PhoneError> {
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
