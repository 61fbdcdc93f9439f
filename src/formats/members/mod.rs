//! Lists of members from outside: CSV as spreadsheets write it, and JSON, an object a line. What
//! is read here is cells; whether they make a member is not decided here.

mod budget;
mod cell;
mod column;
mod delimited;
mod lines;
mod rejects;
mod row;

use std::io::{self, BufRead, Read};

use self::{budget::Budget, delimited::Delimited, lines::Lines};
pub use self::{
    column::Column,
    rejects::Rejects,
    row::{Problem, Row},
};

/// The longest row that is read, in bytes. What is longer is no row, but a quote left open.
const LONGEST_ROW: u64 = 1 << 20;

/// In which form a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Cells under a header, with this byte between them.
    Delimited(u8),
    /// A JSON object a line.
    Lines,
}

/// A reader of either form. It holds one row at a time.
pub struct Reader<R: Read> {
    source: Source<R>,
}

enum Source<R: Read> {
    Delimited(Box<Delimited<R>>),
    Lines(Lines<R>),
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

impl<R: BufRead> Reader<R> {
    /// Reads the beginning of a list, as far as needed to know its form and its columns.
    ///
    /// # Errors
    /// An encoding that isn't UTF-8, and whatever is wrong with the header.
    pub fn open(mut input: R) -> Result<Reader<impl BufRead>, Stop> {
        let mark = input.fill_buf()?;
        let is_wide = mark.starts_with(&[0xff, 0xfe]) || mark.starts_with(&[0xfe, 0xff]);
        if is_wide {
            return Err(Stop::Problem(Problem::of_line(
                1,
                "the file is in UTF-16",
                "save it as UTF-8: \"CSV UTF-8\" in a spreadsheet",
            )));
        }
        if mark.starts_with("\u{feff}".as_bytes()) {
            input.consume(3);
        }
        let mut input = Budget::new(input, LONGEST_ROW);
        let is_json = first_visible(&mut input)?.is_some_and(|byte| matches!(byte, b'{' | b'['));
        let source = if is_json {
            Source::Lines(Lines::new(input))
        } else {
            Source::Delimited(Box::new(Delimited::open(input)?))
        };
        Ok(Reader { source })
    }
}

/// The first byte that isn't white space, which is left to be read. A beginning that is longer
/// than a buffer and all white counts as one that is none.
fn first_visible(input: &mut impl BufRead) -> io::Result<Option<u8>> {
    Ok(input.fill_buf()?.iter().copied().find(|byte| !byte.is_ascii_whitespace()))
}

impl<R: BufRead> Reader<R> {
    /// In which form the list is.
    #[must_use]
    pub fn form(&self) -> Form {
        match &self.source {
            Source::Delimited(reader) => Form::Delimited(reader.delimiter()),
            Source::Lines(_) => Form::Lines,
        }
    }

    /// Reads the next row into `row`, whose place in memory is used again.
    ///
    /// # Errors
    /// What makes the rest unreadable.
    pub fn next(&mut self, row: &mut Row) -> Result<Next, Stop> {
        match &mut self.source {
            Source::Delimited(reader) => reader.next(row),
            Source::Lines(reader) => reader.next(row),
        }
    }

    /// How many bytes were read.
    #[must_use]
    pub fn position(&self) -> u64 {
        match &self.source {
            Source::Delimited(reader) => reader.position(),
            Source::Lines(reader) => reader.position(),
        }
    }

    /// A writer for rows of this list that can't be taken: in its form, with their problem.
    pub fn rejects<W: io::Write>(&self, out: W) -> io::Result<Rejects<W>> {
        match &self.source {
            Source::Delimited(reader) => {
                Rejects::delimited(out, reader.delimiter(), reader.header())
            }
            Source::Lines(_) => Ok(Rejects::lines(out)),
        }
    }
}
