//! WhatsApp usernames in texts: `@name`, and links to one.

use super::{
    decode::{self, Place},
    digit::is_invisible,
    scan::Span,
};

/// A username as it stands in a text.
pub(in crate::rules) struct Handle {
    /// In lower case.
    pub(in crate::rules) name: String,
    /// How sure its place makes it one.
    pub(in crate::rules) place: Standing,
    pub(in crate::rules) span: Span,
}

/// Where a username stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Standing {
    /// In a link, where nothing else can stand.
    Link,
    /// Behind an `@`.
    At,
    /// Behind the `@` of an email address, most likely.
    Email,
}

const LINK: &str = "wa.me/u/";
const LENGTH: std::ops::RangeInclusive<usize> = 3..=35;

/// Whether a text can have one. Costs next to nothing.
pub(in crate::rules) fn may_have_handles(text: &str) -> bool {
    // The last is the first byte of the other forms of `@`, and of a few thousand characters beside them.
    text.bytes().any(|byte| matches!(byte, b'@' | b'/' | b'%' | b'&' | b'\\' | 0xEF))
}

/// Whether a text is made of the characters of an email address alone, with one `@`, behind a letter or digit:
/// no username stands in it, and nothing can be decoded.
pub(in crate::rules) fn is_email(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte);
    text.split_once('@').is_some_and(|(name, domain)| {
        name.bytes().next_back().is_some_and(|byte| byte.is_ascii_alphanumeric())
            && name.bytes().chain(domain.bytes()).all(is_part)
    })
}

/// The usernames in a text, as it is written and as one decoding reads it.
pub(in crate::rules) fn handles(text: &str) -> Vec<Handle> {
    if !may_have_handles(text) {
        return Vec::new();
    }
    let visible = |mut places: Vec<Place>| {
        places.retain(|place| !is_invisible(place.0));
        places
    };
    decode::readings(text).map(visible).flat_map(|places| read(&places)).collect()
}

fn read(places: &[Place]) -> Vec<Handle> {
    let mut found = Vec::new();
    for at in 0..places.len() {
        let is_link = || {
            let here = places[at..].iter().map(|place| place.0.to_ascii_lowercase());
            here.take(LINK.len()).eq(LINK.chars())
        };
        let (from, place) = match places[at].0 {
            '@' | '\u{FE6B}' | '\u{FF20}' => {
                let is_email = at > 0 && places[at - 1].0.is_alphanumeric();
                (at + 1, if is_email { Standing::Email } else { Standing::At })
            }
            'w' | 'W' if is_link() => (at + LINK.len(), Standing::Link),
            _ => continue,
        };
        let is_part = |place: &&Place| place.0.is_ascii_alphanumeric() || "._".contains(place.0);
        let name: String = places[from..].iter().take_while(is_part).map(|it| it.0).collect();
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        if LENGTH.contains(&name.len()) && name.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            let first = if place == Standing::Link { from } else { at };
            let span = places[first].1.start..places[from + name.len() - 1].1.end;
            found.push(Handle { name, place, span });
        }
    }
    found
}
