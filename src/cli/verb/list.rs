//! Lists: which fields, which page, and where it ended.

use std::marker::PhantomData;

use super::{Row, Run};
use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Error, Exit, Result},
    },
    ops::{self, Session},
    rules::{nearest::nearest, privacy::safe_text::SafeText},
    ui::{Cell, Column, Format, Listing, Mark, Output, Sheet, Tone},
};

/// How many rows a list gives.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// The most rows to print; `None` for all.
    printed: Option<u64>,
    /// How many more are read, to know whether the list goes on.
    pub ahead: u64,
}

impl Limit {
    /// The most rows to give; `None` for all.
    pub const fn of(printed: Option<u64>) -> Self {
        Self { printed, ahead: 0 }
    }

    /// The same page, with more rows read ahead: at least one, and as many as make `read` in all.
    fn and_ahead(self, read: u64) -> Self {
        let ahead = self.printed.map_or(0, |printed| read.saturating_sub(printed).max(1));
        Self { ahead, ..self }
    }

    /// The most rows to read; `None` for all.
    pub fn read(self) -> Option<u64> {
        self.printed.map(|printed| printed.saturating_add(self.ahead))
    }
}

/// Takes the rows one at a time: a list may be long.
pub type Each<'e, R> = &'e mut dyn FnMut(R) -> ops::Result<()>;

/// How a list ended.
pub type Listed = std::result::Result<(), Error>;

/// A command that lists things.
pub trait ListVerb: clap::Args {
    /// One of the things.
    type Row: Row;

    /// The columns on a terminal, where they are other than those of data.
    const SCREEN: &'static [Column] = &[];

    /// A row's cells under [`SCREEN`](Self::SCREEN).
    fn drawn(_row: Self::Row) -> Vec<Cell> {
        Vec::new()
    }

    /// A symbol among a row's cells that the summary line explains, and its meaning.
    fn legend(_row: &Self::Row) -> Option<(Mark, &'static str)> {
        None
    }

    /// Draws the list as a whole on a terminal, in a form of its own; `false` leaves it to its rows.
    fn draw(
        &self,
        _session: &mut Session,
        _output: &mut Output,
    ) -> std::result::Result<bool, Error> {
        Ok(false)
    }

    /// Gives the rows to `each` in order: as many as [`Limit::read`] says.
    fn rows(&self, session: &mut Session, limit: Limit, each: Each<Self::Row>) -> Listed;
}

/// A list that comes in pages. It has an option `--after`, which takes the key of a row.
pub trait PagedVerb: ListVerb {
    /// How many rows are counted for the summary line of a page. To count all chats of a large workspace would
    /// take longer than to print the page.
    const COUNTED: u64 = 1000;

    /// The word under which a row is counted in the summary line, such as a status.
    fn group(_row: &Self::Row) -> Option<&'static str> {
        None
    }

    /// The key by which the next page begins after this row; `None` where only a longer page goes on.
    fn key(row: &Self::Row) -> Option<String>;
}

/// Runs a [`ListVerb`] that prints everything.
#[derive(clap::Args)]
pub struct List<V: ListVerb> {
    #[command(flatten)]
    pub verb: V,
    #[command(flatten)]
    fields: Fields<V::Row>,
}

/// Runs a [`PagedVerb`].
#[derive(clap::Args)]
pub struct Paged<V: ListVerb> {
    #[command(flatten)]
    pub verb: V,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    fields: Fields<V::Row>,
}

/// How much of a list is printed.
#[derive(clap::Args)]
struct Page {
    /// Maximum number of rows to print
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..))]
    limit: u64,
    /// Print every row
    #[arg(long, conflicts_with = "limit")]
    all: bool,
}

/// Which fields a list prints.
#[derive(clap::Args)]
struct Fields<R: Row> {
    /// Print only these fields, in this order
    #[arg(long, value_delimiter = ',', value_name = "A,B", add = candidates::fields::<R>())]
    fields: Option<Vec<String>>,
    #[arg(skip)]
    row: PhantomData<R>,
}

impl<V: ListVerb> Run for List<V> {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let selected = self.fields.select()?;
        let mut session = context.session()?;
        let is_plain = selected.is_none() && !context.output.is_wide();
        if context.output.is_screen()
            && is_plain
            && self.verb.draw(&mut session, &mut context.output)?
        {
            return Ok(Exit::Done);
        }
        let printed = self.print(&mut session, selected.as_deref(), &mut context.output)?;
        close(context, &mut session, printed, Summary::default(), None)
    }
}

