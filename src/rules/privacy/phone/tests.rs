//! Numbers: what is read, what is refused, and how they look masked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::{Phone, PhoneError};

fn parsed(text: &str, region: Option<&str>) -> Result<String, PhoneError> {
    Phone::parse(text, region).map(|phone| phone.raw_for_storage().to_owned())
}

#[test]
fn a_person_may_write_it_in_many_ways() {
    for (text, region, e164) in [
        ("+91 98765 43210", None, "+919876543210"),
        ("09876543210", Some("IN"), "+919876543210"),
        ("98765-43210", Some("in"), "+919876543210"),
        ("00 49 171 2345678", Some("DE"), "+491712345678"),
        ("+44 (0)20 7183 8750", None, "+442071838750"),
        ("06 1234 5678", Some("IT"), "+390612345678"),
        ("8 (912) 345-67-89", Some("RU"), "+79123456789"),
        ("\u{202A}+55 11 96123-4567\u{202C}", None, "+5511961234567"),
        ("\u{FF0B}\u{FF19}\u{FF11} 98765 43210", None, "+919876543210"),
        ("\u{0660}\u{0661}\u{0660} 01234567", Some("EG"), "+201001234567"),
        ("tel:+1-201-555-0123", None, "+12015550123"),
        ("+52 1 55 1234 5678", None, "+525512345678"),
        ("0900 123", Some("FR"), ""),
    ] {
        let read = parsed(text, region);
        if e164.is_empty() {
            assert!(read.is_err(), "{text}");
        } else {
            assert_eq!(read.as_deref(), Ok(e164), "{text}");
        }
    }
}

#[test]
fn what_is_no_number_is_refused_by_its_reason() {
    assert_eq!(parsed("", None), Err(PhoneError::NotANumber));
    assert_eq!(parsed("Asha", Some("IN")), Err(PhoneError::NotANumber));
    assert_eq!(parsed("1-800-FLOWERS", Some("US")), Err(PhoneError::NotANumber));
    assert_eq!(parsed(&"9".repeat(5000), Some("IN")), Err(PhoneError::NotANumber));
    assert_eq!(parsed("9876543210", None), Err(PhoneError::CountryMissing));
    assert_eq!(parsed("9876543210", Some("ZZ")), Err(PhoneError::UnknownRegion));
    assert_eq!(parsed("9876543210", Some("India")), Err(PhoneError::UnknownRegion));
    assert_eq!(parsed("+999 12345678", None), Err(PhoneError::UnknownCountryCode));
    assert_eq!(parsed("+91 98765", None), Err(PhoneError::TooShort));
    assert_eq!(parsed("+44 20 7183 8750 99", None), Err(PhoneError::TooLong));
    assert_eq!(parsed("+44 20 7183 8750 ext 12", None), Err(PhoneError::Extension));
}

#[test]
fn an_error_says_no_digits() {
    for error in [
        PhoneError::NotANumber,
        PhoneError::UnknownCountryCode,
        PhoneError::CountryMissing,
        PhoneError::UnknownRegion,
        PhoneError::TooShort,
        PhoneError::TooLong,
        PhoneError::WrongLength,
        PhoneError::Extension,
    ] {
        assert!(!error.to_string().contains(|c: char| c.is_numeric()));
        assert!(!error.hint().contains(|c: char| c.is_numeric()));
    }
}

#[test]
fn a_whatsapp_id_needs_a_known_country_and_no_more() {
    let id = |digits| Phone::from_wa_id(digits).map(|phone| phone.raw_for_storage().to_owned());
    assert_eq!(id("919876543210").as_deref(), Ok("+919876543210"));
    assert_eq!(id("+15550000001").as_deref(), Ok("+15550000001"), "a test number");
    assert_eq!(id("5215512345678").as_deref(), Ok("+525512345678"), "the old mobile digit");
    assert_eq!(id("6834000").as_deref(), Ok("+6834000"));
    assert_eq!(id(""), Err(PhoneError::NotANumber));
    assert_eq!(id("++919876543210"), Err(PhoneError::NotANumber));
    assert_eq!(id("91 98765 43210"), Err(PhoneError::NotANumber));
    assert_eq!(id("999123456789"), Err(PhoneError::UnknownCountryCode));
    assert_eq!(id("919876"), Err(PhoneError::TooShort));
    assert_eq!(id("9198765432101234"), Err(PhoneError::TooLong));
}

#[test]
fn the_mask_tells_the_country_and_nothing_else() {
    for (e164, len, masked) in [
        ("+919876543210", 2, "+91 ********"),
        ("+12015550123", 1, "+1 ********"),
        ("+9647712345678", 3, "+964 ********"),
    ] {
        let phone = Phone::from_storage(e164.to_owned(), len);
        assert_eq!(phone.masked(), masked);
        assert_eq!(phone.national_digits(), &e164[1 + usize::from(len)..]);
    }
}

#[test]
fn a_broken_row_of_the_store_does_not_panic() {
    let phone = Phone::from_storage("+9".to_owned(), 3);
    assert_eq!(phone.country_code(), "9");
    assert_eq!(phone.national_digits(), "");
}

#[test]
fn validity_is_a_second_question() {
    assert!(Phone::from_wa_id("919876543210").unwrap().is_valid());
    assert!(!Phone::from_wa_id("910000000000").unwrap().is_valid());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// The short way to read what programs write is only a shorter way: the library says the same.
    #[test]
    fn the_short_way_agrees_with_the_library(code in 1_u32..999, national in "[2-79][0-9]{3,12}") {
        let text = format!("+{code}{national}");
        if let Some(phone) = Phone::from_e164(&text) {
            let other = Phone::from_any_form(&text, None);
            prop_assert!(other.is_ok_and(|other| other == phone), "{}", text);
        }
    }
}

#[test]
fn the_short_way_is_taken() {
    assert!(Phone::from_e164("+919876543210").is_some());
    assert!(Phone::from_e164("+14155550132").is_some());
    for left_to_the_library in
        ["919876543210", "++919876543210", "+4407911123456", "+91 98765", "+559030000000"]
    {
        assert!(Phone::from_e164(left_to_the_library).is_none(), "{left_to_the_library}");
    }
}
