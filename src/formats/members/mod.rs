//! Lists of members from outside, as spreadsheets and programs write them. What is read here is
//! cells; whether they make a member is not decided here.

mod cell;
mod row;

use std::io::{self, BufRead, Read};

use self::cell::clean;
pub use self::row::Row;
use super::list::{
    Cell, Column, Field, LeftOut, List, Mapping, Next, Problem, Raw, Rejects, SAVE_AS_UTF_8, Sheet,
    Stop, columns, float, parts,
};
use crate::rules::nearest::nearest;

const HEADER: &str = "email,name,phone,role,team";

/// The fields that a member has, a number once for all its columns.
const FIELDS: [Field; 9] = [
    Field::Email,
    Field::Name,
    Field::Phone(0),
    Field::FirstName,
    Field::MiddleName,
    Field::LastName,
    Field::Country,
    Field::Role,
    Field::Team,
];

fn is_field(field: Field) -> bool {
    FIELDS.contains(&field) || matches!(field, Field::Phone(_))
}

/// A reader of members. It holds one row at a time.
pub struct Reader<R: Read> {
    sheet: Sheet<R>,
    columns: Vec<Column>,
    map: Vec<Mapping>,
    left_out: LeftOut,
}

impl<R: BufRead> Reader<R> {
    /// Reads the beginning of a list, as far as needed to know its form and its columns.
    ///
    /// # Errors
    /// An encoding that isn't UTF-8, and whatever is wrong with the header: where everybody is new, that
    /// nobody has a role.
    pub fn open(
        input: R,
        map: &[Mapping],
        all_are_new: bool,
    ) -> Result<Reader<impl BufRead + use<R>>, Stop> {
        require_fields(map).map_err(Stop::Problem)?;
        let sheet = Sheet::open(input, HEADER)?;
        let mut all = Vec::new();
        if let Some(header) = sheet.header() {
            all = columns(header, map, |name| column(name, map)).map_err(Stop::Problem)?;
            let has = |wanted| {
                all.iter().any(|it| matches!(it, Column::Known(field, _) if *field == wanted))
            };
            if !has(Field::Email) {
                return Err(Stop::Problem(without_address(header, &all)));
            }
            for column in &all {
                require_known(1, column).map_err(Stop::Problem)?;
            }
            if all_are_new && !has(Field::Role) {
                let hint = "say which one holds the roles with `--map \"COLUMN=role\"`, or add one; `rolecall role list` shows the roles";
                return Err(Stop::Problem(Problem::of_line(1, "no column is called `role`", hint)));
            }
        }
        let left_out = sheet.left_out();
        Ok(Reader { sheet, columns: all, map: map.to_vec(), left_out })
    }

    fn fill_from_record(&mut self, row: &mut Row) -> Result<(), Problem> {
        let record = std::mem::take(&mut row.raw.record);
        let mut filled = Ok(());
        for (place, (bytes, column)) in record.iter().zip(&self.columns).enumerate() {
            match column {
                Column::Known(field, name) => {
                    let text = text(row.raw.line, *field, bytes);
                    filled = text
                        .and_then(|text| clean(row.raw.line, *field, text))
                        .map(|text| row.set(*field, name, &text));
                }
                Column::LeftOut => {}
                _ if bytes.trim_ascii().is_empty() => {}
                other => self.left_out.count(place, other),
            }
            if filled.is_err() {
                break;
            }
        }
        row.raw.record = record;
        filled
    }

