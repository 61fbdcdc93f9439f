//! Standard output for data, standard error for everything else, and lists that stream.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write},
};

use anstream::{AutoStream, StripStream};
use anstyle::{AnsiColor, Style};

use super::{
    ColorChoice, Column, Format, Screen, Value,
    cell::Look,
    delimited,
    escape::for_screen,
    json,
    pager::Pager,
    progress::Progress,
    prompt::{self, Answer},
    streams::Streams,
    table::Grid,
};
use crate::rules::privacy::lens::SafeText;

/// How one run of the program prints.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// The form of lists and objects.
    pub format: Format,
    /// When colour is used.
    pub color: ColorChoice,
    /// Whether what is said beside the data is left out.
    pub quiet: bool,
    /// Whether tables may be wider than the terminal.
    pub wide: bool,
    /// Whether what is longer than the screen goes to a pager.
    pub pages: bool,
    /// When it is, in milliseconds since 1970: times are told from it on a terminal.
    pub now: i64,
}

impl Settings {
    /// In that form, with nothing of a terminal.
    #[must_use]
    pub fn of(format: Format) -> Self {
        Self { format, ..Self::default() }
    }
}

/// The program's two ways out, in the form that was asked for.
pub struct Output {
    input: Box<dyn Read + Send>,
    out: BufWriter<Out>,
    error: Box<dyn Write>,
    are_the_process_s: bool,
    is_connection: bool,
    screen: Option<Screen>,
    styled: Styled,
    settings: Settings,
}

/// Standard output, by way of a pager or not.
enum Out {
    Plain(Box<dyn Write>),
    Paged(Pager),
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Paged(pager) => pager.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            Self::Paged(pager) => pager.flush(),
        }
    }
}

/// Which of the ways out takes colour.
struct Styled {
    out: bool,
    error: bool,
}

