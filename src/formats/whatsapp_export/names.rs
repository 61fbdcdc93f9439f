//! Who wrote a message, and where their name ends. A name may have colons and quotation marks, and so
//! may what WhatsApp itself says, which has no author.

use std::collections::HashMap;

use super::{gap::is_mark, people::Unclear, reader::NameTest, scan::Raw};

/// What a name may begin with before a colon, in lower case.
const TITLES: [&str; 16] = [
    "dr", "dra", "mr", "mrs", "ms", "miss", "prof", "sr", "sra", "er", "eng", "adv", "capt",
    "herr", "frau", "mme",
];

/// The longest name that an author has. What is longer before a colon is a sentence.
const LONGEST_AUTHOR: usize = 120;

/// The most authors of a chat; a group has at most 1,024 members at a time.
const AUTHOR_CAP: usize = 20_000;

/// The names of a file's authors.
#[derive(Default)]
pub(super) struct Names {
    /// Names that are given beside the file.
    given: Vec<String>,
    is_contact: Option<NameTest>,
    /// How often each name stands before a colon and a blank.
    seen: HashMap<String, Seen>,
}

struct Seen {
    /// What stands before the second colon, if it is the same in every message.
    longer: Option<String>,
}

/// A name that may be the author's, and what stands behind its colon.
#[derive(Clone, Copy)]
struct Candidate<'t> {
    name: &'t str,
    text: &'t str,
    /// Whether a blank follows the colon.
    is_clear: bool,
    /// Whether a blank stands before the colon.
    is_loose: bool,
}

impl Names {
    pub(super) fn new(given: Vec<String>, is_contact: Option<NameTest>) -> Self {
        let given = given.into_iter().map(|name| name.trim().to_lowercase()).collect();
        Self { given, is_contact, seen: HashMap::new() }
    }

    /// Learns from a message whom the file names.
    pub(super) fn learn(&mut self, raw: &Raw<'_>) {
        let is_clear = |it: &Candidate<'_>| it.is_clear && !it.is_loose && is_whole(it.name);
        let mut clear = candidates(raw.body).filter(is_clear);
        let Some(first) = clear.next() else { return };
        // `Standort: https://…` is a place that somebody shared, and `POLL:` begins a poll.
        let is_name = |it: &Candidate<'_>| {
            let text = it.text.lines().next().unwrap_or_default().trim();
            !text.is_empty() && !text.starts_with("https://")
        };
        let longer = clear.next().filter(is_name);
        let longer = longer.map(|it| it.name);
        let has_room = self.seen.len() < AUTHOR_CAP;
        match self.seen.get_mut(first.name) {
            Some(seen) if seen.longer.as_deref() != longer => seen.longer = None,
            None if has_room => {
                let seen = Seen { longer: longer.map(str::to_owned) };
                self.seen.insert(first.name.to_owned(), seen);
            }
            Some(_) | None => {}
        }
    }

    /// Who wrote a message, and what.
    pub(super) fn split<'t>(&self, raw: &Raw<'t>) -> (Option<&'t str>, &'t str) {
        let body = raw.body.trim_start_matches(is_mark);
        let given = candidates(body).filter(|it| self.is_given(it.name)).last();
        // Some people's names end with a blank; on Android a notice may have one before its colon, too.
        let loose = candidates(body).next().filter(|it| {
            let is_name = raw.in_brackets || it.is_clear && is_short(it.name);
            it.is_loose && is_whole(it.name) && is_name
        });
        let all = || candidates(body).filter(|it| !it.is_loose);
        let titled = all().zip(all().skip(1)).find(|(first, second)| {
            let is_title = TITLES.contains(&first.name.to_lowercase().as_str());
            is_title && second.is_clear && self.longer(first.name) == Some(second.name)
        });
        let found = given
            .or_else(|| titled.map(|(_, second)| second))
            .or(loose)
            .or_else(|| {
                let first = all().next().filter(|it| is_whole(it.name));
                first.filter(|it| raw.in_brackets || it.is_clear)
            })
            .or_else(|| all().find(|it| it.is_clear && is_whole(it.name)))
            .or_else(|| all().find(|it| self.seen.contains_key(it.name)));
        match found {
            Some(it) => (Some(it.name), it.text.strip_prefix(' ').unwrap_or(it.text)),
            None => (None, body),
        }
    }

    /// Refuses authors whose name may go on behind its colon, which the file can't tell.
    pub(super) fn require_clear<'a>(
        &self,
        mut authors: impl Iterator<Item = &'a str>,
    ) -> Result<(), Unclear> {
        if authors.any(|author| self.is_doubtful(author)) {
            let problem =
                "all messages of an author begin alike, and their name may have a colon in it";
            return Err((problem, "give the name as the file has it, with `--author NAME`"));
        }
        Ok(())
    }

    /// The longer name with which all messages of an author begin.
    fn longer(&self, author: &str) -> Option<&str> {
        self.seen.get(author).and_then(|seen| seen.longer.as_deref())
    }

    fn is_doubtful(&self, author: &str) -> bool {
        let part = self.longer(author).and_then(|longer| longer.strip_prefix(author));
        !self.is_given(author)
            && part.map(|part| part.trim_start_matches(':').trim()).is_some_and(looks_like_name)
    }

    fn is_given(&self, name: &str) -> bool {
        self.given.contains(&name.to_lowercase())
            || self.is_contact.as_ref().is_some_and(|is_contact| is_contact(name))
    }
}

