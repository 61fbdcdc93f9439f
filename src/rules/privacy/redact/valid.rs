//! Whether digits that someone wrote are a number, in an international or a national form, and of
//! which kind. Takes them apart as the library of numbers does, by the kept `table` instead of its
//! data; a test holds each answer against the library.

use super::few::Few;
pub(super) use super::table::Kind;
use super::table::Plan;
use crate::rules::privacy::calling_code;

#[cfg(test)]
mod tests;

/// The countries whose people write no zero before the area code (Brazil has one, and leaves it
/// out). Elsewhere a landline without its zero is taken for some other count.
const WITHOUT_TRUNK: [u16; 45] = [
    1, 30, 34, 39, 45, 47, 48, 52, 54, 55, 56, 57, 65, 220, 221, 222, 223, 224, 225, 226, 227, 228,
    229, 230, 237, 351, 352, 354, 356, 357, 371, 372, 376, 377, 420, 502, 503, 504, 506, 507, 852,
    853, 965, 973, 974,
];

/// What a national number has, country code and prefixes left out.
const DIGITS: std::ops::RangeInclusive<usize> = 2..=17;

/// A valid number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Number {
    pub(super) code: u16,
    pub(super) kind: Kind,
    /// How many digits it has after the country code, without what is dialled within the country.
    pub(super) significant_len: usize,
    /// Whether a zero is the first of them, as in Italy.
    pub(super) has_zero: bool,
}

/// The contact's country.
pub(super) struct Home {
    pub(super) code: u16,
    /// Whether people there write a zero, or another prefix, before the area code.
    pub(super) has_trunk: bool,
    plan: Plan,
}

impl Home {
    pub(super) fn new(country_code: &str) -> Option<Self> {
        let plan = Plan::of(country_code.parse().ok()?)?;
        let code = plan.code;
        Some(Self { code, has_trunk: WITHOUT_TRUNK.binary_search(&code).is_err(), plan })
    }
}

/// Whether digits after a plus may be a number: a country's code, and a length in use there. Says
/// nothing of which numbers of that length there are.
pub(super) fn is_possible(digits: &str) -> bool {
    let after_code = |(plan, rest): (Plan, &[u8])| rest.len() < 16 && plan.has_length(rest.len());
    with_code(digits.as_bytes()).is_some_and(after_code)
}

/// The number that the ASCII digits are from its country code on.
pub(super) fn international(digits: &str) -> Option<Number> {
    let (plan, rest) = with_code(digits.as_bytes())?;
    complete(plan, &Few::new(rest)?)
}

/// The number that the ASCII digits are for someone in the country, if it is one of the country's
/// own.
pub(super) fn national(digits: &str, home: &Home) -> Option<Number> {
    let plan = home.plan;
    if !plan.is_of_a_country() {
        return None;
    }
    let all = Few::new(digits.as_bytes())?;
    let out = plan.way_out(&all).and_then(|len| all.get(len..));
    // No country's code begins with a zero.
    if let Some(rest) = out.filter(|rest| rest.first() != Some(&b'0')) {
        let (other, rest) = with_code(rest)?;
        return if other.code == home.code { complete(plan, &Few::new(rest)?) } else { None };
    }
    let own_code = with_code(&all).filter(|(plan, _)| plan.code == home.code);
    if let Some((_, rest)) = own_code {
        let stripped = stripped(plan, &Few::new(rest)?);
        let is_better = !plan.judge(&all).is_viable && plan.judge(&stripped).is_viable;
        if is_better || (plan.is_too_long(all.len()) && !plan.has_local_length(all.len())) {
            return complete(plan, &stripped);
        }
    }
    complete(plan, &all)
}

/// The plan of the code that the digits begin with, and the rest of them.
fn with_code(digits: &[u8]) -> Option<(Plan, &[u8])> {
    let (code, rest) = digits.split_at_checked(calling_code::length(digits)?.into())?;
    Plan::of(number(code)).map(|plan| (plan, rest))
}

fn number(digits: &[u8]) -> u16 {
    digits.iter().fold(0, |value, digit| value * 10 + u16::from(digit.saturating_sub(b'0')))
}

/// The number, from digits without a country code.
fn complete(plan: Plan, digits: &Few) -> Option<Number> {
    if digits.len() < *DIGITS.start() {
        return None;
    }
    let stripped = stripped(plan, digits);
    let len = stripped.len();
    // What begins like a prefix may be a short number as it is.
    let is_long_enough =
        !plan.has_local_length(len) && (plan.has_length(len) || plan.is_too_long(len));
    let digits = if is_long_enough { &stripped } else { digits };
    let kind = plan.judge(digits).kind.filter(|_| DIGITS.contains(&digits.len()))?;
    let has_zero = digits.first() == Some(&b'0');
    Some(Number { code: plan.code, kind, significant_len: digits.len(), has_zero })
}

/// The digits without what is dialled before them within the country, unless they are like a number
/// only with it.
fn stripped(plan: Plan, digits: &Few) -> Few {
    let Some((len, rule)) = plan.trunk(digits) else { return *digits };
    let kept = digits.get(rule.kept(len)).unwrap_or_default();
    let rest = digits.get(len..).unwrap_or_default();
    let mut stripped = Few::default();
    let all = rule.before().chain(kept.iter().chain(rest).copied());
    all.for_each(|digit| stripped.push(digit));
    let is_worse = plan.judge(digits).is_viable && !plan.judge(&stripped).is_viable;
    if is_worse { *digits } else { stripped }
}
