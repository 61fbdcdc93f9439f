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
        self.flow(painted(&text, style_of(label)) + &gap, indent, cells)
    }

    /// Writes a page of text in lines that the terminal has room for: paragraphs, and below them what is
    /// set in, which goes on under the beginning of what stands behind two spaces.
    pub fn prose(&mut self, text: &str) -> io::Result<()> {
        let columns = match self.screen() {
            Some(screen) if text.lines().any(|line| shorten::width(line) > screen.width) => {
                screen.width
            }
            _ => return self.text(text),
        };
        let mut blocks: Vec<String> = Vec::new();
        let mut is_open = false;
        for line in text.lines() {
            let depth = line.len() - line.trim_start().len();
            // A paragraph goes on at the margin, and what is set in goes on further in.
            let last = blocks.last_mut().filter(|last| {
                let above = last.len() - last.trim_start().len();
                is_open && (depth > above || (depth, above) == (0, 0))
            });
            is_open = !line.is_empty();
            match last {
                Some(last) if is_open && (depth > 2 || depth == 0) => {
                    last.push(' ');
                    last.push_str(line.trim_start());
                }
                _ => blocks.push(line.to_owned()),
            }
        }
        for block in blocks {
            let start = block.len() - block.trim_start().len();
            let behind = block[start..].find("  ").map_or(start, |at| {
                start + at + (block[start + at..].len() - block[start + at..].trim_start().len())
            });
            let hang = if usize::from(columns) > behind + 10 { behind } else { start };
            let room = columns.saturating_sub(u16::try_from(hang).unwrap_or(columns)).max(1);
            let rest = shorten::wrap(&block[hang..], room);
            let text = rest.join(&format!("\n{}", " ".repeat(hang)));
            self.text(&format!("{}{text}\n", &block[..hang]))?;
        }
        Ok(())
    }

    fn flow(&mut self, begun: String, indent: u16, cells: &[Cell]) -> io::Result<()> {
        self.begin_paging();
        let look = self.look();
        let columns = look.screen.filter(|_| !self.is_wide()).map_or(u16::MAX, |it| it.width);
        let mut flow = Flow { indent, columns, used: indent, runs: vec![(Style::new(), begun)] };
        for cell in cells {
            flow.cell(&cell.text(look), style_of(cell), cell.is_marked());
        }
        self.styled(&flow.end())
    }
}

fn style_of(cell: &Cell) -> Style {
    cell.own_tone().map_or_else(Style::new, Tone::style)
}

/// Words on their way into lines. What stands side by side in one style is painted once.
struct Flow {
    indent: u16,
    columns: u16,
    used: u16,
    runs: Vec<(Style, String)>,
}

impl Flow {
    /// Adds a cell's text. A symbol and what it marks stay on one line where a line has the room.
    fn cell(&mut self, text: &str, style: Style, is_marked: bool) {
        let room = self.columns.saturating_sub(self.indent).max(1);
        let whole = shorten::width(text);
        if is_marked && whole <= room && !self.has_room(whole) {
            self.next_line();
        }
        for word in text.split(' ') {
            // What is longer than a line goes on in the next: it is there to be read.
            if shorten::width(word) > room {
                for part in shorten::wrap(word, room) {
                    self.word(&part, style);
                }
            } else {
                self.word(word, style);
            }
        }
    }

    fn word(&mut self, word: &str, style: Style) {
        let width = shorten::width(word);
        if !self.has_room(width) {
            self.next_line();
        }
        if self.used > self.indent {
            let is_within = self.runs.last().is_some_and(|(before, _)| *before == style);
            self.put(" ", if is_within { style } else { Style::new() });
            self.used += 1;
        }
        self.put(word, style);
        self.used += width;
    }

    /// Whether a word of that width fits behind what stands on the line.
    const fn has_room(&self, width: u16) -> bool {
        self.used <= self.indent || self.used.saturating_add(width + 1) <= self.columns
    }

    fn next_line(&mut self) {
        self.trim();
        self.put(&format!("\n{}", " ".repeat(self.indent.into())), Style::new());
        self.used = self.indent;
    }

    fn put(&mut self, text: &str, style: Style) {
        match self.runs.last_mut() {
            Some((before, run)) if *before == style => run.push_str(text),
            _ => self.runs.push((style, text.to_owned())),
        }
    }

    fn trim(&mut self) {
        while let Some((_, run)) = self.runs.last_mut() {
            run.truncate(run.trim_end_matches(' ').len());
            if !run.is_empty() {
                break;
            }
            self.runs.pop();
        }
    }

    fn end(mut self) -> String {
        self.trim();
        let runs = self.runs.iter().map(|(style, text)| painted(text, *style));
        runs.chain(["\n".to_owned()]).collect()
    }
}
