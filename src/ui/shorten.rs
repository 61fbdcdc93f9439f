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

/// The text on lines of at most that many columns, parted between words where that can be.
pub(super) fn wrap(text: &str, columns: u16) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let mut rest = word;
        if used > 0 && used + 1 + width(rest) > columns {
            lines.push(String::new());
            used = 0;
        } else if used > 0 {
            push(&mut lines, " ");
            used += 1;
        }
        // A word that is longer than a line is parted between characters.
        while width(rest) > columns.saturating_sub(used) {
            let fits = rest.grapheme_indices(true).scan(used, |taken, (at, grapheme)| {
                *taken += width(grapheme);
                (*taken <= columns).then_some(at + grapheme.len())
            });
            let first = rest.graphemes(true).next().map_or(0, str::len);
            let end = fits.last().unwrap_or(first);
            push(&mut lines, &rest[..end]);
            rest = &rest[end..];
            lines.push(String::new());
            used = 0;
            if rest.is_empty() {
                break;
            }
        }
        push(&mut lines, rest);
        used += width(rest);
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
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

    #[test]
    fn a_text_is_wrapped_between_words_where_it_can_be() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("a verylongword b", 5), ["a", "veryl", "ongwo", "rd b"]);
        assert_eq!(wrap("日本語テキスト", 5), ["日本", "語テ", "キス", "ト"]);
        assert_eq!(wrap("日本", 1), ["日", "本"]);
        assert_eq!(wrap("", 5), Vec::<String>::new());
    }
}
