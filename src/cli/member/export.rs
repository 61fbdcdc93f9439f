//! `member export`.

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
    },
    ops::member::{ExportRow, export},
    rules::privacy::lens::SafeText,
    ui::{Format, Value},
};

#[derive(Debug, clap::Args)]
pub struct Args {}

/// The columns of a list of members: what `member import` reads.
pub const FIELDS: &[&str] = &["email", "name", "phone", "role", "team"];

pub fn run(_: &Args, context: &mut Context) -> Result {
    let mut session = context.session()?;
    // A list is for a file: a table, which can't be read back, is none.
    if context.output.format() == Format::Table {
        context.output.set_format(Format::Csv);
    }
    let is_csv = context.output.format() == Format::Csv;
    let cell = |text: SafeText| Value::Text(if is_csv { marked(text) } else { text });
    let mut listing = context.output.list(FIELDS, None);
    export(&mut session, &mut |row: ExportRow| {
        Ok(listing.row(vec![
            cell(row.email),
            row.name.map(cell).into(),
            row.phone.into(),
            cell(row.role),
            cell(row.team),
        ])?)
    })?;
    listing.end()?;
    Ok(Exit::Done)
}

/// A text that a spreadsheet would take for a formula, with the mark that makes it a text. One that
/// bears marks already gets one more: reading takes off what writing put on, and nothing else.
fn marked(text: SafeText) -> SafeText {
    let inner = text.as_str().trim_start_matches('\'');
    if inner.starts_with(['=', '+', '-', '@']) { SafeText::of(&[&"'", &text]) } else { text }
}
