//! The words of a text as the file's index tells them, for a server: both have the same ones.

use super::scratch::Scratch;
use crate::store::engine::{Row, error::Result};

/// A longer word than a server takes, in bytes, is cut.
const LONGEST: usize = 2000;

const INDEX: &str = "CREATE VIRTUAL TABLE text_tokens
        USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2');
    CREATE VIRTUAL TABLE text_tokens_words USING fts5vocab (text_tokens, instance)";

/// Tells words.
pub(in crate::store) struct Tokens(Scratch);

impl Default for Tokens {
    fn default() -> Self {
        Self(Scratch::new(INDEX))
    }
}

impl Tokens {
    /// The words of a text, in order.
    pub(in crate::store) fn of(&mut self, text: &str) -> Result<Vec<String>> {
        let mut words = if text.is_ascii() {
            let words = text.split(|c: char| !c.is_ascii_alphanumeric());
            words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect()
        } else {
            self.ask_index(text)?
        };
        for word in &mut words {
            word.truncate(word.floor_char_boundary(LONGEST));
        }
        Ok(words)
    }

    fn ask_index(&mut self, text: &str) -> Result<Vec<String>> {
        self.0.with(|index| {
            index.execute("INSERT INTO text_tokens (rowid, text) VALUES (1, ?1)", [text])?;
            index.all("SELECT term FROM text_tokens_words ORDER BY offset", [], Row::only)
        })
    }

    /// What a server keeps of a text on that account: its words and the account's, as a `tsvector`.
    pub(in crate::store) fn vector(&mut self, place: &str, text: &str) -> Result<String> {
        let mut vector = format!("'@{place}':1");
        for (at, word) in self.of(text)?.into_iter().enumerate() {
            vector.extend([" '", &word, "':", &(at + 1).min(MOST_PLACES).to_string()]);
        }
        Ok(vector)
    }
}

/// A server tells no places apart behind this one.
const MOST_PLACES: usize = 16383;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Tokens;

    #[test]
    fn words_are_told_alike_with_and_without_the_index() {
        let mut tokens = Tokens::default();
        for text in ["Parcel No 7, c'est ici; a_b", "", "--", "A1 a1 A1"] {
            assert_eq!(tokens.of(text).unwrap(), tokens.ask_index(text).unwrap(), "{text}");
        }
        assert_eq!(tokens.of("Crème brûlée Größe").unwrap(), ["creme", "brulee", "große"]);
        assert_eq!(tokens.vector("a7", "b a b").unwrap(), "'@a7':1 'b':1 'a':2 'b':3");
    }
}
