//! Lists from outside, whatever they are lists of: CSV as spreadsheets write it, Excel workbooks, and
//! JSON objects. Here they are split into rows and their columns are named, and rows
//! that can't be taken are written down. What stands in a row is read by `members` and `contacts`.

mod budget;
mod delimited;
mod field;
mod header;
mod lines;
mod object;
mod problem;
mod rejects;
mod workbook;

use std::io::{self, BufRead, Read};

use csv::ByteRecord;

use self::{budget::Budget, delimited::Delimited, lines::Lines, workbook::Workbook};
pub use self::{
    field::Field,
    header::{LeftOut, Mapping},
    problem::Problem,
    rejects::Rejects,
};
pub(in crate::formats) use self::{
    header::{Column, columns},
    object::{Cell, Parts, float, parts},
};

use super::wide::Text;

/// What helps where a list isn't in UTF-8.
pub(in crate::formats) const SAVE_AS_UTF_8: &str =
    "save the file as UTF-8: \"CSV UTF-8\" in a spreadsheet";

/// The longest row that is read, in bytes. What is longer is no row, but a quote left open.
const LONGEST_ROW: u64 = 1 << 20;

/// A list that is read row by row.
pub trait List {
    /// One of its rows. One value serves for all of them.
    type Row: Default;

    /// Reads the next row into `row`, whose place in memory is used again.
    ///
    /// # Errors
    /// What makes the rest unreadable.
    fn next(&mut self, row: &mut Self::Row) -> Result<Next, Stop>;

    /// How many bytes were read.
    fn position(&self) -> u64;

    /// A writer for rows of this list that can't be taken: in its form, with their problem.
    ///
    /// # Errors
    /// The operating system's.
    fn rejects<W: io::Write>(&self, out: W) -> io::Result<Rejects<W>>;

    /// A row as it stood in the list.
    fn raw(row: &Self::Row) -> &Raw;

    /// The cells that were left out so far, since their column has no meaning here.
    fn left_out(&self) -> &LeftOut;
}

/// A row as it stood in the list.
#[derive(Debug, Default)]
pub struct Raw {
    /// On which line it begins, counted from 1.
    pub(in crate::formats) line: u64,
    /// The cells of a delimited row.
    pub(in crate::formats) record: ByteRecord,
    /// A JSON line.
    pub(in crate::formats) text: Vec<u8>,
}

/// A reader of rows in either form. It holds one row at a time.
pub(in crate::formats) struct Sheet<R: Read> {
    source: Source<R>,
}

enum Source<R: Read> {
    Delimited(Box<Delimited<R>>),
    Lines(Lines<R>),
    Workbook(Workbook),
}

/// What came of reading on.
pub enum Next {
    /// A row, whose cells can be read.
    Row,
    /// A row that can't be taken, and why. The next may be well again.
    Bad(Problem),
    /// The end.
    End,
}

/// Why a list can't be read on.
#[derive(Debug)]
pub enum Stop {
    /// What stands there makes what follows unreadable too.
    Problem(Problem),
    /// The operating system.
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl<R: BufRead> Sheet<R> {
    /// Reads the beginning of a list, as far as needed to know its form and its header.
    ///
    /// # Errors
    /// No header. `example` is one.
    pub(in crate::formats) fn open(
        mut input: R,
        example: &str,
    ) -> Result<Sheet<impl BufRead + use<R>>, Stop> {
        if input.fill_buf()?.starts_with(workbook::MARK) {
            return Ok(Sheet { source: Source::Workbook(Workbook::open(input)?) });
        }
        let input = Text::new(input)?;
        let mut input = Budget::new(input, LONGEST_ROW);
        let is_json = first_visible(&mut input)?.is_some_and(|byte| matches!(byte, b'{' | b'['));
        let source = if is_json {
            Source::Lines(Lines::new(input))
        } else {
            Source::Delimited(Box::new(Delimited::open(input, example)?))
        };
        Ok(Sheet { source })
    }
}

/// The first byte that isn't white space, which is left to be read. A beginning that is longer
/// than a buffer and all white counts as one that is none.
fn first_visible(input: &mut impl BufRead) -> io::Result<Option<u8>> {
    Ok(input.fill_buf()?.iter().copied().find(|byte| !byte.is_ascii_whitespace()))
}

impl<R: BufRead> Sheet<R> {
    /// The names of the columns; objects have none.
    pub(in crate::formats) fn header(&self) -> Option<&ByteRecord> {
        match &self.source {
            Source::Delimited(reader) => Some(reader.header()),
            Source::Workbook(reader) => Some(reader.header()),
            Source::Lines(_) => None,
        }
    }

    /// Reads the next row; of cells, as many as the header has.
    pub(in crate::formats) fn next(&mut self, raw: &mut Raw) -> Result<Next, Stop> {
        match &mut self.source {
            Source::Delimited(reader) => reader.next(raw),
            Source::Lines(reader) => reader.next(raw),
            Source::Workbook(reader) => Ok(reader.next(raw)),
        }
    }

    pub(in crate::formats) fn position(&self) -> u64 {
        match &self.source {
            Source::Delimited(reader) => reader.position(),
            Source::Lines(reader) => reader.position(),
            Source::Workbook(reader) => reader.position(),
        }
    }

    /// What was left out before any column was read.
    pub(in crate::formats) fn left_out(&self) -> LeftOut {
        match &self.source {
            Source::Workbook(reader) => reader.left_out().clone(),
            Source::Delimited(_) | Source::Lines(_) => LeftOut::default(),
        }
    }

    pub(in crate::formats) fn rejects<W: io::Write>(&self, out: W) -> io::Result<Rejects<W>> {
        match &self.source {
            Source::Delimited(reader) => {
                Rejects::delimited(out, reader.delimiter(), reader.header())
            }
            Source::Workbook(reader) => Rejects::delimited(out, b',', reader.header()),
            Source::Lines(_) => Ok(Rejects::lines(out)),
        }
    }
}
