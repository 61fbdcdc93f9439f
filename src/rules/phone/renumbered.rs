//! Numbers that are written in two ways for one and the same line: plans that were renumbered one to
//! one, and Brazil's ninth digit. WhatsApp still knows some people by the old form.

use std::borrow::Cow;

/// The digits of an international number as it is dialled today.
pub(super) fn current(digits: &str) -> Cow<'_, str> {
    let renumbered = match (digits.get(..2), digits.len()) {
        // Mexico, until 2019: a 1 before mobile numbers.
        (Some("52"), 13) => digits.strip_prefix("521").map(|rest| format!("52{rest}")),
        (Some("55"), 12) => brazil(digits),
        (Some("84"), 12) => vietnam(digits),
        (Some("22"), 11) => benin(digits).or_else(|| ivory_coast(digits)),
        _ => None,
    };
    renumbered.map_or(Cow::Borrowed(digits), Cow::Owned)
}

/// The other way to write the same line, where only WhatsApp knows which one is dialled: within
/// Argentina a mobile is a number like any other, from abroad it has a 9.
pub(super) fn twin(digits: &str) -> Option<String> {
    let national = digits.strip_prefix("54")?;
    match (national.len(), national.strip_prefix('9')) {
        (11, Some(rest)) => Some(format!("54{rest}")),
        (10, _) => Some(format!("549{national}")),
        _ => None,
    }
}

/// Mobile numbers got a ninth digit between 2012 and 2016. They began with 6 to 9, and landlines
/// with less.
fn brazil(digits: &str) -> Option<String> {
    let (area, line) = digits.split_at_checked(4)?;
    line.starts_with(['6', '7', '8', '9']).then(|| format!("{area}9{line}"))
}

/// In November 2024 every number got a 01 in front.
fn benin(digits: &str) -> Option<String> {
    digits.strip_prefix("229").map(|line| format!("22901{line}"))
}

/// In January 2021 every number got two digits in front, by operator: the second digit of a mobile
/// number told it.
fn ivory_coast(digits: &str) -> Option<String> {
    let line = digits.strip_prefix("225")?;
    if line.starts_with(['2', '3']) {
        return None;
    }
    let operator = match line.as_bytes().get(1)? {
        b'0'..=b'3' => "01",
        b'4'..=b'6' => "05",
        _ => "07",
    };
    Some(format!("225{operator}{line}"))
}

/// In 2018 mobile numbers of eleven digits at home became such of ten.
fn vietnam(digits: &str) -> Option<String> {
    let line = digits.strip_prefix("84")?;
    let (old, rest) = line.split_at_checked(3)?;
    let new = match old {
        "120" => "70",
        "121" => "79",
        "122" => "77",
        "123" => "83",
        "124" => "84",
        "125" => "85",
        "126" => "76",
        "127" => "81",
        "128" => "78",
        "129" => "82",
        "162" => "32",
        "163" => "33",
        "164" => "34",
        "165" => "35",
        "166" => "36",
        "167" => "37",
        "168" => "38",
        "169" => "39",
        "186" => "56",
        "188" => "58",
        "199" => "59",
        _ => return None,
    };
    Some(format!("84{new}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_number_is_the_one_that_it_became() {
        for (old, new) in [
            ("5215512345678", "525512345678"),
            ("551187654321", "5511987654321"),
            ("22997123456", "2290197123456"),
            ("22507123456", "2250707123456"),
            ("22542123456", "2250142123456"),
            ("22555123456", "2250555123456"),
            ("841661234567", "84361234567"),
            ("841991234567", "84591234567"),
        ] {
            assert_eq!(current(old), new);
            assert_eq!(current(new), new, "a number of today stays as it is");
        }
    }

    #[test]
    fn what_was_not_renumbered_stays() {
        for digits in
            ["551132654321", "22521123456", "841101234567", "919876543210", "525512345678", "1"]
        {
            assert_eq!(current(digits), digits);
        }
    }

    #[test]
    fn a_mobile_in_argentina_has_two_forms() {
        assert_eq!(twin("5491123456789").as_deref(), Some("541123456789"));
        assert_eq!(twin("541123456789").as_deref(), Some("5491123456789"));
        assert_eq!(twin("5511987654321"), None);
    }
}
