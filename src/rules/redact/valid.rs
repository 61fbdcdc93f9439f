//! What the library knows of numbers, as the few questions that `foreign` asks. The only file of
//! hiding that loads the metadata.

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberType, Region};

/// The countries whose people write no zero before the area code (Brazil has one, and leaves it
/// out). Elsewhere a landline without its zero is taken for some other count.
const WITHOUT_TRUNK: [i32; 45] = [
    1, 30, 34, 39, 45, 47, 48, 52, 54, 55, 56, 57, 65, 220, 221, 222, 223, 224, 225, 226, 227, 228,
    229, 230, 237, 351, 352, 354, 356, 357, 371, 372, 376, 377, 420, 502, 503, 504, 506, 507, 852,
    853, 965, 973, 974,
];

/// The contact's country.
pub(super) struct Home {
    pub(super) code: i32,
    pub(super) region: Region,
    /// Whether people there write a zero, or another prefix, before the area code.
    pub(super) has_trunk: bool,
}

impl Home {
    pub(super) fn new(country_code: &str) -> Option<Self> {
        let code = country_code.parse().ok()?;
        let region = PHONE_NUMBER_UTIL.get_region_for_country_code(code)?;
        let has_trunk = WITHOUT_TRUNK.binary_search(&code).is_err();
        Some(Self { code, region, has_trunk })
    }
}

pub(super) fn international(digits: &str) -> Option<PhoneNumber> {
    let number = PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None).ok()?;
    number.is_valid().then_some(number)
}

pub(super) fn national(digits: &str, home: &Home) -> Option<PhoneNumber> {
    let number = PHONE_NUMBER_UTIL.parse(digits, Some(home.region)).ok()?;
    (number.country_code == home.code && number.is_valid()).then_some(number)
}

pub(super) fn significant_len(number: &PhoneNumber) -> usize {
    number.get_national_significant_number().len()
}

pub(super) fn is_mobile(number: &PhoneNumber) -> bool {
    matches!(number.get_type(), PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile)
}