    fn fill_from_object(&mut self, row: &mut Row) -> Result<(), Problem> {
        let line = row.raw.line;
        let mut seen = Vec::new();
        for (name, cell) in parts(&row.raw, "{\"email\": \"…\", \"role\": \"…\"}")?.0 {
            let column = column(&name, &self.map);
            require_known(line, &column)?;
            let Column::Known(field, _) = column else {
                if !matches!((&column, &cell), (Column::LeftOut, _) | (_, Cell::Nothing)) {
                    self.left_out.count(0, &column);
                }
                continue;
            };
            if seen.contains(&field) {
                let hint = "name each part once";
                return Err(Problem::of_cell(line, field.key(), &name, "stands twice", hint));
            }
            seen.push(field);
            match cell {
                Cell::Nothing => {}
                Cell::Text(text) if text.contains('\0') => {
                    let hint = "leave it out";
                    return Err(Problem::of_cell(
                        line,
                        field.key(),
                        &text,
                        "has a NUL in it",
                        hint,
                    ));
                }
                Cell::Text(text) => row.set(field, &name, text.trim()),
                Cell::Float(number) => {
                    row.set(field, &name, &float(number, matches!(field, Field::Phone(_))));
                }
                Cell::Texts(_) | Cell::Pairs(_) => {
                    let hint = "write it as a text in quotation marks";
                    return Err(Problem::of_cell(line, field.key(), &name, "is not a text", hint));
                }
            }
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
        if filled.is_ok() {
            row.unread().for_each(|column| self.left_out.add(column, 1));
        }
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

/// What a header names. What a member has no field for is no more than a name.
fn column(name: &str, map: &[Mapping]) -> Column {
    match Column::of(name, map) {
        // A list of members may have a country's name where a list of contacts has its code.
        Column::Other(name) if name.eq_ignore_ascii_case("country") => {
            Column::Known(Field::Country, name)
        }
        Column::Known(field, name) if !is_field(field) => Column::Other(name),
        column => column,
    }
}

/// Refuses a mapping to what no member has: the column would be left out.
fn require_fields(map: &[Mapping]) -> Result<(), Problem> {
    let is_known = |to: &str| {
        let field = Field::from_name(to).filter(|field| is_field(*field));
        to.is_empty() || field.is_some() || to.eq_ignore_ascii_case("country")
    };
    let Some((from, to)) = map.iter().find(|(_, to)| !is_known(to.trim())) else { return Ok(()) };
    let near = nearest(to, FIELDS.map(Field::key))
        .map(|near| format!("did you mean `--map \"{from}={near}\"`? "))
        .unwrap_or_default();
    let fields = FIELDS.map(Field::key).join(", ");
    let hint = format!("{near}the fields are {fields}; `--map \"{from}=\"` leaves the column out");
    let mut problem = Problem::of_line(1, "a member has no field of this name", hint);
    problem.value = Some(to.clone());
    Err(problem)
}

/// Refuses a name that is nearly a field's: its cells would be left out.
fn require_known(line: u64, column: &Column) -> Result<(), Problem> {
    let Column::Other(name) = column else { return Ok(()) };
    // That of rejects, or somebody's own: it is told with what was left out.
    if name.eq_ignore_ascii_case(Field::Problem.key()) {
        return Ok(());
    }
    let Some(near) = nearest(&name.to_lowercase(), FIELDS.map(Field::key)) else { return Ok(()) };
    let mut problem = Problem::of_line(
        line,
        "no such column",
        format!(
            "did you mean `{near}`? take it for that with `--map \"{name}={near}\"`, or leave it out with `--map \"{name}=\"`"
        ),
    );
    problem.value = Some(name.clone());
    Err(problem)
}

/// No column holds addresses; one that may is named.
fn without_address(header: &csv::ByteRecord, columns: &[Column]) -> Problem {
    if header.iter().any(|name| name.contains(&b'@')) {
        let hint = format!("the first line names the columns: `{HEADER}`");
        return Problem::of_line(1, "the file has no header", hint);
    }
    let names = columns.iter().filter_map(|column| match column {
        Column::Other(name) => Some(name),
        _ => None,
    });
    let mut may_hold = names.filter(|name| name.to_lowercase().contains("mail"));
    let name = may_hold.next().map_or("COLUMN", String::as_str);
    let hint = format!("say which one holds the addresses with `--map \"{name}=email\"`");
    Problem::of_line(1, "no column is called `email`", hint)
}

fn text(line: u64, field: Field, bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|_| {
        let shown = String::from_utf8_lossy(bytes);
        Problem::of_cell(line, field.key(), &shown, "is not in UTF-8", SAVE_AS_UTF_8)
    })
}
