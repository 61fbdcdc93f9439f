//! What every import of a list shares: the way in, and its report.

use std::io;

use super::{
    context::Context,
    error::{Exit, Result},
};
use crate::{
    ops::{self, list_import::Rows},
    rules::{counted::counted, privacy::safe_text::SafeText},
    store::Mode,
    ui::{Format, Value},
};

pub use crate::ops::list_import::Mapping;

/// The fields of an import's report: a contract with scripts. The last five are of what was refused.
pub const FIELDS: &[&str] = &[
    "kind",
    "new",
    "changed",
    "unchanged",
    "left_out",
    "refused",
    "line",
    "column",
    "value",
    "problem",
    "hint",
];

/// Those that a table has where rows were refused, and where none was.
const REFUSED: [usize; 5] = [6, 7, 8, 9, 10];
const COUNTED: [usize; 5] = [0, 1, 2, 3, 4];

/// How many of one kind of thing a list brought.
pub struct Count {
    pub kind: &'static str,
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
}

/// Reads an option of the form `COLUMN=FIELD`.
pub fn mapping(text: &str) -> std::result::Result<Mapping, String> {
    let (column, field) = text
        .rsplit_once('=')
        .ok_or_else(|| "write it as `COLUMN=FIELD`, such as `E-mail Address=email`".to_owned())?;
    Ok((column.to_owned(), field.to_owned()))
}

/// Ends an import whose rows are told: with its error, or with the rows that it couldn't take.
pub fn end(
    ended: ops::Result<()>,
    complaint: Option<ops::Error>,
    mode: Mode,
    context: &mut Context,
) -> Result {
    ended?;
    if mode == Mode::DryRun {
        context.output.say("dry run: nothing was changed")?;
    }
    match complaint {
        Some(error) => Err(error.into()),
        None => Ok(Exit::Done),
    }
}

/// Prints what came of a list: what was refused, what each kind of thing came to, and whose cells were left
/// out. A table shows either what was refused or the counts; those are said in words too.
pub fn print_report(
    rows: &Rows,
    counts: Option<&[Count]>,
    context: &mut Context,
) -> io::Result<()> {
    let is_table = context.output.format() == Format::Table;
    let shows_refused = rows.refused > 0;
    let selected = if shows_refused { REFUSED } else { COUNTED };
    let mut list = context.output.list(FIELDS, is_table.then_some(selected.as_slice()));
    for problem in &rows.problems {
        let mut cells = vec![Value::plain("refused")];
        cells.extend(std::iter::repeat_n(Value::Null, 4));
        cells.extend([
            Value::count(1),
            Value::count(problem.line),
            problem.column.map(Value::plain).into(),
            problem.value.clone().into(),
            problem.problem.clone().into(),
            problem.hint.clone().into(),
        ]);
        list.row(cells)?;
    }
    let is_counted = !(is_table && shows_refused);
    for count in counts.into_iter().flatten().filter(|_| is_counted) {
        let counted = [count.new, count.changed, count.unchanged, 0, 0];
        list.row(counts_row(Value::plain(count.kind), counted))?;
    }
    let left_out = rows.left_out.columns().into_iter().filter(|_| counts.is_some());
    for (column, cells) in left_out.filter(|_| is_counted) {
        let kind = SafeText::echo(format!("column {column}"));
        list.row(counts_row(kind.into(), [0, 0, 0, cells, 0]))?;
    }
    list.end()?;
    let told = u64::try_from(rows.problems.len()).unwrap_or(u64::MAX);
    let more = rows.refused.saturating_sub(told);
    if more > 0 {
        context.output.warn(&format!("{} can't be taken", counted(more, "more row")))?;
    }
    Ok(())
}

/// Tells people which cells of a list were left out.
pub fn say_left_out(rows: &Rows, context: &mut Context) -> io::Result<()> {
    for (column, cells) in rows.left_out.columns() {
        let cells = counted(cells, "cell");
        context.output.warn(&format!("left out: {cells} of column `{column}`"))?;
    }
    Ok(())
}

fn counts_row(kind: Value, counts: [u64; 5]) -> Vec<Value> {
    let counts = counts.into_iter().map(Value::count);
    let nothing = std::iter::repeat_n(Value::Null, FIELDS.len() - 6);
    std::iter::once(kind).chain(counts).chain(nothing).collect()
}
