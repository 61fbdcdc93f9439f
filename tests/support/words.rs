//! A command line as a person types it, in words: spaces part them, quotes hold them together.

/// The words of a line; `'…'` is one word, spaces and all.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = None::<String>;
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    assert!(!quoted, "a quote stays open in `{line}`");
    words.extend(word);
    words
}
