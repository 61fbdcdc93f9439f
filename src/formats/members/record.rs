//! A row of a spreadsheet, as cells; and its header, as columns.

use csv::ByteRecord;

use super::{Column, Row, cell::clean};
use crate::formats::list::Problem;

/// Reads a row's record into its cells.
pub(super) fn fill(row: &mut Row, columns: &[Column]) -> Result<(), Problem> {
    let record = std::mem::take(&mut row.raw.record);
    let mut filled = Ok(());
    for (bytes, column) in record.iter().zip(columns) {
        if *column == Column::Problem {
            continue;
        }
        filled = text(row.raw.line, *column, bytes)
            .and_then(|text| clean(row.raw.line, *column, text))
            .map(|text| row.set(*column, &text));
        if filled.is_err() {
            break;
        }
    }
    row.raw.record = record;
    filled
}
fn text(line: u64, column: Column, bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|_| {
        let shown = String::from_utf8_lossy(bytes);
        let hint = "save the file as UTF-8: \"CSV UTF-8\" in a spreadsheet";
        Problem::of_cell(line, column.key(), &shown, "is not in UTF-8", hint)
    })
}

/// The columns that a header names.
pub(super) fn columns(line: u64, header: &ByteRecord) -> Result<Vec<Column>, Problem> {
    let mut columns = Vec::with_capacity(header.len());
    for name in header {
        let name = String::from_utf8_lossy(name);
        let name = name.trim();
        let column = Column::from_name(name).ok_or_else(|| {
            if name.contains('@') {
                let hint = "the first line names the columns: `email,name,phone,role,team`";
                return Problem::of_line(line, "the file has no header", hint);
            }
            Column::unknown(line, name)
        })?;
        if columns.contains(&column) {
            let hint = "name each column once";
            return Err(Problem::of_cell(
                line,
                column.key(),
                name,
                "the column stands twice",
                hint,
            ));
        }
        columns.push(column);
    }
    let has = |column| columns.contains(&column);
    if !has(Column::Email) {
        let hint = "the first line names the columns: `email,name,phone,role,team`";
        return Err(Problem::of_line(line, "no column is called `email`", hint));
    }
    if has(Column::Name) && (has(Column::FirstName) || has(Column::LastName)) {
        let hint = "keep `name`, or `first_name` and `last_name`";
        return Err(Problem::of_line(line, "the name stands in two ways", hint));
    }
    Ok(columns)
}
