//! Interakt's list of contacts: a CSV file whose first row names the columns, in any order. What is
//! no column of Interakt's own is a trait.

use std::{
    cell::Cell,
    collections::HashSet,
    io::{self, BufRead, Read},
    rc::Rc,
};

use csv::{ByteRecord, ReaderBuilder};

use crate::{
    formats::{
        event::{AccountRef, ContactChange, ContactUpdate, Customer, Event},
        number::{digits, is_plausible},
        place::{Place, ReadError},
    },
    rules::privacy::phone::Phone,
};

/// The most bytes of one row, far more than any has: a quote that is never closed makes the rest of
/// the file one row.
const ROW_CAP: u64 = 1024 * 1024;

const HINT: &str = "the columns are Name, Country Code, Phone Number, Email, WhatsApp Opted In, User ID, Area, City, and any other as a trait";

/// What a column holds.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::formats) enum Column {
    Name,
    FirstName,
    LastName,
    CountryCode,
    PhoneNumber,
    OptedIn,
    Trait(String),
}

impl Column {
    pub(in crate::formats) fn of(header: &str) -> Self {
        let plain: String = header
            .chars()
            .filter(|sign| sign.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        match plain.as_str() {
            "name" | "fullname" => Self::Name,
            "firstname" => Self::FirstName,
            "lastname" => Self::LastName,
            "countrycode" => Self::CountryCode,
            "phonenumber" | "phone" => Self::PhoneNumber,
            "whatsappoptedin" | "optedin" => Self::OptedIn,
            _ => Self::Trait(header.trim().to_owned()),
        }
    }
}

/// Reads the contacts of a CSV file of Interakt's, in their order.
///
/// Memory use is bound by the largest row, not by the input. A row that can't be read costs itself.
pub fn contacts<R: BufRead>(input: R) -> impl Iterator<Item = Result<Event, ReadError>> {
    let left = Rc::new(Cell::new(ROW_CAP));
    let rows = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(Capped { input, left: Rc::clone(&left) });
    Contacts {
        rows,
        left,
        columns: Vec::new(),
        record: ByteRecord::new(),
        has_rows: false,
        done: false,
    }
}

/// Input that ends in an error once it gave more bytes than a row may have.
struct Capped<R> {
    input: R,
    left: Rc<Cell<u64>>,
}

impl<R: BufRead> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        let left = self.left.get().checked_sub(u64::try_from(read).unwrap_or(u64::MAX));
        self.left.set(left.ok_or_else(|| io::Error::from(io::ErrorKind::FileTooLarge))?);
        Ok(read)
    }
}

struct Contacts<R> {
    rows: csv::Reader<Capped<R>>,
    left: Rc<Cell<u64>>,
    columns: Vec<Column>,
    record: ByteRecord,
    has_rows: bool,
    done: bool,
}

impl<R: BufRead> Iterator for Contacts<R> {
    type Item = Result<Event, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.done {
                return None;
            }
            self.left.set(ROW_CAP);
            match self.rows.read_byte_record(&mut self.record) {
                Ok(true) => {}
                Ok(false) if self.columns.is_empty() => {
                    return Some(Err(self.fail(1, "the input holds no row", HINT)));
                }
                Ok(false) if !self.has_rows => {
                    let hint = "below the names of the columns, write a row for each contact";
                    return Some(Err(self.fail(1, "the list has no rows", hint)));
                }
                Ok(false) => {
                    self.done = true;
                    return None;
                }
                Err(error) => {
                    let line =
                        error.position().map_or(self.rows.position().line(), csv::Position::line);
                    let too_large = matches!(error.kind(), csv::ErrorKind::Io(error)
                        if error.kind() == io::ErrorKind::FileTooLarge);
                    let (problem, hint) = if too_large {
                        (
                            "a row is longer than 1 MiB",
                            "a quote is probably opened there and never closed",
                        )
                    } else {
                        ("the input cannot be read on", "check the file and the disk it is on")
                    };
                    return Some(Err(self.fail(line, problem, hint)));
                }
            }
            let line = self.record.position().map_or(1, csv::Position::line);
            if self.columns.is_empty() {
                match self.header() {
                    Ok(columns) => self.columns = columns,
                    Err((problem, hint)) => return Some(Err(self.fail(line, &problem, hint))),
                }
            } else if self.record.iter().any(|field| !field.trim_ascii().is_empty()) {
                self.has_rows = true;
                return Some(self.row(line).map(|update| Event::Contact(Box::new(update))));
            }
        }
    }
}

impl<R: BufRead> Contacts<R> {
    fn fail(&mut self, line: u64, problem: &str, hint: &str) -> ReadError {
        self.done = true;
        ReadError::new(at(line), problem, hint)
    }

