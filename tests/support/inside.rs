//! The program run within the test's own process, the way its `main` runs it: what there are
//! thousands of runs of would take minutes as processes.

use std::{
    cell::RefCell,
    ffi::OsString,
    io::{self, Cursor, Write},
    path::Path,
    rc::Rc,
};

use rolecall::{
    cli::{Program, Surroundings, program},
    store::Access,
    ui::{Screen, Streams},
};

use super::{Ran, words::words, workspace::NOW};

/// What was written to it can be read by whoever has its twin.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Shared {
    fn text(&self) -> String {
        String::from_utf8(self.0.take()).expect("the program prints UTF-8")
    }
}

/// The program, for many runs.
pub struct Inside {
    program: Program,
    now: i64,
}

impl Inside {
    /// At the time of all tests.
    pub fn new() -> Self {
        let now: jiff::Timestamp = NOW.parse().unwrap();
        Self { program: program(), now: now.as_millisecond() }
    }

    /// Runs a line on the workspace at that path, with that on standard input.
    pub fn run(&mut self, path: &Path, line: &str, input: &[u8]) -> Ran {
        self.run_on(None, path, line, input)
    }

    /// Runs a line as at a terminal of that many columns, without colour and pager.
    pub fn at_screen(&mut self, columns: u16, path: &Path, line: &str) -> Ran {
        self.run_on(Some(Screen::of_width(columns)), path, line, &[])
    }

    fn run_on(&mut self, screen: Option<Screen>, path: &Path, line: &str, input: &[u8]) -> Ran {
        let fixed = ["rolecall".into(), "--workspace".into(), path.as_os_str().to_owned()];
        let arguments = fixed.into_iter().chain(words(line).into_iter().map(OsString::from));
        let (out, error) = (Shared::default(), Shared::default());
        let streams = Streams::over(Cursor::new(input.to_vec()), out.clone(), error.clone());
        let streams = match screen {
            Some(screen) => streams.drawn_for(screen),
            None => streams,
        };
        let (now, access) = (Some(self.now), Access::Full);
        let around = Surroundings { streams, now, access, masks: None, pin: None };
        let code = self.program.run(arguments, around);
        Ran { line: line.to_owned(), code: code.into(), stdout: out.text(), stderr: error.text() }
    }
}
