//! Lists of contacts: Interakt's, which anybody may have made, and our own, which `contact export`
//! writes and this reads back byte for byte. What is read here is a row; whether it makes a contact
//! is not decided here.

pub mod cell;
mod column;
mod number;
mod object;
mod record;
mod row;

use std::io::{self, BufRead, Read};

use self::column::{Column, OWN_MARK};
pub use self::{
    column::{FIXED, LAST, TRAITS, trait_name},
    number::number,
    record::written_tags,
    row::Row,
};
use super::list::{About, Form, List, Next, Problem, Raw, Rejects, Sheet, Stop};

const ABOUT: About = About { knows: Column::is_known, example: "name,phone,opted_in,city" };

/// A reader of contacts. It holds one row at a time.
pub struct Reader<R: Read> {
    sheet: Sheet<R>,
    columns: Vec<Column>,
    /// Whether it is a list of our own, in which every byte counts.
    is_own: bool,
}

impl<R: BufRead> Reader<R> {
    /// Reads the beginning of a list, as far as needed to know its form and its columns.
    ///
    /// # Errors
    /// An encoding that isn't UTF-8, and whatever is wrong with the header.
    pub fn open(input: R) -> Result<Reader<impl BufRead>, Stop> {
        let sheet = Sheet::open(input, &ABOUT)?;
        let is_own = match sheet.header() {
            Some(header) => header.iter().any(|name| name == OWN_MARK.as_bytes()),
            None => true,
        };
        let columns = sheet.header().map(|header| column::columns(header, is_own)).transpose();
        let columns = columns.map_err(Stop::Problem)?.unwrap_or_default();
        Ok(Reader { sheet, columns, is_own })
    }
}

impl<R: BufRead> List for Reader<R> {
    type Row = Row;

    fn next(&mut self, row: &mut Row) -> Result<Next, Stop> {
        row.clear();
        let filled: Result<(), Problem> = match self.sheet.next(&mut row.raw)? {
            Next::Row if self.sheet.form() == Form::Lines => object::fill(row),
            Next::Row => record::fill(row, &self.columns, self.is_own),
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