impl<V: PagedVerb> Run for Paged<V> {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let selected = self.fields.select()?;
        let limit = self.page.limit();
        let mut session = context.session()?;
        let is_screen = context.output.is_screen();
        let mut printer = Printer::of::<V>(&mut context.output, selected.as_deref());
        let asked = Limit::of(limit).and_ahead(if is_screen { V::COUNTED + 1 } else { 0 });
        let (mut printed, mut last, mut count) = (0, None, Count::default());
        let mut legend = None;
        self.verb.rows(&mut session, asked, &mut |row| {
            count.take(V::group(&row));
            if Some(printed) == limit {
                return Ok(());
            }
            printed += 1;
            if printer.is_drawn() {
                legend = legend.or_else(|| V::legend(&row));
            }
            if Some(printed) == limit {
                last = V::key(&row);
            }
            Ok(printer.row::<V>(row)?)
        })?;
        printer.end()?;
        let next = (count.rows > printed).then(|| match last {
            Some(last) => context.line_with("--after", &last),
            None => context.line_with("--limit", &printed.saturating_mul(10).to_string()),
        });
        let is_first = !context.is_typed("--after");
        let summary = count.summary(printed, is_first, Some(count.rows) == asked.read());
        let summary = Summary { counts: Some(summary), legend };
        close(context, &mut session, printed, summary, next)
    }
}

/// What a list's last line tells besides its reader.
#[derive(Default)]
struct Summary {
    counts: Option<SafeText>,
    legend: Option<(Mark, &'static str)>,
}

/// What the summary line counts.
#[derive(Default)]
struct Count {
    rows: u64,
    groups: Vec<(&'static str, u64)>,
}

impl Count {
    fn take(&mut self, group: Option<&'static str>) {
        self.rows += 1;
        let Some(group) = group else { return };
        match self.groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, count)) => *count += 1,
            None => self.groups.push((group, 1)),
        }
    }

    /// `50 of 204: 190 active, 14 invited`; from the second page on `50 shown, 104 more`.
    fn summary(&self, printed: u64, is_first: bool, goes_on: bool) -> SafeText {
        // The last row that was read only tells that there are more.
        let (rows, plus) = if goes_on { (self.rows - 1, "+") } else { (self.rows, "") };
        let shown = match rows - printed {
            0 if is_first && !goes_on => SafeText::of(&[&printed, &" in all"]),
            0 if !goes_on => SafeText::of(&[&printed, &" shown"]),
            more if !is_first => SafeText::of(&[&printed, &" shown, ", &more, &plus, &" more"]),
            _ => SafeText::of(&[&printed, &" of ", &rows, &plus]),
        };
        if self.groups.len() < 2 || !is_first || goes_on {
            return shown;
        }
        let groups = self.groups.iter().map(|(name, count)| SafeText::of(&[count, &" ", name]));
        let groups = SafeText::join(&groups.collect::<Vec<_>>(), ", ");
        SafeText::of(&[&shown, &": ", &groups])
    }
}

impl<V: ListVerb> List<V> {
    /// Writes the list as data where else than to the run's own output. Gives how many rows it has.
    pub fn write(
        &self,
        session: &mut Session,
        output: &mut Output,
    ) -> std::result::Result<u64, Error> {
        let selected = self.fields.select()?;
        self.print(session, selected.as_deref(), output)
    }

    fn print(
        &self,
        session: &mut Session,
        selected: Option<&[usize]>,
        output: &mut Output,
    ) -> std::result::Result<u64, Error> {
        let mut printed = 0;
        let mut printer = Printer::of::<V>(output, selected);
        self.verb.rows(session, Limit::of(None), &mut |row| {
            printed += 1;
            Ok(printer.row::<V>(row)?)
        })?;
        printer.end()?;
        Ok(printed)
    }
}

