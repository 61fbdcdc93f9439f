//! Words to search for, and whether a text has them: for texts that are few enough to be read, where the
//! index would pass what it finds elsewhere. It is the same answer that the index gives.

use super::scratch::Scratch;
use crate::store::engine::{Row, error::Result, params};

/// The index cuts off a word that is longer; so it is asked itself, where a text may have one.
const LONGEST: usize = 32 << 10;

/// Words to search for, as somebody typed them: each must occur, the last one may go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// The words of a text; `None` where it has none.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let words: Vec<_> = text
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        (!words.is_empty()).then_some(Self(words))
    }

    #[cfg(feature = "postgres")]
    pub(super) fn list(&self) -> &[String] {
        &self.0
    }

    /// In the index's own language. Quoted, no word is an operator of it.
    pub(in crate::store) fn expression(&self) -> String {
        let words: Vec<_> = self.0.iter().map(|word| format!("\"{word}\"")).collect();
        format!("{} *", words.join(" AND "))
    }

    /// Whether the last one, of which the index gathers everything that it may go on to, begins a word in
    /// several of these texts; roughly, since the index knows more spellings.
    pub(in crate::store) fn is_common(&self, texts: &[String]) -> bool {
        let Some(last) = self.0.last().map(|word| word.to_lowercase()) else { return false };
        let has = |text: &&String| {
            let text = text.to_lowercase();
            text.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(&last))
        };
        texts.iter().filter(has).nth(1).is_some()
    }

    /// Whether a text has them, where all is plain: there a word is letters and digits, in either case.
    fn plainly_in(&self, text: &str) -> bool {
        let Some((last, others)) = self.0.split_last() else { return false };
        let words = || text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
        let has =
            |sought: &String| words().any(|word| word.eq_ignore_ascii_case(sought.as_bytes()));
        let begun = |word: &[u8]| {
            word.get(..last.len()).is_some_and(|word| word.eq_ignore_ascii_case(last.as_bytes()))
        };
        words().any(begun) && others.iter().all(has)
    }
}

fn is_plain(text: &str) -> bool {
    text.is_ascii() && text.len() <= LONGEST
}

/// The index that is asked about texts that aren't plain. It reads them as the store's own do.
const INDEX: &str = "CREATE VIRTUAL TABLE text_search
    USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2')";

/// Finds the texts that have some words, whatever they are written in.
pub struct Finder<'w> {
    words: &'w Words,
    are_plain: bool,
    index: Scratch,
}

impl<'w> Finder<'w> {
    /// For these words.
    #[must_use]
    pub fn new(words: &'w Words) -> Self {
        Self {
            words,
            are_plain: words.0.iter().all(|word| is_plain(word)),
            index: Scratch::new(INDEX),
        }
    }

    /// Whether that text has the words.
    pub fn has(&mut self, text: &str) -> Result<bool> {
        Ok(!self.find(&[(1, text.to_owned())])?.is_empty())
    }

    /// The keys of those texts that have the words.
    pub(in crate::store) fn find(&mut self, texts: &[(i64, String)]) -> Result<Vec<i64>> {
        let are_plain = self.are_plain;
        let (plain, others): (Vec<_>, Vec<_>) =
            texts.iter().partition(|(_, text)| are_plain && is_plain(text));
        let mut found = self.ask_index(&others)?;
        let plain = plain.into_iter().filter(|(_, text)| self.words.plainly_in(text));
        found.extend(plain.map(|(key, _)| *key));
        Ok(found)
    }

    fn ask_index(&mut self, texts: &[&(i64, String)]) -> Result<Vec<i64>> {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        self.index.with(|index| {
            let mut insert =
                index.statement("INSERT INTO text_search (rowid, text) VALUES (?1, ?2)")?;
            for (key, text) in texts {
                insert.execute(params![key, text])?;
            }
            let sql = "SELECT rowid FROM text_search WHERE text_search MATCH ?1 ORDER BY rowid";
            index.all(sql, [self.words.expression()], Row::only)
        })
    }
}
