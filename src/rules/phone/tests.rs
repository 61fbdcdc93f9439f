//! Numbers: what is read, what is refused, and how they look masked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, Region};

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
        PhoneError::Rounded,
        PhoneError::Several,
        PhoneError::Ambiguous,
        PhoneError::CodesDiffer,
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
    /// Argentina's numbers are drawn more often: what may stand within them seldom comes by chance.
    #[test]
    fn the_short_way_agrees_with_the_library(
        code in prop_oneof![9 => 1_u32..999, 1 => Just(54)],
        national in "[2-79][0-9]{3,12}|[2-79][0-9]{1,3}15[0-9]{5,8}",
    ) {
        let text = format!("+{code}{national}");
        if let Some(phone) = Phone::from_e164(&text) {
            // A blank sends it the long way.
            let other = Phone::parse(&text.replacen(&national, &format!(" {national}"), 1), None);
            prop_assert!(other.is_ok_and(|other| other == phone), "{}", text);
        }
    }
}

/// The library's own numbers of every country, of the types that `WhatsApp` is used on.
fn numbers() -> Vec<(Region, PhoneNumber)> {
    use rlibphonenumber::PhoneNumberType::{FixedLine, Mobile};
    let regions = PHONE_NUMBER_UTIL.get_supported_regions();
    let of = |region: Region| {
        [Mobile, FixedLine]
            .map(|kind| PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, kind).ok())
    };
    let all =
        regions.flat_map(|region| of(region).into_iter().flatten().map(move |it| (region, it)));
    let all: Vec<_> = all.collect();
    assert!(all.len() > 450, "{}", all.len());
    all
}

/// A number as lists have it: what stands in its cell, and in the cell of the country.
fn habits(region: Region, number: &PhoneNumber) -> [(String, Option<String>); 14] {
    let e164 = number.format_as(PhoneNumberFormat::E164).to_string();
    let digits = e164[1..].to_owned();
    let code = number.country_code.to_string();
    let national = number.format_as(PhoneNumberFormat::National).to_string();
    let significant = digits[code.len()..].to_owned();
    let international = number.format_as(PhoneNumberFormat::International).to_string();
    let plus = Some(format!("+{code}"));
    let letters = Some(format!("{region:?}"));
    let arabic = |text: &str| -> String {
        let digit = |c: char| c.to_digit(10).and_then(|d| char::from_u32(0x660 + d)).unwrap_or(c);
        text.chars().map(digit).collect()
    };
    [
        (e164.clone(), None),
        (international.clone(), None),
        (international.replace(' ', "\u{a0}"), plus.clone()),
        (format!("\u{202a}{international}\u{202c}"), None),
        (format!("'{e164}"), plus.clone()),
        (format!("{e164}.0"), None),
        (format!("{digits}.0"), plus.clone()),
        (digits.clone(), Some(code.clone())),
        (digits.clone(), None),
        (format!("00{digits}"), plus.clone()),
        (national.clone(), letters.clone()),
        (national, plus.clone()),
        (significant, plus),
        (arabic(&international), letters),
    ]
}

/// Never a valid number that nobody wrote; and hardly a number is refused.
#[test]
fn every_country_s_numbers_are_read_as_the_library_reads_them() {
    let (mut read, mut refused) = (0, Vec::new());
    for (region, number) in numbers() {
        let e164 = number.format_as(PhoneNumberFormat::E164).to_string();
        for (habit, (text, country)) in habits(region, &number).into_iter().enumerate() {
            match parsed(&text, country.as_deref()) {
                Ok(phone) => assert_eq!(phone, e164, "{text} {country:?} {region:?}"),
                Err(error) => refused.push(format!("{habit}: {text} {country:?} {error}")),
            }
            read += 1;
        }
    }
    assert!(refused.len() * 20 <= read, "{} of {read}: {}", refused.len(), refused.join("\n"));
}

#[test]
fn what_a_spreadsheet_or_a_phone_made_of_a_number() {
    for (text, country, e164) in [
        ("919876543210.0", None, Ok("+919876543210")),
        ("919876543210,00", None, Ok("+919876543210")),
        ("+919876543210.0", None, Ok("+919876543210")),
        ("9.19876543210E+11", None, Ok("+919876543210")),
        ("9.19877E+11", None, Err(PhoneError::Rounded)),
        ("9,19877e11", Some("IN"), Err(PhoneError::Rounded)),
        ("+9.19877E+11", None, Err(PhoneError::Rounded)),
        ("919876543210.5", None, Err(PhoneError::Rounded)),
        ("98765.43210", Some("IN"), Ok("+919876543210")),
        ("'+919876543210", None, Ok("+919876543210")),
        ("919876543210@c.us", None, Ok("+919876543210")),
        ("https://wa.me/919876543210", None, Ok("+919876543210")),
        ("whatsapp:+919876543210", None, Ok("+919876543210")),
        ("+91 98765 43210 ::: +91 98111 22233", None, Err(PhoneError::Several)),
        ("+4930123456 / 654321", None, Err(PhoneError::Several)),
        ("9876543210, 9811122233", Some("IN"), Err(PhoneError::Several)),
        ("030/12345678", Some("DE"), Ok("+493012345678")),
        ("+49 30/12345", None, Ok("+493012345")),
        ("+43 5522/12345", None, Ok("+43552212345")),
        ("+49 (0) 151 23456789", None, Ok("+4915123456789")),
        ("(022) 1234 5678", Some("IN"), Ok("+912212345678")),
        ("011 - 2345 - 6789", Some("IN"), Ok("+911123456789")),
        ("+43 664 1234567/8", None, Err(PhoneError::Several)),
        ("0664/1234567/8", Some("AT"), Err(PhoneError::Several)),
        ("+62 812 3456 789 / 0", None, Err(PhoneError::Several)),
        ("9876543210/11", Some("IN"), Err(PhoneError::Several)),
        ("+91 98765 4321 - 0", None, Err(PhoneError::Several)),
        ("+49 151 23456789 (2)", None, Err(PhoneError::Extension)),
    ] {
        assert_eq!(parsed(text, country), e164.map(str::to_owned), "{text}");
    }
}

#[test]
fn a_calling_code_that_stands_there_twice_is_read_once() {
    for (text, country, e164) in [
        ("919876543210", Some("+91"), Ok("+919876543210")),
        ("+91 919876543210", None, Ok("+919876543210")),
        ("+91 00919876543210", None, Ok("+919876543210")),
        ("004915123456789", Some("49"), Ok("+4915123456789")),
        ("+004915123456789", None, Ok("+4915123456789")),
        ("0612345678", Some("+39"), Ok("+390612345678")),
        ("0712345678", Some("+225"), Ok("+2250712345678")),
        ("09876543210", Some("+91"), Ok("+919876543210")),
        ("+447911123456", Some("+91"), Err(PhoneError::CodesDiffer)),
        ("00447911123456", Some("+91"), Err(PhoneError::CodesDiffer)),
        ("+447911123456", Some("IN"), Ok("+447911123456")),
        ("447911123456", Some("IN"), Err(PhoneError::Ambiguous)),
        // As likely a number of Arkansas as one of Norway.
        ("4798765432", None, Err(PhoneError::CountryMissing)),
        ("4798765432", Some("NO"), Ok("+4798765432")),
        ("9876543210", Some("+999"), Err(PhoneError::UnknownCountryCode)),
    ] {
        assert_eq!(parsed(text, country), e164.map(str::to_owned), "{text}");
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
