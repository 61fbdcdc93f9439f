//! Rows as COPY takes them: a line each, in PostgreSQL's text form.

use rusqlite::types::ValueRef;

use crate::{
    rules::hex::Hex,
    store::engine::error::{Error, Result},
};

/// Adds a row to lines of rows.
pub(in crate::store::engine) fn write_line<'v>(
    line: &mut Vec<u8>,
    values: impl Iterator<Item = Result<ValueRef<'v>>>,
) -> Result<()> {
    for (place, value) in values.enumerate() {
        if place > 0 {
            line.push(b'\t');
        }
        write_field(line, value?)?;
    }
    line.push(b'\n');
    Ok(())
}

/// A value in PostgreSQL's text form, in which a line is a row.
fn write_field(line: &mut Vec<u8>, value: ValueRef<'_>) -> Result<()> {
    match value {
        ValueRef::Null => line.extend(br"\N"),
        ValueRef::Integer(number) => line.extend(number.to_string().bytes()),
        ValueRef::Real(number) => line.extend(number.to_string().bytes()),
        ValueRef::Text(text) => {
            for byte in text {
                match byte {
                    0 => return Err(Error::Nul),
                    b'\\' => line.extend(br"\\"),
                    b'\t' => line.extend(br"\t"),
                    b'\n' => line.extend(br"\n"),
                    b'\r' => line.extend(br"\r"),
                    other => line.push(*other),
                }
            }
        }
        ValueRef::Blob(bytes) => {
            line.extend(br"\\x");
            line.extend(Hex(bytes).to_string().bytes());
        }
    }
    Ok(())
}
