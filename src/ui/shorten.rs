//! Cutting a text to the columns of a terminal that it may take, between characters as people see
//! them.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many columns a text takes.
pub(super) fn width(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// The text in at most that many columns, with `…` where something is left out.
pub(super) fn shorten(text: &str, columns: u16, is_utf8: bool) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let sign = if is_utf8 { "…" } else { "..." };
    let sign = if width(sign) < columns { sign } else { "" };
    let room = columns - width(sign);
    let mut taken = 0;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        taken += width(grapheme);
        if taken > room {
            break;
        }
        end = at + grapheme.len();
    }
    Cow::Owned(format!("{}{sign}", text[..end].trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_what_people_see_as_characters() {
        for (text, columns, cut) in [
            ("short", 5, "short"),
            ("longer", 5, "long…"),
            ("two words", 5, "two…"),
            ("日本語テキスト", 7, "日本語…"),
            ("日本語テキスト", 6, "日本…"),
            ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 5, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("नमस्ते दुनिया", 5, "नमस्ते…"),
            ("🇮🇳🇮🇳🇮🇳", 4, "🇮🇳…"),
            ("abc", 1, "a"),
            ("日本", 1, ""),
            ("abc", 0, ""),
        ] {
            assert_eq!(shorten(text, columns, true), cut, "{text} in {columns}");
            assert!(width(&shorten(text, columns, true)) <= columns);
        }
        assert_eq!(shorten("longer", 5, false), "lo...");
    }
}