/// Every beginning of the first line that ends in a colon, the shortest first.
fn candidates(body: &str) -> impl Iterator<Item = Candidate<'_>> {
    let body = body.trim_start_matches(is_mark);
    let first = body.lines().next().unwrap_or_default();
    first.match_indices(':').filter_map(move |(at, _)| {
        let name = body.get(..at)?;
        let text = body.get(at + 1..)?;
        let plain = name.trim_matches(|sign: char| is_mark(sign) || sign.is_whitespace());
        (!plain.is_empty() && plain.chars().count() <= LONGEST_AUTHOR).then(|| {
            let is_clear = text.is_empty()
                || text.starts_with(|sign: char| sign.is_whitespace() || is_mark(sign));
            let is_loose = name.ends_with(char::is_whitespace);
            Candidate { name: plain, text, is_clear, is_loose }
        })
    })
}

/// Whether it has no more words than a name; a sentence that goes on behind its colon has more.
fn is_short(name: &str) -> bool {
    name.split_whitespace().count() <= 3
}

/// Whether no quotation is open at the end: in `changed the subject to "New: …` one is.
fn is_whole(name: &str) -> bool {
    let count = |quote: char| name.matches(quote).count();
    let curly = match count('„') {
        0 => count('“') == count('”'),
        low => low == count('“') + count('”'),
    };
    count('"').is_multiple_of(2) && curly && count('«') == count('»')
}

fn looks_like_name(part: &str) -> bool {
    let is_short = part.chars().count() <= 30 && part.split_whitespace().count() <= 3;
    is_short
        && part.chars().next().is_some_and(|first| !first.is_lowercase())
        && !part.chars().any(char::is_numeric)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::formats::whatsapp_export::scan::{Habits, Scanner};

    fn split(given: &[&str], text: &str) -> Vec<(Option<String>, String)> {
        let mut names = Names::new(given.iter().map(ToString::to_string).collect(), None);
        let mut all = Vec::new();
        let mut scanner = Scanner::new();
        while let Some(Ok(raw)) = scanner.next(text, &Habits::default()) {
            names.learn(&raw);
            all.push(raw);
        }
        let all = all.iter().map(|raw| names.split(raw));
        all.map(|(name, text)| (name.map(str::to_owned), text.to_owned())).collect()
    }

    fn one(given: &[&str], body: &str) -> (Option<String>, String) {
        split(given, &format!("31/12/2023, 21:41 - {body}\n")).remove(0)
    }

    #[test]
    fn names_with_quotes_and_colons() {
        let is = |name: &str, text: &str| (Some(name.to_owned()), text.to_owned());
        assert_eq!(one(&[], "Asha: a: b"), is("Asha", "a: b"));
        assert_eq!(one(&[], "Rob \"Bobby\" Lee: hi"), is("Rob \"Bobby\" Lee", "hi"));
        assert_eq!(one(&["Dr: Rao"], "Dr: Rao: hello"), is("Dr: Rao", "hello"));
        assert_eq!(one(&[], "Dr: Rao: hello"), is("Dr: Rao", "hello"));
        assert_eq!(one(&[], "Main Desk: hi : there"), is("Main Desk", "hi : there"));
        let line = "Asha changed the subject to \"New: one\"";
        assert_eq!(one(&[], line), (None, line.to_owned()));
        assert_eq!(one(&[], "see http://x.test"), (None, "see http://x.test".to_owned()));
    }

    #[test]
    fn a_blank_before_the_colon() {
        let is = |name: &str, text: &str| (Some(name.to_owned()), text.to_owned());
        assert_eq!(one(&[], "Asha 🌸 : hello"), is("Asha 🌸", "hello"));
        assert_eq!(one(&[], "Asha : a: b"), is("Asha", "a: b"));
        assert_eq!(
            one(&["Our Very Main Desk"], "Our Very Main Desk : b"),
            is("Our Very Main Desk", "b")
        );
        let notice = "Vous avez changé l’objet du groupe : « Neuf »";
        assert_eq!(one(&[], notice), (None, notice.to_owned()));
        let iphone = "[31/12/2023, 21:41:05] Our Very Main Desk : Hi\n";
        assert_eq!(split(&[], iphone)[0], is("Our Very Main Desk", "Hi"));
    }

    #[test]
    fn a_colon_without_a_blank() {
        let android = "31/12/2023, 21:41 - Asha: hi\n31/12/2023, 21:42 - Asha:hi\n";
        assert_eq!(split(&[], android)[1], (Some("Asha".to_owned()), "hi".to_owned()));
        let iphone = "[31/12/2023, 21:41:05] Main Desk:Hi\n";
        assert_eq!(split(&[], iphone)[0], (Some("Main Desk".to_owned()), "Hi".to_owned()));
    }
}
