//! Who of the authors is we, and who the others are. A phone names an author by its own address book:
//! by a name that means nothing elsewhere or, if they aren't saved, by number.

use super::{gap::is_mark, reader::NameTest};
use crate::formats::{
    event::Customer,
    number::{digits, is_plausible},
};

/// What is known beside the file.
pub(super) struct Known<'k> {
    /// Our own number, digits only.
    pub(super) account: &'k str,
    /// The contact's number, digits only.
    pub(super) contact: Option<&'k str>,
    /// What the file says the contact is called.
    pub(super) called: Option<&'k str>,
    /// Whether the workspace calls the contact so.
    pub(super) is_contact: Option<&'k NameTest>,
    /// Our own name, as the phone gives it.
    pub(super) me: Option<&'k str>,
    /// Whether it is said to be a group.
    pub(super) is_group: bool,
}

/// Everybody in the chat.
#[derive(Debug)]
pub(super) struct People {
    /// Which author is we.
    pub(super) us: Option<String>,
    pub(super) is_group: bool,
    /// The contact's number, outside of groups.
    pub(super) contact: Option<String>,
}

/// Why it can't be told: what is wrong, and what helps.
pub(super) type Unclear = (&'static str, &'static str);

const NAME_ME: &str = "name yourself as the file does, with `--me NAME`";

/// Finds out who is who among the authors, each of whom stands there once.
pub(super) fn people(authors: &[String], known: &Known<'_>) -> Result<People, Unclear> {
    let is_group = known.is_group || authors.len() > 2;
    let us = us(authors, known, is_group)?;
    let other = authors.iter().find(|author| Some(*author) != us.as_ref());
    let written = other.and_then(|author| as_number(author));
    if is_group {
        return Ok(People { us, is_group, contact: None });
    }
    let contact = match (known.contact, written) {
        (Some(given), Some(written)) if given != written => {
            let problem = "the chat is with another number than `--contact`";
            return Err((problem, "give the number that the file itself names, or none"));
        }
        (Some(given), _) => given.to_owned(),
        (None, Some(written)) => written,
        (None, None) => known.called.and_then(as_number).ok_or((
            "the file doesn't say the contact's number",
            "give it with `--contact NUMBER`",
        ))?,
    };
    Ok(People { us, is_group, contact: Some(contact) })
}

fn us(authors: &[String], known: &Known<'_>, is_group: bool) -> Result<Option<String>, Unclear> {
    let same = |one: &str, other: &str| one.trim().to_lowercase() == other.trim().to_lowercase();
    if let Some(me) = known.me {
        let found = authors.iter().find(|author| same(author, me));
        let alone = "nobody in the file is called as `--me` says";
        // Whoever never wrote is in no line.
        return match found {
            Some(author) => Ok(Some(author.clone())),
            None if is_group || authors.len() < 2 => Ok(None),
            None => Err((alone, "give the name exactly as the file has it")),
        };
    }
    if let Some(author) =
        authors.iter().find(|author| as_number(author).as_deref() == Some(known.account))
    {
        return Ok(Some(author.clone()));
    }
    if authors.is_empty() {
        return Ok(None);
    }
    if is_group {
        return Err(("the file doesn't say which author is the account", NAME_ME));
    }
    let is_contact = |author: &String| match as_number(author) {
        Some(number) => known.contact.is_none_or(|contact| contact == number),
        None => {
            known.called.is_some_and(|name| same(name, author))
                || known.is_contact.is_some_and(|is_contact| is_contact(author))
        }
    };
    let contacts: Vec<_> = authors.iter().filter(|author| is_contact(author)).collect();
    match (authors, contacts.as_slice()) {
        ([_], [_]) => Ok(None),
        // A chat that is called after somebody else than its only author: the other never wrote.
        ([only], []) if known.called.is_some() || known.is_contact.is_some() => {
            Ok(Some(only.clone()))
        }
        (_, [contact]) => Ok(authors.iter().find(|author| author != contact).cloned()),
        _ => {
            Err(("the file doesn't say which author is the account and which the contact", NAME_ME))
        }
    }
}

/// The number that an author is named by, digits only.
pub(super) fn as_number(author: &str) -> Option<String> {
    let plain: String = author.chars().filter(|sign| !is_mark(*sign)).collect();
    let plain = plain.trim();
    let written = plain
        .chars()
        .all(|sign| sign.is_ascii_digit() || "+-.() \u{a0}\u{202f}\u{2011}".contains(sign));
    digits(plain).filter(|digits| written && plain.starts_with('+') && is_plausible(digits))
}

/// The customer behind an author of a group.
pub(super) fn participant(author: &str) -> Customer {
    match as_number(author) {
        Some(number) => Customer { wa_id: Some(number), ..Customer::default() },
        // A name that somebody gave themselves has a tilde in front.
        None => Customer {
            name: Some(author.trim_start_matches(['~', ' ', '\u{a0}', '\u{202f}']).to_owned()),
            ..Customer::default()
        },
    }
}
