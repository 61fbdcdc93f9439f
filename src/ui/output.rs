//! Standard output for data, standard error for everything else, and lists that stream.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write},
};

use anstream::{AutoStream, StripStream};
use anstyle::{AnsiColor, Style};

use super::{
    ColorChoice, Column, Format, Value,
    confirm::{self, Answer},
    delimited,
    escape::for_screen,
    json::{self, RowObject},
    progress::Progress,
    prompt,
    streams::Streams,
    table,
};
use crate::rules::privacy::lens::SafeText;

/// How many rows a table aligns together. A longer one repeats its header, and stays in bounds.
const TABLE_BLOCK: usize = 1000;

/// The program's two ways out, in the form that was asked for.
pub struct Output {
    input: Box<dyn Read + Send>,
    out: BufWriter<Box<dyn Write>>,
    error: Box<dyn Write>,
    are_the_process_s: bool,
    styled: Styled,
    format: Format,
    quiet: bool,
}

/// Which of the ways out takes colour.
struct Styled {
    out: bool,
    error: bool,
}

impl Output {
    /// Over these streams in that form; `quiet` leaves out what is said beside the data.
    #[must_use]
    pub fn new(streams: Streams, format: Format, color: ColorChoice, quiet: bool) -> Self {
        let Streams { input, out, error, are_the_process_s } = streams;
        let styled = |auto: fn() -> anstream::ColorChoice| match color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => are_the_process_s && auto() != anstream::ColorChoice::Never,
        };
        Self {
            input,
            out: BufWriter::with_capacity(1 << 15, out),
            error,
            are_the_process_s,
            styled: Styled {
                out: styled(|| AutoStream::choice(&io::stdout())),
                error: styled(|| AutoStream::choice(&io::stderr())),
            },
            format,
            quiet,
        }
    }

    /// Into a file instead, in that form; nothing is said beside the data.
    #[must_use]
    pub fn to_file(file: File, format: Format) -> Self {
        let streams = Streams::over(io::empty(), file, io::sink());
        Self::new(streams, format, ColorChoice::Never, true)
    }

    /// Standard input, to read from to its end: who asks again finds nothing more.
    pub fn input(&mut self) -> Box<dyn BufRead + Send> {
        let input = std::mem::replace(&mut self.input, Box::new(io::empty()));
        Box::new(BufReader::with_capacity(1 << 16, input))
    }

    /// Writes a help page, which may hold escapes for colour.
    pub fn help(&mut self, text: &str) -> io::Result<()> {
        self.styled(text)?;
        self.out.flush()
    }

    /// Writes on standard error what is wrong with the command line, colours and all.
    pub fn usage(&mut self, text: &str) -> io::Result<()> {
        self.styled_error(text)
    }

    /// The form that was asked for.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// Whether what is printed is a table on a terminal, which may be drawn on.
    #[must_use]
    pub fn is_screen(&self) -> bool {
        self.format == Format::Table && self.are_the_process_s && io::stdout().is_terminal()
    }

    /// Takes another form, for what has none in the one that was asked for.
    pub const fn set_format(&mut self, format: Format) {
        self.format = format;
    }

    /// Says something beside the data, on standard error.
    pub fn say(&mut self, sentence: &str) -> io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        // What was said before stands before, also where both ways lead to one screen.
        self.out.flush()?;
        self.styled_error(&format!("{}\n", for_screen(sentence)))
    }

    /// Warns of something, on standard error, also when quiet.
    pub fn warn(&mut self, sentence: &str) -> io::Result<()> {
        self.out.flush()?;
        let style = Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()));
        self.styled_error(&format!("{style}warning:{style:#} {}\n", for_screen(sentence)))
    }

    /// Writes an error and its hint on standard error, for people.
    pub fn error(&mut self, message: &str, hint: Option<&str>) -> io::Result<()> {
        self.out.flush()?;
        let style = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let mut text = format!("{style}error:{style:#} {}\n", for_screen(message));
        if let Some(hint) = hint {
            text.push_str("hint: ");
            text.push_str(&for_screen(hint));
            text.push('\n');
        }
        self.styled_error(&text)
    }

    /// Writes an object on standard error: an error, for programs.
    pub fn error_object(&mut self, value: &Value) -> io::Result<()> {
        self.out.flush()?;
        let mut line = Vec::new();
        json::write(&mut line, value)?;
        line.push(b'\n');
        self.error.write_all(&line)
    }

    /// A bar that grows up to so many bytes, or counts them where nobody knows how many come: on a
    /// terminal; elsewhere, and when quiet, there is none.
    #[must_use]
    pub fn progress(&self, total: Option<u64>) -> Progress {
        let is_watched = self.are_the_process_s && !self.quiet;
        if is_watched { Progress::new(total) } else { Progress::none() }
    }

    /// Whether there is somebody at a terminal who can be asked.
    #[must_use]
    pub fn can_ask(&self) -> bool {
        self.are_the_process_s && prompt::is_somebody_there()
    }

    /// Asks for a text, on the terminal, until `check` has nothing against it.
    pub fn ask(
        &mut self,
        question: &str,
        check: &dyn Fn(&str) -> Result<(), String>,
    ) -> io::Result<String> {
        self.out.flush()?;
        prompt::text(question, check)
    }

    /// Asks for one of several, on the terminal; `None` where none was wanted.
    pub fn choose(&mut self, question: &str, choices: &[String]) -> io::Result<Option<usize>> {
        self.out.flush()?;
        prompt::choice(question, choices)
    }

    /// Asks for a yes, on the terminal.
    pub fn confirm(&mut self, question: &str) -> io::Result<Answer> {
        self.out.flush()?;
        if !self.are_the_process_s {
            return Ok(Answer::NobodyThere);
        }
        confirm::ask(&for_screen(question))
    }

    /// Writes one line of text as data: for what has no rows, such as a script.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes one value as JSON on a line of its own, whatever form was asked for: for what is JSON
    /// lines and nothing else.
    pub fn json_line(&mut self, value: &Value) -> io::Result<()> {
        json::write(&mut self.out, value)?;
        self.out.write_all(b"\n")
    }

    /// Writes a line of CSV, whatever form was asked for. The cells are written as they are: whoever
    /// made them has seen to it that nothing is run or obeyed.
    pub fn record(&mut self, cells: &[SafeText]) -> io::Result<()> {
        self.out.write_all(&delimited::record(cells.iter().map(SafeText::as_str))?)
    }

    /// Writes a heading between tables; in other forms there is none.
    pub fn heading(&mut self, text: &str) -> io::Result<()> {
        if self.format != Format::Table {
            return Ok(());
        }
        let style = Style::new().bold();
        self.styled(&format!("\n{style}{}{style:#}\n", for_screen(text)))
    }

    /// Writes one answer: the first word is a yes or a no.
    pub fn answer(&mut self, yes: bool, rest: &str) -> io::Result<()> {
        let (word, color) = if yes { ("yes", AnsiColor::Green) } else { ("no", AnsiColor::Red) };
        let style = Style::new().bold().fg_color(Some(color.into()));
        self.styled(&format!("{style}{word}{style:#}{}\n", for_screen(rest)))
    }

    /// Begins a list with these fields; `selected` are the places of those to write, in order.
    pub fn list(
        &mut self,
        fields: &'static [&'static str],
        selected: Option<&[usize]>,
    ) -> Listing<'_> {
        let columns: Vec<_> = fields.iter().map(|field| Column::new(field)).collect();
        self.rows(&columns, selected)
    }

    /// Begins a list with these columns; `selected` are the places of those to write, in order.
    pub fn rows(&mut self, columns: &[Column], selected: Option<&[usize]>) -> Listing<'_> {
        let fields = match selected {
            Some(selected) => selected.iter().map(|at| (columns[*at].field, *at)).collect(),
            None => columns.iter().map(|column| column.field).zip(0..).collect(),
        };
        Listing { output: self, fields, held: Vec::new(), written: 0 }
    }

    /// Writes one object: its parts a line each, lists of objects as tables.
    pub fn object(&mut self, parts: &[(&'static str, Value)]) -> io::Result<()> {
        match self.format {
            Format::Json | Format::Jsonl => {
                json::write(&mut self.out, &Value::Object(parts.to_vec()))?;
                self.out.write_all(b"\n")
            }
            Format::Csv => {
                let mut names = Vec::new();
                let mut cells = Vec::new();
                flatten("", parts, &mut names, &mut cells);
                self.out.write_all(&delimited::record(&names)?)?;
                self.out.write_all(&delimited::record(&cells)?)
            }
            Format::Table => self.object_lines(parts),
        }
    }

    /// Writes everything that is still held back.
    pub fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn object_lines(&mut self, parts: &[(&'static str, Value)]) -> io::Result<()> {
        let width = parts.iter().map(|(name, _)| name.len()).max().unwrap_or(0) + 2;
        for (name, value) in parts {
            let label = name.replace('_', " ");
            match value {
                Value::List(items) if items.iter().any(|item| matches!(item, Value::Object(_))) => {
                    self.heading(&label)?;
                    self.object_table(items)?;
                }
                Value::Object(inner) => {
                    self.heading(&label)?;
                    self.object_lines(inner)?;
                }
                other => writeln!(self.out, "{:width$}{}", format!("{label}:"), other.to_cell())?,
            }
        }
        Ok(())
    }

    fn object_table(&mut self, items: &[Value]) -> io::Result<()> {
        let mut fields = Vec::new();
        let mut rows = Vec::new();
        for item in items {
            if let Value::Object(parts) = item {
                fields = parts.iter().map(|(name, _)| *name).zip(0..).collect();
                rows.push(parts.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>());
            }
        }
        self.out.write_all(table::render(&fields, rows.iter().map(Vec::as_slice)).as_bytes())
    }

    fn styled(&mut self, text: &str) -> io::Result<()> {
        write_styled(&mut self.out, text, self.styled.out)
    }

    fn styled_error(&mut self, text: &str) -> io::Result<()> {
        write_styled(&mut *self.error, text, self.styled.error)
    }
}

fn write_styled(stream: &mut (dyn Write + 'static), text: &str, is_styled: bool) -> io::Result<()> {
    if is_styled {
        stream.write_all(text.as_bytes())
    } else {
        StripStream::new(stream).write_all(text.as_bytes())
    }
}

fn flatten(
    prefix: &str,
    parts: &[(&'static str, Value)],
    names: &mut Vec<String>,
    cells: &mut Vec<String>,
) {
    for (name, value) in parts {
        let name = format!("{prefix}{name}");
        match value {
            Value::Object(inner) => flatten(&format!("{name}."), inner, names, cells),
            other => {
                names.push(name);
                cells.push(delimited::cell(other));
            }
        }
    }
}

/// A list being written, row by row.
pub struct Listing<'o> {
    output: &'o mut Output,
    fields: Vec<(&'static str, usize)>,
    held: Vec<Vec<Value>>,
    written: u64,
}

impl Listing<'_> {
    /// Adds a row: a cell for each of the list's fields, in their order.
    pub fn row(&mut self, cells: Vec<Value>) -> io::Result<()> {
        self.written += 1;
        match self.output.format {
            Format::Table => {
                self.held.push(cells);
                if self.held.len() == TABLE_BLOCK {
                    self.write_table()?;
                }
                Ok(())
            }
            Format::Json => {
                let open: &[u8] = if self.written == 1 { b"[\n  " } else { b",\n  " };
                self.output.out.write_all(open)?;
                self.write_object(&cells)
            }
            Format::Jsonl => {
                self.write_object(&cells)?;
                self.output.out.write_all(b"\n")
            }
            Format::Csv => {
                if self.written == 1 {
                    self.write_csv_header()?;
                }
                let cells = self.fields.iter().map(|(_, at)| delimited::cell(&cells[*at]));
                self.output.out.write_all(&delimited::record(cells)?)
            }
        }
    }

    /// Ends the list. Gives the number of rows.
    pub fn end(mut self) -> io::Result<u64> {
        match self.output.format {
            Format::Table if !self.held.is_empty() => self.write_table()?,
            Format::Json if self.written == 0 => self.output.out.write_all(b"[]\n")?,
            Format::Json => self.output.out.write_all(b"\n]\n")?,
            Format::Csv if self.written == 0 => self.write_csv_header()?,
            Format::Table | Format::Jsonl | Format::Csv => {}
        }
        Ok(self.written)
    }

    fn write_object(&mut self, cells: &[Value]) -> io::Result<()> {
        json::write(&mut self.output.out, &RowObject { fields: &self.fields, cells })
    }

    fn write_csv_header(&mut self) -> io::Result<()> {
        let names = self.fields.iter().map(|(name, _)| *name);
        self.output.out.write_all(&delimited::record(names)?)
    }

    fn write_table(&mut self) -> io::Result<()> {
        let text = table::render(&self.fields, self.held.iter().map(Vec::as_slice));
        self.held.clear();
        self.output.out.write_all(text.as_bytes())
    }
}
