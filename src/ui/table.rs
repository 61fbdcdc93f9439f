//! Tables for people: a header, columns two spaces apart, no frame.

use comfy_table::{Cell, Table, presets::NOTHING};

use super::Value;

/// The rows under their header, a line each, without spaces at the lines' ends.
pub(super) fn render<'r>(
    fields: &[(&'static str, usize)],
    rows: impl Iterator<Item = &'r [Value]>,
) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_header(fields.iter().map(|(name, _)| name.to_uppercase().replace('_', " ")));
    for row in rows {
        table.add_row(fields.iter().map(|(_, at)| Cell::new(row[*at].to_cell())));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
