//! Numbers as they are written in payloads. Whether one can be a number at all is not checked here
//! beyond its looks.

/// A number reduced to its digits if it is written like one, alone or as a JID; anything else as it
/// stands.
pub(in crate::formats) fn number(text: &str) -> String {
    let text = text.trim();
    let user =
        text.strip_suffix("@s.whatsapp.net").or_else(|| text.strip_suffix("@c.us")).unwrap_or(text);
    if user.bytes().all(|byte| byte.is_ascii_digit()) {
        return user.to_owned();
    }
    match digits(user) {
        Some(digits) if user.bytes().all(|b| b"0123456789+-.() ".contains(&b)) => digits,
        _ => text.to_owned(),
    }
}

/// The ASCII digits of a text, if it has any.
pub(in crate::formats) fn digits(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

/// Whether the digits are as many as an international number has, and begin like one.
pub(in crate::formats) fn is_plausible(digits: &str) -> bool {
    (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_their_dress() {
        for dressed in
            ["919876543210", "+91 98765 43210", " (91) 98765-43210", "919876543210@s.whatsapp.net"]
        {
            assert_eq!(number(dressed), "919876543210");
        }
        assert_eq!(number("US.123"), "US.123");
        assert_eq!(number("+"), "+");
    }
}
