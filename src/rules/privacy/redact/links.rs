//! Numbers in addresses that programs write: `wa.me/…`, `tel:…`, `waid=…`, `…@s.whatsapp.net`.
//! What stands there is a number by its place, so nobody asks whether it is valid.

use super::groups::{Gap, Group};

const BEFORE: [&str; 13] = [
    "wa.me/",
    "wa.me/+",
    "wa.me/qr/",
    "phone=",
    "phone=+",
    "phone=%2b",
    "waid=",
    "whatsapp:",
    "whatsapp:+",
    "tel:",
    "sms:",
    "smsto:",
    "callto:",
];
const AFTER: [&str; 4] = ["@s.whatsapp.net", "@c.us", "@lid", "@hosted"];
/// Fewer digits are a short code, which is nobody's number.
const FEWEST: usize = 5;

/// The last group of the address that begins with `first`, if one does.
pub(super) fn end_of_address(text: &str, groups: &[Group], first: usize) -> Option<usize> {
    let group = &groups[first];
    let after = &text[group.end..];
    if group.digits.len() >= FEWEST {
        if AFTER.iter().any(|ending| starts_with(after, ending)) || is_device(after) {
            return Some(first);
        }
        // The id of an old group is its founder's number and the time.
        let next = groups.get(first + 1).filter(|next| next.gap == Gap::Dash);
        if next.is_some_and(|next| starts_with(&text[next.end..], "@g.us")) {
            return Some(first);
        }
    }
    let before = &text[..group.start];
    let beginning = BEFORE.iter().find(|beginning| ends_with(before, beginning))?;
    let mut last = first;
    if beginning.ends_with(':') {
        let more = |next: &&Group| matches!(next.gap, Gap::Dash | Gap::Dot | Gap::Bracket);
        last += groups[first + 1..].iter().take_while(more).count();
    }
    let digits: usize = groups[first..=last].iter().map(|group| group.digits.len()).sum();
    (digits >= FEWEST + 2).then_some(last)
}

/// `:12@s.whatsapp.net`: one of several devices of the number before.
fn is_device(after: &str) -> bool {
    let Some(rest) = after.strip_prefix([':', '.', '_']) else {
        return false;
    };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    AFTER.iter().any(|ending| starts_with(rest, ending))
}

fn starts_with(text: &str, wanted: &str) -> bool {
    text.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted))
}

fn ends_with(text: &str, wanted: &str) -> bool {
    text.len()
        .checked_sub(wanted.len())
        .and_then(|at| text.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(wanted))
}
