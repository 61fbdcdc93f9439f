//! Lists of members from outside, as spreadsheets and programs write them. What is read here is
//! cells; whether they make a member is not decided here.

mod cell;
mod column;
mod object;
mod record;
mod row;

use std::io::{self, BufRead, Read};

pub use self::{column::Column, row::Row};
use super::list::{About, Form, List, Next, Problem, Raw, Rejects, Sheet, Stop};

const ABOUT: About = About {
    knows: |name| Column::from_name(name).is_some(),
    example: "email,name,phone,role,team",
};

/// A reader of members. It holds one row at a time.
pub struct Reader<R: Read> {
    sheet: Sheet<R>,
    columns: Vec<Column>,
}

impl<R: BufRead> Reader<R> {
    /// Reads the beginning of a list, as far as needed to know its form and its columns.
    ///
    /// # Errors
    /// An encoding that isn't UTF-8, and whatever is wrong with the header.
    pub fn open(input: R) -> Result<Reader<impl BufRead>, Stop> {
        let sheet = Sheet::open(input, &ABOUT)?;
        let columns = sheet.header().map(|header| record::columns(1, header)).transpose();
        let columns = columns.map_err(Stop::Problem)?.unwrap_or_default();
        Ok(Reader { sheet, columns })
    }
}

impl<R: BufRead> Reader<R> {
    /// In which form the list is.
    #[must_use]
    pub fn form(&self) -> Form {
        self.sheet.form()
    }
}

impl<R: BufRead> List for Reader<R> {
    type Row = Row;

    fn next(&mut self, row: &mut Row) -> Result<Next, Stop> {
        row.clear();
        let filled: Result<(), Problem> = match self.sheet.next(&mut row.raw)? {
            Next::Row if self.sheet.form() == Form::Lines => object::fill(row),
            Next::Row => record::fill(row, &self.columns),
            other => return Ok(other),
        };
        Ok(filled.map_or_else(Next::Bad, |()| Next::Row))
    }

    fn position(&self) -> u64 {
        self.sheet.position()
    }

    fn rejects<W: io::Write>(&self, out: W) -> io::Result<Rejects<W>> {
        self.sheet.rejects(out)
    }

    fn raw(row: &Row) -> &Raw {
        &row.raw
    }
}
