//! Lines of text on a terminal: cells side by side, wrapped at words, each in its colour.

use std::io;

use anstyle::Style;

use super::{Cell, Output, Tone, mark::painted, shorten};
use crate::rules::privacy::safe_text::SafeText;

/// How many columns of a terminal a text takes.
#[must_use]
pub fn columns(text: &SafeText) -> u16 {
    shorten::width(&super::for_screen(text.as_str()))
}

impl Output {
    /// Writes cells on one line, `indent` columns from the left; what doesn't fit goes on under its
    /// beginning.
    pub fn line(&mut self, indent: u16, cells: &[Cell]) -> io::Result<()> {
        self.flow(" ".repeat(indent.into()), indent, cells)
    }

    /// Writes a label and, from `indent` on, what belongs to it.
    pub fn entry(&mut self, indent: u16, label: &Cell, cells: &[Cell]) -> io::Result<()> {
        let text = label.text(self.look());
        let gap = " ".repeat(indent.saturating_sub(shorten::width(&text)).max(1).into());
        let style = label.own_tone().map_or_else(Style::new, Tone::style);
        self.flow(painted(&text, style) + &gap, indent, cells)
    }

    fn flow(&mut self, mut text: String, indent: u16, cells: &[Cell]) -> io::Result<()> {
        self.begin_paging();
        let look = self.look();
        let columns = look.screen.filter(|_| !self.is_wide()).map_or(u16::MAX, |it| it.width);
        let mut used = indent;
        for cell in cells {
            let style = cell.own_tone().map_or_else(Style::new, Tone::style);
            let room = columns.saturating_sub(indent).max(1);
            let text_of = cell.text(look);
            // What is longer than a line goes on in the next: it is there to be read.
            let words = text_of.split(' ').flat_map(|word| {
                let is_long = shorten::width(word) > room;
                if is_long { shorten::wrap(word, room) } else { vec![word.to_owned()] }
            });
            for word in words {
                let width = shorten::width(&word);
                if used > indent && used.saturating_add(width + 1) > columns {
                    text = format!("{}\n{}", text.trim_end(), " ".repeat(indent.into()));
                    used = indent;
                }
                if used > indent {
                    text.push(' ');
                    used += 1;
                }
                text.push_str(&painted(&word, style));
                used += width;
            }
        }
        self.styled(&format!("{}\n", text.trim_end()))
    }
}
