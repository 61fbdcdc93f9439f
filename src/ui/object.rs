//! Objects: the parts of one thing, a line each, with what is long wrapped under its beginning.

use std::io::{self, Write};

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets::NOTHING};

use super::{Cell, Column, Format, Output, Value, delimited, escape::for_screen, json, shorten};

impl Output {
    /// Writes one object: its parts a line each, lists of objects as tables.
    pub fn object(&mut self, parts: &[(&'static str, Value)]) -> io::Result<()> {
        match self.format() {
            Format::Json | Format::Jsonl => {
                json::write(self.out(), &Value::Object(parts.to_vec()))?;
                self.out().write_all(b"\n")
            }
            Format::Csv => {
                let mut names = Vec::new();
                let mut cells = Vec::new();
                flatten("", parts, &mut names, &mut cells);
                self.out().write_all(&delimited::record(&names)?)?;
                self.out().write_all(&delimited::record(&cells)?)
            }
            Format::Table => {
                self.begin_paging();
                self.object_lines(parts)
            }
        }
    }

    fn object_lines(&mut self, parts: &[(&'static str, Value)]) -> io::Result<()> {
        let width = parts.iter().map(|(name, _)| name.len()).max().unwrap_or(0) + 2;
        for (name, value) in parts {
            let label = name.replace('_', " ");
            match value {
                Value::List(items) if items.iter().any(|item| matches!(item, Value::Object(_))) => {
                    self.heading(&label)?;
                    self.object_table(items)?;
                }
                Value::Object(inner) => {
                    self.heading(&label)?;
                    self.object_lines(inner)?;
                }
                other => {
                    let text = Cell::from(other.clone()).text(self.look());
                    self.labelled(&format!("{label}:"), &text, width)?;
                }
            }
        }
        Ok(())
    }

    /// A label and what belongs to it. On a terminal, what is longer than a line goes on under its
    /// beginning.
    fn labelled(&mut self, label: &str, text: &str, width: usize) -> io::Result<()> {
        let line = format!("{label:width$}{text}");
        let columns = self.screen().map_or(u16::MAX, |screen| screen.width);
        let labels = u16::try_from(width).unwrap_or(u16::MAX);
        if self.is_wide() || shorten::width(&line) <= columns || labels >= columns {
            return writeln!(self.out(), "{line}");
        }
        let mut table = Table::new();
        table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        table.add_row([label, text]);
        for (column, width) in table.column_iter_mut().zip([labels, columns - labels]) {
            column.set_padding((0, 0));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
        for line in table.lines() {
            writeln!(self.out(), "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn object_table(&mut self, items: &[Value]) -> io::Result<()> {
        let objects = items.iter().filter_map(|item| match item {
            Value::Object(parts) => Some(parts),
            _ => None,
        });
        let Some(first) = objects.clone().next() else { return Ok(()) };
        let columns = first.iter().zip(0..).map(|((name, _), at)| Column::new(name).rank(at));
        let mut grid = self.grid(columns.collect()).wrapped();
        for parts in objects {
            grid.row(parts.iter().map(|(_, value)| value.clone().into()).collect());
        }
        let text = grid.draw();
        self.out().write_all(text.as_bytes())
    }

    /// Writes a heading between tables; in other forms there is none.
    pub fn heading(&mut self, text: &str) -> io::Result<()> {
        if self.format() != Format::Table {
            return Ok(());
        }
        let style = super::Tone::Head.style();
        self.styled(&format!("\n{style}{}{style:#}\n", for_screen(text)))
    }
}

fn flatten(
    prefix: &str,
    parts: &[(&'static str, Value)],
    names: &mut Vec<String>,
    cells: &mut Vec<String>,
) {
    for (name, value) in parts {
        let name = format!("{prefix}{name}");
        match value {
            Value::Object(inner) => flatten(&format!("{name}."), inner, names, cells),
            other => {
                names.push(name);
                cells.push(delimited::cell(other));
            }
        }
    }
}
