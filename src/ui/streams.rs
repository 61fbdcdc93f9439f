//! Where a run of the program reads and writes: the process's own three streams, or others that a
//! caller within this process gives.

use std::io::{self, Read, Write};

use anstream::AutoStream;

use super::{Screen, connection::Unbroken};

/// Standard input, output and error of one run.
pub struct Streams {
    pub(super) input: Box<dyn Read + Send>,
    pub(super) out: Box<dyn Write>,
    pub(super) error: Box<dyn Write>,
    /// Whether they are the process's own, behind which somebody may sit at a terminal.
    pub(super) are_the_process_s: bool,
    /// Whether they are a connection's, whose other end may name no file of this machine.
    pub(super) is_connection: bool,
    /// The terminal that the output is drawn for.
    pub(super) screen: Option<Screen>,
    /// The pager, where the environment names none.
    pub(super) pager: Option<String>,
}

impl Streams {
    /// Those of the process.
    #[must_use]
    pub fn of_process() -> Self {
        // On Windows this is what makes a console read escapes; elsewhere it does nothing.
        let _ = AutoStream::auto(io::stderr());
        Self {
            input: Box::new(io::stdin()),
            out: Box::new(io::stdout()),
            error: Box::new(io::stderr()),
            are_the_process_s: true,
            is_connection: false,
            screen: Screen::of_process(),
            pager: None,
        }
    }

    /// Whether they are the process's own.
    #[must_use]
    pub const fn is_process(&self) -> bool {
        self.are_the_process_s
    }

    /// The same with that pager, where the environment names none for this program.
    #[must_use]
    pub fn paged_by(self, pager: Option<String>) -> Self {
        Self { pager, ..self }
    }

    /// Those of a connection that somebody else holds: nobody is asked at it, and its input ends only
    /// where the connection stands. Tells also whether its other end draws colours.
    #[must_use]
    pub fn of_connection() -> (Self, bool) {
        let is_coloured = AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
        let streams = Self::over(Unbroken::new(), io::stdout(), io::stderr());
        (Self { screen: Screen::of_process(), is_connection: true, ..streams }, is_coloured)
    }

    /// Any others, without a terminal.
    #[must_use]
    pub fn over(
        input: impl Read + Send + 'static,
        out: impl Write + 'static,
        error: impl Write + 'static,
    ) -> Self {
        Self {
            input: Box::new(input),
            out: Box::new(out),
            error: Box::new(error),
            are_the_process_s: false,
            is_connection: false,
            screen: None,
            pager: None,
        }
    }

    /// The same, with the output drawn for that terminal.
    #[must_use]
    pub fn drawn_for(self, screen: Screen) -> Self {
        Self { screen: Some(screen), ..self }
    }
}