/// Rows on their way out: as data, or under the columns that a terminal gets.
enum Printer<'o> {
    Data(Listing<'o>),
    Screen(Sheet<'o>),
}

impl<'o> Printer<'o> {
    fn of<V: ListVerb>(output: &'o mut Output, selected: Option<&[usize]>) -> Self {
        let is_data = selected.is_some() || output.is_wide() || !output.is_screen();
        if is_data || V::SCREEN.is_empty() {
            Self::Data(output.rows(V::Row::COLUMNS, selected))
        } else {
            Self::Screen(output.sheet(V::SCREEN))
        }
    }

    const fn is_drawn(&self) -> bool {
        matches!(self, Self::Screen(_))
    }

    fn row<V: ListVerb>(&mut self, row: V::Row) -> std::io::Result<()> {
        match self {
            Self::Data(listing) => listing.row(row.cells()),
            Self::Screen(sheet) => sheet.row(V::drawn(row)),
        }
    }

    fn end(self) -> std::io::Result<()> {
        match self {
            Self::Data(listing) => listing.end().map(drop),
            Self::Screen(sheet) => sheet.end(),
        }
    }
}

/// Ends a list: says where it stopped, how it goes on, and on a terminal through whose eyes it was
/// read, where those see less than an owner's.
fn close(
    context: &mut Context,
    session: &mut Session,
    printed: u64,
    summary: Summary,
    next: Option<String>,
) -> Result {
    if printed == 0 && context.output.format() == Format::Table {
        context.output.say("nothing to list")?;
    }
    if context.output.is_screen() {
        let (reader, masks) = session.reader()?;
        let hidden = match (masks.number, masks.traits) {
            (true, true) => "numbers and traits masked",
            (true, false) => "numbers masked",
            (false, true) => "traits masked",
            (false, false) => "",
        };
        let counts = summary.counts.filter(|_| printed > 0);
        let mut line: Vec<_> = counts.into_iter().map(Cell::from).collect();
        if context.global.actor.is_some() || !hidden.is_empty() {
            line.push(Cell::from("as").tone(Tone::Faint));
            line.push(Cell::from(reader).tone(Tone::Name));
        }
        if !hidden.is_empty() {
            line.push(Cell::mark(Mark::Hidden).and(hidden));
        }
        if let Some((mark, meaning)) = summary.legend {
            line.push(Cell::mark(Mark::Between));
            line.push(Cell::mark(mark).and(meaning));
        }
        if !line.is_empty() {
            context.output.line(0, &line)?;
        }
        if let Some(next) = next {
            context.output.say(&format!("More: {next}"))?;
        }
    } else if let Some(next) = next {
        context.output.say(&format!("{printed} shown, and there are more: {next}"))?;
    }
    Ok(Exit::Done)
}

impl<V: ListVerb> Paged<V> {
    /// The most rows to print; `None` for all.
    pub const fn limit(&self) -> Option<u64> {
        self.page.limit()
    }
}

impl Page {
    const fn limit(&self) -> Option<u64> {
        if self.all { None } else { Some(self.limit) }
    }
}

/// Prints rows that are at hand, with all their columns. Gives their number.
pub fn print<R: Row>(
    output: &mut Output,
    rows: impl IntoIterator<Item = R>,
) -> std::io::Result<u64> {
    let mut listing = output.rows(R::COLUMNS, None);
    for row in rows {
        listing.row(row.cells())?;
    }
    listing.end()
}

impl<R: Row> Fields<R> {
    fn select(&self) -> std::result::Result<Option<Vec<usize>>, Error> {
        let names: Vec<_> = R::COLUMNS.iter().map(|column| column.field).collect();
        places(self.fields.as_deref(), &names)
    }
}

/// The places of the wanted fields among those that a list has; `None` for all.
pub fn places(
    wanted: Option<&[String]>,
    known: &[&str],
) -> std::result::Result<Option<Vec<usize>>, Error> {
    let Some(wanted) = wanted else { return Ok(None) };
    let place = |name: &String| {
        known.iter().position(|field| field == name).ok_or_else(|| {
            let near = nearest(name, known.iter().copied())
                .map(|near| format!("did you mean `{near}`? "))
                .unwrap_or_default();
            Error::usage(
                format!("no field `{name}`"),
                format!("{near}the fields are {}", known.join(", ")),
            )
        })
    };
    let places = wanted.iter().map(place).collect::<std::result::Result<Vec<_>, _>>()?;
    // An object with the same key twice is read differently by different programs.
    match (1..places.len()).find(|at| places[..*at].contains(&places[*at])) {
        Some(at) => Err(Error::usage(
            format!("field `{}` is given twice", wanted[at]),
            "name each field once",
        )),
        None => Ok(Some(places)),
    }
}
