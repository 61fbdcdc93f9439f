//! Lists: rows of the same fields, written one by one.

use std::io::{self, Write};

use super::{Cell, Column, Format, Output, Value, delimited, json, table::Grid};
use crate::rules::privacy::safe_text::SafeText;

/// How many rows a table lays out together. The widths of the first block hold for all that follow,
/// so that memory stays in bounds.
const TABLE_BLOCK: usize = 1000;

impl Output {
    /// Begins a list with these columns, in the order of data; `selected` are the places of those
    /// to write, in order.
    pub fn rows(&mut self, columns: &[Column], selected: Option<&[usize]>) -> Listing<'_> {
        self.begin_paging();
        Listing::new(self, columns, selected)
    }

    /// Begins a list with fields whose look nobody described: the last leave first.
    pub fn list(&mut self, fields: &[&'static str], selected: Option<&[usize]>) -> Listing<'_> {
        let columns = fields.iter().zip(0..).map(|(field, at)| Column::new(field).rank(at));
        self.rows(&columns.collect::<Vec<_>>(), selected)
    }

    /// Begins a table for the terminal, whose cells are its own.
    pub fn sheet(&mut self, columns: &[Column]) -> Sheet<'_> {
        self.begin_paging();
        Sheet::new(self, columns)
    }

    /// The same without a header, for what its rows tell by themselves.
    pub fn bare_sheet(&mut self, columns: &[Column]) -> Sheet<'_> {
        self.sheet(columns).without_header()
    }
}

/// A list being written, row by row.
pub struct Listing<'o> {
    output: &'o mut Output,
    /// The fields that are written: name and place in the row.
    fields: Vec<(&'static str, usize)>,
    /// The same for JSON.
    objects: json::Fields,
    /// How they look on a terminal, in the same order.
    columns: Vec<Column>,
    /// The table, from the first row on.
    grid: Option<Grid>,
    written: u64,
}

impl<'o> Listing<'o> {
    /// Of these columns; `selected` are the places of those that were asked for.
    pub(super) fn new(
        output: &'o mut Output,
        columns: &[Column],
        selected: Option<&[usize]>,
    ) -> Self {
        let mut places: Vec<_> = match selected {
            Some(selected) => selected.to_vec(),
            None => (0..columns.len()).collect(),
        };
        if selected.is_none() && output.is_screen() {
            places.sort_by_key(|at| columns[*at].order());
        }
        let looks = places.iter().map(|at| match selected {
            // What was asked for stays, however narrow it is.
            Some(_) => columns[*at].rank(0).least(1),
            None => columns[*at],
        });
        let looks = looks.collect();
        let fields: Vec<_> = places.iter().map(|at| (columns[*at].field, *at)).collect();
        let objects = json::Fields::new(&fields);
        Listing { output, fields, objects, columns: looks, grid: None, written: 0 }
    }

    /// Adds a row: a cell for each of the list's fields, in their order.
    pub fn row(&mut self, cells: Vec<Value>) -> io::Result<()> {
        self.written += 1;
        match self.output.format() {
            Format::Table => {
                let mut cells: Vec<_> = cells.into_iter().map(Some).collect();
                let cell = |at: usize| cells[at].take().unwrap_or(Value::Null).into();
                let cells = self.fields.iter().map(|(_, at)| *at).map(cell).collect();
                let grid = self.grid();
                grid.row(cells);
                if grid.held() == TABLE_BLOCK {
                    self.draw()?;
                }
                Ok(())
            }
            Format::Json => {
                let open: &[u8] = if self.written == 1 { b"[\n  " } else { b",\n  " };
                self.output.out().write_all(open)?;
                self.write_object(&cells)
            }
            Format::Jsonl => {
                self.write_object(&cells)?;
                self.output.out().write_all(b"\n")
            }
            Format::Csv => {
                if self.written == 1 {
                    self.write_csv_header()?;
                }
                let cells = self.fields.iter().map(|(_, at)| delimited::cell(&cells[*at]));
                self.output.out().write_all(&delimited::record(cells)?)
            }
        }
    }

    /// Ends the list. Gives the number of rows.
    pub fn end(mut self) -> io::Result<u64> {
        match self.output.format() {
            Format::Table => self.draw()?,
            Format::Json if self.written == 0 => self.output.out().write_all(b"[]\n")?,
            Format::Json => self.output.out().write_all(b"\n]\n")?,
            Format::Csv if self.written == 0 => self.write_csv_header()?,
            Format::Jsonl | Format::Csv => {}
        }
        Ok(self.written)
    }

    fn write_object(&mut self, cells: &[Value]) -> io::Result<()> {
        self.objects.write(self.output.out(), cells)
    }

    fn write_csv_header(&mut self) -> io::Result<()> {
        let names = self.fields.iter().map(|(name, _)| *name);
        self.output.out().write_all(&delimited::record(names)?)
    }

    fn grid(&mut self) -> &mut Grid {
        let Self { output, columns, grid, .. } = self;
        grid.get_or_insert_with(|| output.grid(std::mem::take(columns)))
    }

    fn draw(&mut self) -> io::Result<()> {
        match &mut self.grid {
            Some(grid) if grid.held() > 0 => {
                let text = grid.draw();
                self.output.out().write_all(text.as_bytes())
            }
            _ => Ok(()),
        }
    }
}

/// A table for a terminal, with cells of its own and groups: for what is laid out otherwise than its
/// data.
pub struct Sheet<'o> {
    output: &'o mut Output,
    grid: Grid,
}

impl<'o> Sheet<'o> {
    pub(super) fn new(output: &'o mut Output, columns: &[Column]) -> Self {
        let grid = output.grid(columns.to_vec());
        Self { output, grid }
    }

    pub(super) fn without_header(mut self) -> Self {
        self.grid = self.grid.without_header();
        self
    }

    /// Adds a row, with a cell for each column.
    pub fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        self.grid.row(cells);
        if self.grid.held() >= TABLE_BLOCK { self.draw() } else { Ok(()) }
    }

    /// Puts another title above a column.
    pub fn title(&mut self, at: usize, title: SafeText) {
        self.grid.title(at, title);
    }

    /// Ends the table.
    pub fn end(mut self) -> io::Result<()> {
        self.draw()
    }

    fn draw(&mut self) -> io::Result<()> {
        let text = self.grid.draw();
        self.output.out().write_all(text.as_bytes())
    }
}
