//! CSV, whatever stands between its cells: commas, semicolons, tabs or bars, as the header shows.

use std::io::{BufRead, Chain, Cursor, Read};

use csv::{ByteRecord, ReaderBuilder, Terminator};

use super::{
    Field, Next, Problem, Raw, Stop,
    budget::{Budget, Meter},
};
use crate::rules::counted::counted;

/// What may stand between cells; the first wins where the header doesn't tell.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How much of the header is looked at to find what stands between its cells.
const LONGEST_HEADER: u64 = 1 << 16;

/// The list with its first line put back before it, and a line's end behind it.
type Whole<R> = Chain<Chain<Cursor<Vec<u8>>, Budget<R>>, &'static [u8]>;

/// A reader of rows under a header.
pub(super) struct Delimited<R: Read> {
    reader: csv::Reader<Whole<R>>,
    meter: Meter,
    delimiter: u8,
    header: ByteRecord,
}

impl<R: BufRead> Delimited<R> {
    pub(super) fn open(mut input: Budget<R>, example: &str) -> Result<Self, Stop> {
        let meter = input.meter();
        let mut first = Vec::new();
        (&mut input).take(LONGEST_HEADER).read_until(b'\n', &mut first)?;
        // Excel's own line, which says what stands between cells. An empty one counts in its place.
        let said = match *first.trim_ascii() {
            [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] => Some(delimiter),
            _ => None,
        };
        if said.is_some() {
            first = b"\n".to_vec();
            (&mut input).take(LONGEST_HEADER).read_until(b'\n', &mut first)?;
        }
        let delimiter = said.unwrap_or_else(|| delimiter_of(&first));
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            // A carriage return before the line's end is trimmed off with other white space: so
            // every row ends with a line's end, the last one too, and lines can be counted back.
            .terminator(Terminator::Any(b'\n'))
            .from_reader(Cursor::new(first).chain(input).chain(&b"\n"[..]));
        let mut header = ByteRecord::new();
        let is_there =
            reader.read_byte_record(&mut header).map_err(|error| stop(&meter, 1, error))?;
        if !is_there {
            return Err(Stop::Problem(Problem::of_line(
                1,
                "the file is empty",
                format!("the first line names the columns, such as `{example}`"),
            )));
        }
        meter.refill();
        Ok(Self { reader, meter, delimiter, header })
    }

    pub(super) const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    pub(super) const fn header(&self) -> &ByteRecord {
        &self.header
    }

    pub(super) fn position(&self) -> u64 {
        self.meter.total()
    }

    pub(super) fn next(&mut self, row: &mut Raw) -> Result<Next, Stop> {
        loop {
            let line = self.reader.position().line();
            let read = self.reader.read_byte_record(&mut row.record);
            let is_there = read.map_err(|error| stop(&self.meter, line, error))?;
            if !is_there {
                return Ok(Next::End);
            }
            self.meter.refill();
            if !is_blank(&row.record) {
                break;
            }
        }
        // The position that the library gives to a row is that of the blank lines before it.
        row.line = self.reader.position().line().saturating_sub(1 + inner_lines(&row.record));
        if self.is_cut_short(row) {
            return Err(Stop::Problem(Problem::of_line(
                // It has swallowed also the end of its last line.
                row.line + 1,
                "a quotation mark is opened here and never closed",
                "close it, or write it twice where it is part of the text",
            )));
        }
        let (found, expected) = (row.record.len(), self.header.len());
        if found != expected {
            return Ok(Next::Bad(Problem::of_line(
                row.line,
                format!("has {} where the header has {expected}", counted(found, "cell")),
                "put a cell that holds a separator into quotation marks",
            )));
        }
        Ok(Next::Row)
    }

    /// Whether the end of the file ended this row, in the middle of a cell in quotation marks: then
    /// the end of the last line, which was put behind the file, is part of the cell.
    fn is_cut_short(&self, row: &Raw) -> bool {
        self.meter.ended_in_quotes()
            && row.record.iter().next_back().is_some_and(|last| last.ends_with(b"\n"))
    }
}

fn is_blank(record: &ByteRecord) -> bool {
    record.iter().all(|cell| cell.trim_ascii().is_empty())
}

/// How many line ends stand inside of a row's cells.
fn inner_lines(record: &ByteRecord) -> u64 {
    record.as_slice().iter().fold(0, |count, byte| count + u64::from(*byte == b'\n'))
}

fn stop(meter: &Meter, line: u64, error: csv::Error) -> Stop {
    if meter.is_spent() {
        return Stop::Problem(Problem::of_line(
            line,
            "the row that begins here is longer than 1 MiB",
            "a quotation mark may be missing its other half; nothing behind it was read",
        ));
    }
    Stop::Io(error.into())
}

/// The delimiter that splits the header into the most known columns, and where that is a tie, into the
/// most columns: names that nobody knows are for `--map`.
fn delimiter_of(first: &[u8]) -> u8 {
    let first = String::from_utf8_lossy(first);
    let columns = |delimiter: u8| {
        let names = || first.split(char::from(delimiter));
        (names().filter(|name| Field::from_name(name).is_some()).count(), names().count())
    };
    // Of those that do alike, the first.
    let best = DELIMITERS.into_iter().rev().max_by_key(|delimiter| columns(*delimiter));
    best.unwrap_or(b',')
}