    fn header(&self) -> Result<Vec<Column>, (String, &'static str)> {
        let mut columns = Vec::with_capacity(self.record.len());
        let mut seen = HashSet::new();
        for field in &self.record {
            let field = field.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(field);
            let text = std::str::from_utf8(field).map_err(|_| {
                ("the first row is not UTF-8 text".to_owned(), "save the file as CSV UTF-8")
            })?;
            let column = Column::of(text);
            let name = text.trim().to_lowercase();
            if !name.is_empty() && !seen.insert(name) {
                return Err(("two columns have the same name".to_owned(), "rename one of the two"));
            }
            columns.push(column);
        }
        if !columns.contains(&Column::PhoneNumber) {
            return Err(("the first row names no column `Phone Number`".to_owned(), HINT));
        }
        Ok(columns)
    }

    fn row(&self, line: u64) -> Result<ContactUpdate, ReadError> {
        let wrong = |problem: &str, hint: &str| ReadError::new(at(line), problem, hint);
        if self.record.len() > self.columns.len() {
            let hint = "put a text that holds commas in double quotes";
            return Err(wrong("the row has more fields than the first row has columns", hint));
        }
        let mut person = Person::default();
        for (field, column) in self.record.iter().zip(&self.columns) {
            let text = std::str::from_utf8(field)
                .map_err(|_| wrong("the row is not UTF-8 text", "save the file as CSV UTF-8"))?
                .trim();
            if !text.is_empty() {
                person.take(column, text).map_err(|(problem, hint)| wrong(problem, hint))?;
            }
        }
        let number = person.number().map_err(|(problem, hint)| wrong(problem, hint))?;
        let name = person.name.or_else(|| {
            let parts = [person.first_name, person.last_name].into_iter().flatten();
            Some(parts.collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty())
        });
        Ok(ContactUpdate {
            place: at(line),
            account: AccountRef::default(),
            customer: Customer { wa_id: Some(number), name, ..Customer::default() },
            change: ContactChange::Saved,
            at_ms: None,
            traits: person.traits,
            opted_in: person.opted_in,
        })
    }
}

/// What is wrong with a field, and what helps.
type Wrong = (&'static str, &'static str);

#[derive(Default)]
struct Person {
    name: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    country_code: Option<String>,
    phone_number: Option<String>,
    opted_in: Option<bool>,
    traits: Vec<(String, String)>,
}

impl Person {
    fn take(&mut self, column: &Column, text: &str) -> Result<(), Wrong> {
        let owned = || Some(text.to_owned());
        match column {
            Column::Name => self.name = owned(),
            Column::FirstName => self.first_name = owned(),
            Column::LastName => self.last_name = owned(),
            Column::CountryCode => self.country_code = owned(),
            Column::PhoneNumber => self.phone_number = owned(),
            Column::OptedIn => {
                let problem = "`WhatsApp Opted In` is neither yes nor no";
                let hint = "write `true` or `false`, or leave it empty";
                self.opted_in = Some(yes_or_no(text).ok_or((problem, hint))?);
            }
            Column::Trait(key) if key.is_empty() => {}
            Column::Trait(key) => self.traits.push((key.clone(), text.to_owned())),
        }
        Ok(())
    }

    /// The whole number, digits only.
    fn number(&self) -> Result<String, Wrong> {
        let Some(phone) = &self.phone_number else {
            return Err(("`Phone Number` is empty", "a contact is known by their number"));
        };
        whole_number(self.country_code.as_deref(), phone)
    }
}

/// A consent, as people write it.
pub(in crate::formats) fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" => Some(true),
        "false" | "no" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// A number in one cell, or its calling code in another: the whole of it, digits only.
pub(in crate::formats) fn whole_number(
    country_code: Option<&str>,
    phone: &str,
) -> Result<String, Wrong> {
    // A spreadsheet's `9.19877E+11` has lost digits for good.
    let spreadsheet = phone.contains(['e', 'E']) && phone.starts_with(|c: char| c.is_ascii_digit());
    if spreadsheet && phone.chars().all(|c| c.is_ascii_digit() || ".eE+".contains(c)) {
        let hint = "make the column text in the spreadsheet, and write the number again";
        return Err(("`Phone Number` was rounded by a spreadsheet", hint));
    }
    let written = phone.chars().all(|c| c.is_ascii_digit() || " +-.()\u{a0}'".contains(c));
    let local = digits(phone).filter(|_| written);
    let local = local.ok_or(("`Phone Number` is not a number", "write it with digits only"))?;
    let is_whole = phone.trim_start_matches('\'').starts_with('+');
    let number = match country_code.and_then(digits) {
        _ if is_whole => local,
        Some(code) => format!("{code}{}", local.trim_start_matches('0')),
        None if country_code.is_some() => {
            return Err(("`Country Code` is not a calling code", "write it as `+91`"));
        }
        // Without a code of its own, it must hold one: what is no country's length was cut off.
        None if Phone::parse(&format!("+{local}"), None).is_err() => {
            let hint = "write the country code in its column, or with a plus before the number";
            return Err(("`Phone Number` has no country code", hint));
        }
        None => local,
    };
    if is_plausible(&number) {
        Ok(number)
    } else {
        let hint = "write the country code and the number, with digits only";
        Err(("`Country Code` and `Phone Number` give no phone number", hint))
    }
}

fn at(line: u64) -> Place {
    Place { line, column: None, pointer: String::new() }
}
