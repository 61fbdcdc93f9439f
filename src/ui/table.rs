//! Tables for people: a header, columns two spaces apart, no frame.

use std::collections::HashMap;

use anstyle::Style;
use comfy_table::{ColumnConstraint, Table, Width, presets::NOTHING};

use super::{
    Cell, Column, Screen, Tone,
    cell::Look,
    column::{GAP, fit},
    escape::for_screen,
    mark::painted,
    shorten::{shorten, width, wrap},
};
use crate::rules::privacy::safe_text::SafeText;

/// Where a column stands among the cells of a row, and how wide it is. Made of the first rows, and
/// kept for all that follow.
#[derive(Clone, Copy)]
struct Placed {
    at: usize,
    width: u16,
    is_right: bool,
}

/// A table that is drawn part by part.
pub(super) struct Grid {
    columns: Vec<Column>,
    /// What stands above a column instead of its title.
    titles: HashMap<usize, SafeText>,
    rows: Vec<Vec<Cell>>,
    layout: Vec<Placed>,
    look: Look,
    is_styled: bool,
    /// How wide it may be.
    limit: Option<u16>,
    /// Whether it has no header.
    is_bare: bool,
    /// Whether long texts go on in lines below instead of being cut.
    wraps: bool,
}

impl Grid {
    pub(super) fn new(columns: Vec<Column>, look: Look, is_styled: bool, is_wide: bool) -> Self {
        let limit = look.screen.filter(|_| !is_wide).map(|screen| screen.width);
        Self {
            columns,
            titles: HashMap::new(),
            rows: Vec::new(),
            layout: Vec::new(),
            look,
            is_styled,
            limit,
            is_bare: false,
            wraps: false,
        }
    }

    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    pub(super) const fn without_header(mut self) -> Self {
        self.is_bare = true;
        self
    }

    pub(super) const fn wrapped(mut self) -> Self {
        self.wraps = true;
        self
    }

    pub(super) fn title(&mut self, at: usize, title: SafeText) {
        self.titles.insert(at, title);
    }

    /// How many rows wait to be drawn.
    pub(super) fn held(&self) -> usize {
        self.rows.len()
    }

    /// Draws what was added since the last time; the header stands above the first rows alone.
    pub(super) fn draw(&mut self) -> String {
        let text = |cell: &Cell| (cell.text(self.look), cell.own_tone(), cell.is_number());
        let rows: Vec<Vec<Text>> =
            self.rows.iter().map(|row| row.iter().map(text).collect()).collect();
        self.rows.clear();
        let mut text = String::new();
        if self.layout.is_empty() {
            self.place(&rows);
            let heading = |text: String| (text, Some(Tone::Head), None);
            let headings = self.headings().into_iter().map(heading).collect();
            let all: Vec<_> = (!self.is_bare).then_some(headings).into_iter().chain(rows).collect();
            self.draw_part(&all, &mut text);
        } else {
            self.draw_part(&rows, &mut text);
        }
        text
    }

    /// What stands above each column: for programs, always its field's name.
    fn headings(&self) -> Vec<String> {
        if self.is_bare {
            return vec![String::new(); self.columns.len()];
        }
        let heading = |(at, column): (usize, &Column)| match (self.titles.get(&at), column.title) {
            (Some(title), _) => for_screen(title.as_str()).into_owned(),
            (None, Some(title)) if self.look.screen.is_some() => title.to_owned(),
            _ => column.field.to_uppercase().replace('_', " "),
        };
        self.columns.iter().enumerate().map(heading).collect()
    }

    fn place(&mut self, rows: &[Vec<Text>]) {
        let mut natural: Vec<_> = self.headings().iter().map(|text| width(text)).collect();
        let mut numbers = vec![None; self.columns.len()];
        for cells in rows {
            for (at, (text, _, number)) in cells.iter().enumerate() {
                natural[at] = natural[at].max(width(text));
                numbers[at] = match (numbers[at], *number) {
                    (Some(before), Some(now)) => Some(before && now),
                    (before, now) => before.or(now),
                };
            }
        }
        if self.limit.is_some() {
            let most = self.columns.iter().map(|column| column.most);
            natural.iter_mut().zip(most).for_each(|(width, most)| *width = most.min(*width));
        }
        let widths = match self.limit {
            Some(limit) => fit(&self.columns, &natural, limit),
            None => natural.into_iter().enumerate().collect(),
        };
        let placed = |(at, width): (usize, u16)| {
            // What is for programs stays as they know it.
            let is_right = self.look.screen.is_some() && numbers[at] == Some(true);
            Placed { at, width, is_right }
        };
        self.layout = widths.into_iter().map(placed).collect();
    }

    fn draw_part(&self, rows: &[Vec<Text>], text: &mut String) {
        match self.look.screen {
            Some(screen) => {
                for row in rows {
                    self.draw_row(row, screen, text);
                }
            }
            None => self.draw_whole(rows, text),
        }
    }

    fn draw_row(&self, row: &[Text], screen: Screen, text: &mut String) {
        let lines = |placed: &Placed| {
            let cell = &row[placed.at].0;
            if self.wraps {
                return wrap(cell, placed.width);
            }
            vec![shorten(cell, placed.width, screen.is_utf8).into_owned()]
        };
        let cells: Vec<_> = self.layout.iter().map(lines).collect();
        for at in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let mut line = String::new();
            for (placed, lines) in self.layout.iter().zip(&cells) {
                let cell = lines.get(at).map_or("", String::as_str);
                self.draw_cell(cell, row[placed.at].1, *placed, &mut line);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }

    fn draw_cell(&self, text: &str, own: Option<Tone>, placed: Placed, line: &mut String) {
        let column = &self.columns[placed.at];
        let free = usize::from(placed.width.saturating_sub(width(text)));
        let left = match (column.is_centred, placed.is_right) {
            (true, _) => free / 2,
            (false, true) => free,
            (false, false) => 0,
        };
        line.extend(std::iter::repeat_n(' ', left));
        if !text.is_empty() {
            let tone = own.unwrap_or(column.tone);
            let style = if self.is_styled { tone.style() } else { Style::new() };
            line.push_str(&painted(text, style));
        }
        line.extend(std::iter::repeat_n(' ', free - left + usize::from(GAP)));
    }

    /// For a file or a pipe: whole values, also where those that follow are longer than the first.
    fn draw_whole(&self, rows: &[Vec<Text>], text: &mut String) {
        let mut table = Table::new();
        table.load_style(NOTHING);
        for row in rows {
            table.add_row(self.layout.iter().map(|placed| row[placed.at].0.as_str()));
        }
        for (column, placed) in table.column_iter_mut().zip(&self.layout) {
            column.set_padding((0, GAP));
            let width = Width::Fixed(placed.width.saturating_add(GAP));
            column.set_constraint(ColumnConstraint::LowerBoundary(width));
        }
        for line in table.lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
}

/// A cell's text, its colour if it has its own, and whether it is a number.
type Text = (String, Option<Tone>, Option<bool>);
