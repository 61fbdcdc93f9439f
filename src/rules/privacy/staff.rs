//! What stays readable of the digits that staff write: ISO dates, and amounts with a currency.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::rules::digits::scan::{Group, Run};

/// The codes and signs of currencies that amounts are written with most.
const CURRENCIES: [&str; 34] = [
    "AED", "ARS", "AUD", "BDT", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "EGP", "EUR", "GBP",
    "HKD", "IDR", "ILS", "INR", "JPY", "KES", "KRW", "MXN", "MYR", "NGN", "PHP", "PKR", "PLN",
    "RUB", "SAR", "SGD", "THB", "TRY", "USD", "VND", "ZAR",
];
/// No amount that staff write has more digits before its decimals.
const MOST_DIGITS: usize = 12;

/// Whether a run is an ISO date, with or without a time, or an amount with a currency.
pub(super) fn is_date_or_amount(run: &Run) -> bool {
    is_date(run) || is_amount(run)
}

fn is_date(run: &Run) -> bool {
    let [year, month, day, time @ ..] = run.groups.as_slice() else { return false };
    let value = |digits: &std::ops::Range<usize>| {
        let digits = &run.digits[digits.clone()];
        digits.iter().fold(0_u32, |value, digit| value * 10 + u32::from(digit - b'0'))
    };
    let is_day = year.digits.len() == 4
        && month.digits.len() == 2
        && day.digits.len() == 2
        && (1900..2200).contains(&value(&year.digits))
        && (1..=12).contains(&value(&month.digits))
        && (1..=31).contains(&value(&day.digits))
        && month.gap == "-"
        && day.gap == "-";
    // Of a time, with a fraction of a second, and the difference from UTC.
    let parts = [("T ", 2), (":", 2), (":", 2), (".,", 6), ("+-", 2), (":", 2)];
    let mut parts = parts.into_iter();
    let fits = |group: &Group| {
        let is_part = |(signs, most): (&str, usize)| {
            signs.contains(&group.gap) && group.gap.len() == 1 && group.digits.len() <= most
        };
        parts.by_ref().any(is_part)
    };
    is_day && time.iter().all(fits)
}

fn is_amount(run: &Run) -> bool {
    let is_sign = |c: char| c.general_category() == GeneralCategory::CurrencySymbol;
    let (before, behind) = (run.before.trim_end(), run.behind.trim_start());
    let is_code = |text: Option<&str>| text.is_some_and(|text| CURRENCIES.contains(&text));
    let has_currency = before.chars().next_back().is_some_and(is_sign)
        || behind.chars().next().is_some_and(is_sign)
        || is_code(before.len().checked_sub(3).and_then(|at| before.get(at..)))
        || is_code(behind.get(..3))
        || before.ends_with("Rs")
        || before.ends_with("Rs.");
    let [whole, rest @ ..] = run.groups.as_slice() else { return false };
    // `12,34,567.89`, `1.234.567`, `1 234 567,89`: groups of two or three.
    let is_grouped = whole.digits.len() <= 3
        && rest
            .iter()
            .all(|group| (2..=3).contains(&group.digits.len()) && group.gap.chars().count() == 1);
    let is_plain = match rest {
        [] => true,
        [cents] => cents.digits.len() <= 2 && matches!(cents.gap.as_str(), "." | ","),
        _ => false,
    };
    has_currency && run.digits.len() <= MOST_DIGITS && (is_grouped || is_plain)
}
