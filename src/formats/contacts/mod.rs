//! Lists of contacts: anybody's, and our own, which `contact export` writes and this reads back byte
//! for byte. What is read here is a row; whether it makes a contact is not decided here.

pub mod cell;
mod column;
mod row;

use std::{
    borrow::Cow,
    io::{self, BufRead, Read},
};

pub(in crate::formats) use self::row::yes_or_no;
pub use self::{
    column::{FIXED, LAST, TRAITS, trait_name},
    row::{Row, written_tags},
};
use self::{
    column::{OWN_MARK, any_column, own_column},
    row::EXAMPLE,
};
use super::list::{
    Cell, Column, Field, LeftOut, List, Mapping, Next, Problem, Raw, Rejects, SAVE_AS_UTF_8, Sheet,
    Stop, columns, parts,
};

/// A reader of contacts. It holds one row at a time.
pub struct Reader<R: Read> {
    sheet: Sheet<R>,
    columns: Vec<Column>,
    map: Vec<Mapping>,
    left_out: LeftOut,
    /// Whether it is a list of our own, in which every byte counts.
    is_own: bool,
}

impl<R: BufRead> Reader<R> {
    /// Reads the beginning of a list, as far as needed to know its form and its columns.
    ///
    /// # Errors
    /// An encoding that isn't UTF-8, and whatever is wrong with the header.
    pub fn open(input: R, map: &[Mapping]) -> Result<Reader<impl BufRead + use<R>>, Stop> {
        let sheet = Sheet::open(input, "name,phone,opted_in,city")?;
        let (mut all, mut is_own) = (Vec::new(), false);
        if let Some(header) = sheet.header() {
            is_own = map.is_empty() && header.iter().any(|name| name == OWN_MARK.as_bytes());
            let of = |name: &str| {
                if is_own {
                    own_column(&cell::read(name).unwrap_or_default())
                } else {
                    any_column(name, map)
                }
            };
            all = columns(header, map, of).map_err(Stop::Problem)?;
            if !all.iter().any(|column| matches!(column, Column::Known(Field::Phone(_), _))) {
                return Err(Stop::Problem(without_number(&all)));
            }
        }
        let left_out = sheet.left_out();
        Ok(Reader { sheet, columns: all, map: map.to_vec(), left_out, is_own })
    }

    fn fill_from_record(&mut self, row: &mut Row) -> Result<(), Problem> {
        row.is_own = self.is_own;
        let record = std::mem::take(&mut row.raw.record);
        let mut filled = Ok(());
        for (place, (bytes, column)) in record.iter().zip(&self.columns).enumerate() {
            let Some(text) = text(row.raw.line, column, bytes, self.is_own).transpose() else {
                continue;
            };
            let is_unread = |column: &Column| {
                matches!(column, Column::Nameless | Column::Known(Field::Problem, _))
            };
            if is_unread(column) && text.is_ok() {
                self.left_out.count(place, column);
            }
            filled = text.and_then(|text| row.take(column, text));
            if filled.is_err() {
                break;
            }
        }
        row.raw.record = record;
        filled
    }

    fn fill_from_object(&mut self, row: &mut Row) -> Result<(), Problem> {
        let mut seen: Vec<Column> = Vec::new();
        for (name, cell) in parts(&row.raw, EXAMPLE)?.0 {
            let own = own_column(&name);
            let column = match own {
                Column::Other(_) => any_column(&name, &self.map),
                own => own,
            };
            if matches!((&column, &cell), (Column::Known(Field::Problem, _), Cell::Text(_))) {
                self.left_out.count(0, &column);
            }
            if seen.iter().any(|known| known.is_again(&column)) {
                return Err(again(row.raw.line, &column, &name));
            }
            row.take_part(&column, cell)?;
            seen.push(column);
        }
        Ok(())
    }
}

impl<R: BufRead> List for Reader<R> {
    type Row = Row;

    fn next(&mut self, row: &mut Row) -> Result<Next, Stop> {
        row.clear();
        let filled = match self.sheet.next(&mut row.raw)? {
            Next::Row if self.sheet.header().is_none() => self.fill_from_object(row),
            Next::Row => self.fill_from_record(row),
            other => return Ok(other),
        };
        row.end();
        let filled = filled.and_then(|()| row.require_storable());
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

    fn left_out(&self) -> &LeftOut {
        &self.left_out
    }
}

/// What stands in a cell; `None` where nothing does.
fn text<'c>(
    line: u64,
    column: &Column,
    bytes: &'c [u8],
    is_own: bool,
) -> Result<Option<Cow<'c, str>>, Problem> {
    // What is left of a line's end that is written as two characters.
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| {
        let shown = String::from_utf8_lossy(bytes);
        Problem::of_cell(line, column.key(), &shown, "is not in UTF-8", SAVE_AS_UTF_8)
    })?;
    if is_own {
        return Ok(cell::read(text));
    }
    let text = cell::without_mark(text.trim());
    Ok((!text.is_empty()).then_some(Cow::Borrowed(text)))
}

/// A key that stands twice in an object: which of its values was meant, nobody can say.
fn again(line: u64, column: &Column, name: &str) -> Problem {
    Problem::of_cell(line, column.key(), name, "stands twice", "keep one of the two")
}

/// No column holds numbers; one that may is named.
fn without_number(columns: &[Column]) -> Problem {
    let may_hold = |name: &&String| {
        let name = name.to_lowercase();
        ["phone", "mobile", "whatsapp", "tel", "number", "contact"]
            .iter()
            .any(|it| name.contains(it))
    };
    let names = columns.iter().filter_map(|column| match column {
        Column::Other(name) => Some(name),
        _ => None,
    });
    let name = names.into_iter().find(may_hold).map_or("COLUMN", String::as_str);
    Problem::of_line(
        1,
        "no column is called `phone` or `Phone Number`",
        format!("say which one holds the numbers with `--map \"{name}=phone\"`"),
    )
}
