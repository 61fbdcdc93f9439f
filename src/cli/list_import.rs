//! What every import of a list shares: the way in, and its report.

use std::io;

use super::{
    context::Context,
    error::{Exit, Result},
};
use crate::{
    ops::{
        self,
        list_import::{RowProblem, Rows},
        member::Planned,
    },
    rules::{counted::counted, privacy::safe_text::SafeText},
    store::Mode,
    ui::{Cell, Format, Output, Tone, Value},
};

pub use crate::ops::list_import::Mapping;

/// The fields of the report on a list of people: a contract with scripts. A refused row has the first five,
/// a count the next six, and a person whom a dry run names the last.
pub const PEOPLE_FIELDS: &[&str] = &[
    "line",
    "column",
    "value",
    "problem",
    "hint",
    "kind",
    "new",
    "changed",
    "unchanged",
    "left_out",
    "refused",
    "email",
    "name",
    "role",
    "team",
    "action",
];

/// Those of a list whose dry run names nobody.
pub const FIELDS: &[&str] = PEOPLE_FIELDS.split_at(11).0;

/// Those that a table has where rows were refused, where people are named, and where neither is so.
const REFUSED: &[usize] = &[0, 1, 2, 3, 4];
const PEOPLE: &[usize] = &[0, 11, 12, 13, 14, 15];
const COUNTED: &[usize] = &[5, 6, 7, 8, 9];

/// All of them, with a named person's first.
const PEOPLE_FIRST: &[usize] = &[0, 11, 12, 13, 14, 15, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4];

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

/// What came of a list, for its report.
pub struct Report<'r> {
    pub fields: &'static [&'static str],
    pub rows: &'r Rows,
    /// What each kind of thing came to, where it was kept.
    pub counts: Option<&'r [Count]>,
    /// What a dry run would do to each person.
    pub planned: &'r [Planned],
}

/// Prints what came of a list: what was refused, whom a dry run would touch, what each kind of thing came
/// to, and whose cells were left out. A table shows only the first of these; the counts are said in words.
pub fn print_report(report: &Report<'_>, context: &mut Context) -> io::Result<()> {
    let Report { fields, rows, counts, planned } = *report;
    let is_table = context.output.format() == Format::Table;
    let (shows_refused, names_people) = (rows.refused > 0, !planned.is_empty());
    let selected = match (is_table, shows_refused, names_people) {
        (true, true, _) => Some(REFUSED),
        (true, false, true) => Some(PEOPLE),
        (true, false, false) => Some(COUNTED),
        (false, false, true) => Some(PEOPLE_FIRST),
        (false, _, _) => None,
    };
    if shows_refused && context.output.is_screen() && !context.output.is_wide() {
        draw_problems(rows, &mut context.output)?;
        return say_more_refused(rows, context);
    }
    let mut list = context.output.list(fields, selected);
    for problem in &rows.problems {
        list.row(cells(
            fields,
            [
                ("line", Value::count(problem.line)),
                ("column", problem.column.map(Value::plain).into()),
                ("value", problem.value.clone().into()),
                ("problem", problem.problem.clone().into()),
                ("hint", problem.hint.clone().into()),
                ("kind", Value::plain("refused")),
                ("refused", Value::count(1)),
            ],
        ))?;
    }
    for person in planned.iter().filter(|_| !(is_table && shows_refused)) {
        list.row(cells(
            fields,
            [
                ("line", Value::count(person.line)),
                ("kind", Value::plain("member")),
                ("email", person.email.clone().into()),
                ("name", person.name.clone().into()),
                ("role", person.role.clone().into()),
                ("team", person.team.clone().into()),
                ("action", Value::plain(person.action)),
            ],
        ))?;
    }
    let is_counted = !(is_table && (shows_refused || names_people));
    for count in counts.into_iter().flatten().filter(|_| is_counted) {
        let counted = [count.new, count.changed, count.unchanged, 0];
        list.row(counts_row(fields, Value::plain(count.kind), counted))?;
    }
    let columns = rows.left_out.columns().into_iter();
    let columns = columns.map(|(column, cells)| (format!("column {column}"), cells));
    let sheets = rows.left_out.sheets().iter();
    let sheets = sheets.map(|(sheet, rows)| (format!("sheet {sheet}"), *rows));
    let left_out = columns.chain(sheets).filter(|_| counts.is_some());
    for (kind, left) in left_out.filter(|_| is_counted) {
        let kind = SafeText::echo(kind);
        list.row(counts_row(fields, kind.into(), [0, 0, 0, left]))?;
    }
    list.end()?;
    say_more_refused(rows, context)
}

/// What is wrong with each row, as long as it is: a table would cut what helps.
fn draw_problems(rows: &Rows, output: &mut Output) -> io::Result<()> {
    for RowProblem { line, column, value, problem, hint } in &rows.problems {
        let place = Cell::from(SafeText::of(&[&"line ", line, &":"])).tone(Tone::Faint);
        let column = column.map(|column| Cell::from(SafeText::word(column)).tone(Tone::Name));
        let value = value.as_ref().filter(|value| !value.as_str().is_empty());
        let value = value.map(|value| SafeText::of(&[&"`", value, &"`"]).into());
        let rest = value.into_iter().chain([problem.clone().into()]);
        output.line(0, &[place].into_iter().chain(column).chain(rest).collect::<Vec<_>>())?;
        output.line(4, &[Cell::from(hint.clone()).tone(Tone::Faint)])?;
    }
    Ok(())
}

fn say_more_refused(rows: &Rows, context: &mut Context) -> io::Result<()> {
    let told = u64::try_from(rows.problems.len()).unwrap_or(u64::MAX);
    let more = rows.refused.saturating_sub(told);
    if more > 0 {
        context.output.warn(&format!("{} can't be taken", counted(more, "more row")))?;
    }
    Ok(())
}

/// Tells people which cells and sheets of a list were left out.
pub fn say_left_out(rows: &Rows, context: &mut Context) -> io::Result<()> {
    for (column, cells) in rows.left_out.columns() {
        let cells = counted(cells, "cell");
        context.output.warn(&format!("left out: {cells} of column `{column}`"))?;
    }
    for (sheet, rows) in rows.left_out.sheets() {
        let rows = counted(*rows, "row");
        context.output.warn(&format!("left out: {rows} of sheet `{sheet}`"))?;
    }
    Ok(())
}

fn counts_row(fields: &[&str], kind: Value, counts: [u64; 4]) -> Vec<Value> {
    let [new, changed, unchanged, left_out] = counts.map(Value::count);
    cells(
        fields,
        [
            ("kind", kind),
            ("new", new),
            ("changed", changed),
            ("unchanged", unchanged),
            ("left_out", left_out),
            ("refused", Value::count(0)),
        ],
    )
}

/// A row of these fields in which only some have a value.
fn cells<const N: usize>(fields: &[&str], mut values: [(&str, Value); N]) -> Vec<Value> {
    let cell = |field: &&str| {
        let value = values.iter_mut().find(|(name, _)| name == field);
        value.map_or(Value::Null, |(_, value)| std::mem::replace(value, Value::Null))
    };
    fields.iter().map(cell).collect()
}
