//! The first sheet of an Excel workbook as rows of text. Further sheets are left out, and told.

use std::io::{BufRead, Cursor, Read};

use calamine::{DataRef, Reader as _, Style, Xlsx, XlsxError};
use csv::ByteRecord;

use super::{LeftOut, Next, Problem, Raw, Stop};

/// The largest workbook that is read, packed and as text.
const LARGEST: u64 = 64 << 20;
const MOST_TEXT: usize = 512 << 20;

/// More digits than any number has that people write.
const MOST_DIGITS: usize = 32;

/// How a workbook begins: it is a ZIP archive.
pub(super) const MARK: &[u8] = b"PK\x03\x04";

/// The rows of a sheet that have anything in them, under their header.
pub(super) struct Workbook {
    header: ByteRecord,
    rows: std::vec::IntoIter<(u64, ByteRecord)>,
    length: u64,
    /// The rows of further sheets.
    left_out: LeftOut,
}

impl Workbook {
    pub(super) fn open(input: impl BufRead) -> Result<Self, Stop> {
        let mut bytes = Vec::new();
        input.take(LARGEST + 1).read_to_end(&mut bytes)?;
        let length = bytes.len() as u64;
        let too_large = || {
            let hint = "save it as CSV UTF-8, of which any length is read";
            stop("the workbook is too large", hint)
        };
        if length > LARGEST {
            return Err(too_large());
        }
        let broken =
            |_| stop("the workbook can't be read", "save the sheet as XLSX again, or as CSV UTF-8");
        let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
        let mut names = book.sheet_names().into_iter();
        let name = names.next();
        let name = name.ok_or_else(|| stop("the workbook has no sheet", "put the list on one"))?;
        let mut cells = book.worksheet_cells_reader(&name).map_err(broken)?;
        let mut rows: Vec<(u64, ByteRecord)> = Vec::new();
        let (mut row, mut width, mut text) = (ByteRecord::new(), 0, 0);
        let mut line = 0;
        let zeros: Vec<_> = cells.styles().iter().map(leading_zeros).collect();
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(broken)? {
            let (down, right) = cell.get_position();
            let (down, right) = (u64::from(down) + 1, right as usize);
            if down != line {
                keep(&mut rows, line, &mut row);
                line = down;
            }
            let written = written(cell.get_value(), zeros.get(style).copied().unwrap_or(0));
            if written.is_empty() || right < row.len() {
                continue;
            }
            text += written.len() + right - row.len();
            if text > MOST_TEXT {
                return Err(too_large());
            }
            while row.len() < right {
                row.push_field(b"");
            }
            row.push_field(written.as_bytes());
            width = width.max(row.len());
        }
        keep(&mut rows, line, &mut row);
        drop(cells);
        let mut left_out = LeftOut::default();
        for name in names {
            // A chart on a sheet of its own has no cells.
            let filled = filled_rows(&mut book, &name).unwrap_or_default();
            left_out.add_sheet(&name, filled);
        }
        let mut rows = rows.into_iter();
        let Some((_, mut header)) = rows.next() else {
            return Err(stop("the first sheet is empty", "its first row names the columns"));
        };
        widen(&mut header, width);
        Ok(Self { header, rows, length, left_out })
    }

    pub(super) const fn header(&self) -> &ByteRecord {
        &self.header
    }

    pub(super) const fn position(&self) -> u64 {
        self.length
    }

    pub(super) const fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    pub(super) fn next(&mut self, raw: &mut Raw) -> Next {
        let Some((line, mut record)) = self.rows.next() else { return Next::End };
        widen(&mut record, self.header.len());
        (raw.line, raw.record) = (line, record);
        Next::Row
    }
}

/// How many rows of a sheet have anything in them.
fn filled_rows(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Result<u64, XlsxError> {
    let mut cells = book.worksheet_cells_reader(sheet)?;
    let (mut rows, mut last) = (0, None);
    while let Some(cell) = cells.next_cell()? {
        let row = Some(cell.get_position().0);
        if row != last && !written(cell.get_value(), 0).is_empty() {
            rows += 1;
            last = row;
        }
    }
    Ok(rows)
}

fn keep(rows: &mut Vec<(u64, ByteRecord)>, line: u64, row: &mut ByteRecord) {
    if !row.is_empty() {
        rows.push((line, std::mem::take(row)));
    }
}

fn widen(row: &mut ByteRecord, width: usize) {
    while row.len() < width {
        row.push_field(b"");
    }
}

fn stop(problem: &str, hint: &str) -> Stop {
    Stop::Problem(Problem::of_line(1, problem, hint))
}

/// A duration in days as hours, minutes and seconds: `36:00:00`.
fn hours(days: f64) -> String {
    let seconds = (days * 86_400.0).round();
    let sign = if seconds < 0.0 { "-" } else { "" };
    let seconds = seconds.abs();
    let (hours, rest) = ((seconds / 3600.0).floor(), seconds % 3600.0);
    let (minutes, seconds) = ((rest / 60.0).floor(), rest % 60.0);
    format!("{sign}{hours}:{minutes:02}:{seconds:02}")
}

/// To how many digits a style fills numbers up: `0000000000` shows the zero that a number of a phone
/// begins with, which the number itself doesn't have.
fn leading_zeros(style: &Style) -> usize {
    let format = style.number_format.as_ref();
    let digits = format.and_then(|format| format.format_code.split(';').next()).unwrap_or_default();
    let is_filled = !digits.is_empty() && digits.bytes().all(|sign| sign == b'0');
    if is_filled { digits.len().min(MOST_DIGITS) } else { 0 }
}

/// A cell as people see it. A whole number is written whole: a phone number is often stored as one.
fn written(cell: &DataRef<'_>, zeros: usize) -> String {
    let filled = |number: String| {
        let is_whole = number.bytes().all(|sign| sign.is_ascii_digit());
        if is_whole { format!("{number:0>zeros$}") } else { number }
    };
    match cell {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.trim().to_owned()
        }
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Int(number) => filled(number.to_string()),
        DataRef::Float(number) => filled(number.to_string()),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(time) if time.is_duration() => hours(time.as_f64()),
        DataRef::DateTime(time) => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) {
                date
            } else {
                format!("{date} {hour:02}:{minute:02}:{second:02}")
            }
        }
        DataRef::Error(error) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use calamine::{ExcelDateTime, ExcelDateTimeType};

    use super::*;

    #[test]
    fn a_cell_is_written_as_its_sheet_shows_it() {
        let duration = |days| {
            let time = ExcelDateTime::new(days, ExcelDateTimeType::TimeDelta, false);
            written(&DataRef::DateTime(time), 0)
        };
        assert_eq!(duration(1.5), "36:00:00");
        assert_eq!(duration(0.000_706), "0:01:01");
        assert_eq!(duration(-0.5), "-12:00:00");
        for (number, zeros, shown) in [
            (612_345_678.0, 10, "0612345678"),
            (612_345_678.0, 0, "612345678"),
            (612_345_678.0, 5, "612345678"),
            (-5.0, 4, "-5"),
            (1.5, 6, "1.5"),
        ] {
            assert_eq!(written(&DataRef::Float(number), zeros), shown);
        }
    }
}
