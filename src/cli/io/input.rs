//! Reading a file that the command line names, where `-` is standard input: one way in, and one set of
//! messages.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek},
    path::Path,
};

use tempfile::SpooledTempFile;

use crate::{
    ops::{Cleared, Error, Result, error::InputFault},
    store::plain,
    ui::Output,
};

/// How much is read at a time.
const BLOCK: usize = 1 << 16;

/// What comes from a pipe is kept in memory up to this size, and in a file beyond.
const MOST_IN_MEMORY: usize = 8 << 20;

/// More than any secret is long.
const LONGEST_SECRET: u64 = 1024;

/// An open file, or standard input.
pub struct Input {
    name: String,
    /// What is in it.
    pub reader: Box<dyn BufRead + Send>,
    /// How many bytes it has, where that is known before it is read.
    pub length: Option<u64>,
}

impl Input {
    /// Opens a file, or standard input for `-`, once the right to what it is for was asked.
    pub fn open(name: &str, _: Cleared, output: &mut Output) -> Result<Self> {
        let of = |reader, length| Self { name: name.to_owned(), reader, length };
        if name == "-" {
            return Ok(of(output.input(), None));
        }
        // The pin refuses paths before; this holds also where an argument isn't known to be one.
        if output.is_connection() {
            return Err(fault(name, None, "is a file of another machine", "give it by `-`"));
        }
        let path = Path::new(name);
        let opened = File::open(path).and_then(|file| Ok((file.metadata()?, file)));
        match opened {
            Ok((about, _)) if about.is_dir() => {
                Err(fault(name, None, "is a folder", "name a file in it"))
            }
            Ok((about, file)) => {
                // A pipe or a device doesn't know its length.
                let length = about.is_file().then_some(about.len());
                Ok(of(Box::new(BufReader::with_capacity(BLOCK, file)), length))
            }
            Err(error) => Err(fault(
                name,
                None,
                &format!("can't be opened: {}", plain(&error)),
                "name a file that exists, or `-` for standard input",
            )),
        }
    }

    /// Waits for all of it, where it comes from a pipe: whoever changes the workspace by it holds a lock, and
    /// a slow sender would lock everybody out. The workspace is best opened after it: a server may end a
    /// connection that was asked something and then is silent.
    pub fn settled(mut self) -> Result<Self> {
        if self.length.is_none() {
            let mut kept = SpooledTempFile::new(MOST_IN_MEMORY);
            self.length = Some(io::copy(&mut self.reader, &mut kept)?);
            kept.rewind()?;
            self.reader = Box::new(BufReader::with_capacity(BLOCK, kept));
        }
        Ok(self)
    }

    /// Reads it to its end, which comes after `most` bytes at the latest.
    pub fn bytes(self, most: u64) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match self.reader.take(most.saturating_add(1)).read_to_end(&mut bytes) {
            Ok(read) if read as u64 > most => Err(fault(
                &self.name,
                None,
                &format!("is longer than {} MiB", most >> 20),
                "name the file that you mean, or a part of it",
            )),
            Ok(_) => Ok(bytes),
            Err(error) => Err(fault(
                &self.name,
                None,
                &format!("can't be read: {}", plain(&error)),
                "check the file and the disk",
            )),
        }
    }

    /// Reads it to its end as text.
    pub fn text(self, most: u64) -> Result<String> {
        let name = self.name.clone();
        String::from_utf8(self.bytes(most)?).map_err(|error| {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = good.split(|byte| *byte == b'\n').count() as u64;
            fault(&name, Some(line), "is not UTF-8", "save it as UTF-8")
        })
    }
}

/// Reads a code or a key from standard input. What is not text is none, and is refused like a wrong one.
pub fn secret(output: &mut Output) -> io::Result<String> {
    let mut bytes = Vec::new();
    output.input().take(LONGEST_SECRET).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Something that is wrong with a file.
pub fn fault(file: &str, line: Option<u64>, problem: &str, hint: &str) -> Error {
    Error::Input(Box::new(InputFault {
        file: file.to_owned(),
        line,
        column: None,
        problem: problem.to_owned(),
        hint: Some(hint.to_owned()),
    }))
}