impl Output {
    /// Over these streams, in that way.
    #[must_use]
    pub fn new(streams: Streams, settings: Settings) -> Self {
        let Streams { input, out, error, are_the_process_s, is_connection, screen, pager } =
            streams;
        let styled = |auto: fn() -> anstream::ColorChoice| match settings.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => are_the_process_s && auto() != anstream::ColorChoice::Never,
        };
        let screen = screen.filter(|_| settings.format == Format::Table);
        let pager = screen
            .filter(|_| are_the_process_s && settings.pages)
            .and_then(|screen| Pager::find(screen.height, pager));
        let out = match pager {
            Some(pager) => Out::Paged(Pager::new(out, pager)),
            None => Out::Plain(out),
        };
        Self {
            input,
            out: BufWriter::with_capacity(1 << 15, out),
            error,
            are_the_process_s,
            is_connection,
            screen,
            styled: Styled {
                out: styled(|| AutoStream::choice(&io::stdout())),
                error: styled(|| AutoStream::choice(&io::stderr())),
            },
            settings,
        }
    }

    /// Into a file instead, in that form; nothing is said beside the data.
    #[must_use]
    pub fn to_file(file: File, format: Format) -> Self {
        let streams = Streams::over(io::empty(), file, io::sink());
        Self::new(
            streams,
            Settings { quiet: true, color: ColorChoice::Never, ..Settings::of(format) },
        )
    }

    /// Standard input, to read from to its end: who asks again finds nothing more.
    pub fn input(&mut self) -> Box<dyn BufRead + Send> {
        let input = std::mem::replace(&mut self.input, Box::new(io::empty()));
        Box::new(BufReader::with_capacity(1 << 16, input))
    }

    /// Whether somebody at another machine runs this, who may name no file of this one.
    #[must_use]
    pub const fn is_connection(&self) -> bool {
        self.is_connection
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
        self.settings.format
    }

    /// The terminal, where what is printed is drawn for one: not JSON, and not through a pipe.
    #[must_use]
    pub const fn screen(&self) -> Option<Screen> {
        self.screen
    }

    /// Whether what is printed is drawn for a terminal.
    #[must_use]
    pub const fn is_screen(&self) -> bool {
        self.screen.is_some()
    }

    /// Whether tables may be wider than the terminal.
    #[must_use]
    pub const fn is_wide(&self) -> bool {
        self.settings.wide
    }

    /// Takes another form, for what has none in the one that was asked for.
    pub const fn set_format(&mut self, format: Format) {
        self.settings.format = format;
    }

    /// Says something beside the data, on standard error.
    pub fn say(&mut self, sentence: &str) -> io::Result<()> {
        if self.settings.quiet { Ok(()) } else { self.show(sentence) }
    }

    /// Says something also when quiet, such as what a question is about.
    pub fn show(&mut self, sentence: &str) -> io::Result<()> {
        self.styled_error(&format!("{}\n", for_screen(sentence)))
    }

    /// Warns of something, on standard error, also when quiet.
    pub fn warn(&mut self, sentence: &str) -> io::Result<()> {
        let style = Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()));
        self.styled_error(&format!("{style}warning:{style:#} {}\n", for_screen(sentence)))
    }

    /// Writes an error and its hint on standard error, for people.
    pub fn error(&mut self, message: &str, hint: Option<&str>) -> io::Result<()> {
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
        // What can't be written any more hides no error.
        drop(self.out.flush());
        let mut line = Vec::new();
        json::write(&mut line, value)?;
        line.push(b'\n');
        self.error.write_all(&line)
    }

    /// A bar that grows up to so many bytes, or counts them where nobody knows how many come: on a
    /// terminal; elsewhere, and when quiet, there is none.
    #[must_use]
    pub fn progress(&self, total: Option<u64>) -> Progress {
        let is_watched = self.are_the_process_s && !self.settings.quiet;
        if is_watched { Progress::new(total) } else { Progress::none() }
    }

    /// Whether there is somebody at a terminal who can be asked.
    #[must_use]
    pub fn can_ask(&self) -> bool {
        self.are_the_process_s && prompt::is_somebody_there()
    }

    /// Asks for a text, on the terminal, until `check` has nothing against it; `None` where the
    /// asking was left.
    pub fn ask(
        &mut self,
        question: &str,
        check: &dyn Fn(&str) -> Result<(), String>,
    ) -> io::Result<Option<String>> {
        self.finish()?;
        prompt::text(question, check)
    }

    /// Asks for one of several, each with a name and what is said about it; `None` where none was wanted.
    pub fn choose(
        &mut self,
        question: &str,
        choices: &[(SafeText, SafeText)],
    ) -> io::Result<Option<usize>> {
        self.finish()?;
        prompt::choice(question, choices)
    }

    /// Asks for a yes, on the terminal.
    pub fn confirm(&mut self, question: &str) -> io::Result<Answer> {
        self.finish()?;
        if !self.are_the_process_s {
            return Ok(Answer::NobodyThere);
        }
        prompt::confirm(question)
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

    /// Writes one answer: the first word is a yes or a no.
    pub fn answer(&mut self, yes: bool, rest: &str) -> io::Result<()> {
        let (word, color) = if yes { ("yes", AnsiColor::Green) } else { ("no", AnsiColor::Red) };
        let style = Style::new().bold().fg_color(Some(color.into()));
        self.styled(&format!("{style}{word}{style:#}{}\n", for_screen(rest)))
    }

    /// Writes everything that is still held back, and waits for the pager.
    pub fn finish(&mut self) -> io::Result<()> {
        self.out.flush()?;
        match self.out.get_mut() {
            Out::Plain(_) => Ok(()),
            Out::Paged(pager) => pager.end(),
        }
    }

    /// Standard output, for what has its form already.
    pub(super) fn out(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// What cells are drawn with.
    pub(super) fn look(&self) -> Look {
        Look { screen: self.screen, now: self.settings.now }
    }

    /// A table with these columns, drawn as the terminal can.
    pub(super) fn grid(&self, columns: Vec<Column>) -> Grid {
        let is_styled = self.styled.out && self.screen.is_some();
        Grid::new(columns, self.look(), is_styled, self.settings.wide)
    }

    /// From here on, what is longer than the screen is paged.
    pub(super) fn begin_paging(&mut self) {
        if let Out::Paged(pager) = self.out.get_mut() {
            pager.begin();
        }
    }

    fn is_paging(&self) -> bool {
        matches!(self.out.get_ref(), Out::Paged(pager) if pager.is_paging())
    }

    pub(super) fn styled(&mut self, text: &str) -> io::Result<()> {
        write_styled(&mut self.out, text, self.styled.out)
    }

    fn styled_error(&mut self, text: &str) -> io::Result<()> {
        if self.is_paging() && io::stderr().is_terminal() {
            // On the same screen, between the same lines.
            return self.styled(text);
        }
        // What was said before stands before, also where both ways lead to one screen.
        // What can't be written any more hides no error.
        drop(self.out.flush());
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
