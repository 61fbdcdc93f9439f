//! Whether a number is of a country.

use rlibphonenumber::{PHONE_NUMBER_UTIL, Region};

use super::{Phone, PhoneError, read::known_region};
use crate::rules::phone::calling_code;

/// A country that somebody names, as a test of numbers.
#[derive(Clone)]
pub struct CountryTest {
    code: String,
    /// One of several countries that share the calling code; missing where the code is enough.
    region: Option<Region>,
}

impl CountryTest {
    /// Reads a calling code such as `+91`, or the two letters of a country, such as `IN`.
    pub fn read(country: &str) -> Result<Self, PhoneError> {
        let country = country.trim();
        if let Some(digits) = country.strip_prefix('+') {
            let length = calling_code::length(digits.as_bytes()).map(usize::from);
            if length != Some(digits.len()) {
                return Err(PhoneError::UnknownCountryCode);
            }
            return Ok(Self { code: digits.to_owned(), region: None });
        }
        let region = known_region(country)?;
        let code = PHONE_NUMBER_UTIL.get_country_code_for_region(region);
        let code = code.ok_or(PhoneError::UnknownRegion)?;
        let sharing = PHONE_NUMBER_UTIL.get_regions_for_country_calling_code(code);
        let is_shared = sharing.is_some_and(|regions| regions.count() > 1);
        Ok(Self { code: code.to_string(), region: is_shared.then_some(region) })
    }

    /// The calling code, without a plus.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Whether the calling code is all that counts.
    #[must_use]
    pub const fn is_code_enough(&self) -> bool {
        self.region.is_none()
    }

    /// Whether the number is of that country. Loads the library's metadata where the code is shared.
    #[must_use]
    pub fn covers(&self, phone: &Phone) -> bool {
        if phone.country_code() != self.code {
            return false;
        }
        let Some(wanted) = self.region else { return true };
        let number = PHONE_NUMBER_UTIL.parse(phone.raw_for_storage(), None).ok();
        let region = number.and_then(|number| PHONE_NUMBER_UTIL.get_region_for_number(&number));
        region == Some(wanted)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn countries_of_one_code_are_told_apart() {
        for (number, country, others) in [
            ("14165550123", "CA", ["US", "JM"]),
            ("14155550123", "US", ["CA", "JM"]),
            ("77011234567", "KZ", ["RU", "US"]),
            ("79161234567", "RU", ["KZ", "CA"]),
            ("442071838750", "GB", ["JE", "IM"]),
        ] {
            let phone = Phone::from_wa_id(number).unwrap();
            let test = CountryTest::read(country).unwrap();
            assert!(test.covers(&phone), "{number}");
            for other in others {
                let other = CountryTest::read(other).unwrap();
                assert!(!other.covers(&phone), "{number}");
            }
            let code = CountryTest::read(&format!("+{}", phone.country_code())).unwrap();
            assert!(code.covers(&phone) && code.is_code_enough());
        }
        assert!(CountryTest::read("IN").unwrap().is_code_enough());
        for unknown in ["+", "+0", "+999", "+919", "ZZ", "India", ""] {
            assert!(CountryTest::read(unknown).is_err(), "{unknown}");
        }
    }
}
