//! A text with variables in it: `Hi {{1}}` or `Hi {{first_name}}`. Reads any text; what in it only
//! looks like a variable is told apart, and is `check`'s to complain about.

/// What a text consists of, with where each part begins: the character, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    pub(super) at: usize,
    pub(super) kind: PieceKind<'t>,
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind<'t> {
    /// What is sent as it stands.
    Words(&'t str),
    /// `{{1}}`: a place that is filled by its number, from 1.
    Number(u32),
    /// `{{first_name}}`: a place that is filled by its name.
    Name(&'t str),
    /// Braces that enclose neither, or enclose nothing to the end: sent as they stand.
    Odd(&'t str),
}

/// The parts of a text, in order. Put together they are the text again.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut at = 1;
    while let Some(begin) = rest.find("{{") {
        let (words, open) = rest.split_at(begin);
        if !words.is_empty() {
            found.push(Piece { at, kind: PieceKind::Words(words) });
            at += words.chars().count();
        }
        // An inner `{{` before the end means that the outer one was never closed.
        let inner = &open[2..];
        let end = match (inner.find("}}"), inner.find("{{")) {
            (Some(end), Some(next)) if next < end => Err(next + 2),
            (Some(end), _) => Ok(end),
            (None, Some(next)) => Err(next + 2),
            (None, None) => Err(open.len()),
        };
        let (whole, kind) = match end {
            Ok(end) => (&open[..end + 4], variable(&inner[..end])),
            Err(end) => (&open[..end], None),
        };
        found.push(Piece { at, kind: kind.unwrap_or(PieceKind::Odd(whole)) });
        at += whole.chars().count();
        rest = &open[whole.len()..];
    }
    if !rest.is_empty() {
        found.push(Piece { at, kind: PieceKind::Words(rest) });
    }
    found
}

/// What stands between the braces, if it is a number from 1 or a name.
fn variable(inner: &str) -> Option<PieceKind<'_>> {
    let bytes = inner.as_bytes();
    match bytes.first()? {
        b'1'..=b'9' if bytes.iter().all(u8::is_ascii_digit) => {
            inner.parse().ok().map(PieceKind::Number)
        }
        b'a'..=b'z' if bytes.iter().all(|byte| is_name_byte(*byte)) => Some(PieceKind::Name(inner)),
        _ => None,
    }
}

/// Lower-case letters, digits and underscores: what names of variables and templates are made of.
pub(super) const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::{PieceKind as K, pieces};

    fn kinds(text: &str) -> Vec<(usize, K<'_>)> {
        pieces(text).into_iter().map(|piece| (piece.at, piece.kind)).collect()
    }

    #[test]
    fn variables_stand_where_their_first_brace_does() {
        assert_eq!(
            kinds("Hé {{1}}, {{first_name}}!"),
            [
                (1, K::Words("Hé ")),
                (4, K::Number(1)),
                (9, K::Words(", ")),
                (11, K::Name("first_name")),
                (25, K::Words("!")),
            ]
        );
    }

    #[test]
    fn braces_that_enclose_no_variable_are_told_apart() {
        for odd in ["{{}}", "{{ 1 }}", "{{0}}", "{{01}}", "{{Name}}", "{{_x}}", "{{é}}", "{{a b}}"]
        {
            assert_eq!(kinds(odd), [(1, K::Odd(odd))]);
        }
        assert_eq!(kinds("a {{1"), [(1, K::Words("a ")), (3, K::Odd("{{1"))]);
        assert_eq!(kinds("{{a {{1}}"), [(1, K::Odd("{{a ")), (5, K::Number(1))]);
        assert_eq!(kinds("{{{1}}}"), [(1, K::Odd("{{{1}}")), (7, K::Words("}"))]);
        assert_eq!(kinds("{{99999999999}}"), [(1, K::Odd("{{99999999999}}"))]);
        assert_eq!(kinds("} { }}"), [(1, K::Words("} { }}"))]);
        assert_eq!(kinds(""), []);
    }
}
