//! A file that appears when it is whole, and not before.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::error::Error;

/// A file under another name until it is wanted: rows are in it before the others are kept, and
/// what stood under its name stays if none is rejected.
pub struct Unsaved {
    /// What is written.
    pub out: BufWriter<File>,
    name: PathBuf,
    unfinished: PathBuf,
}

impl Unsaved {
    /// Begins a file that is to be called `path`; `input` is what it is made of, and stays.
    pub fn create(path: &Path, input: &str) -> std::result::Result<Self, Error> {
        if let (Ok(path), Ok(input)) = (path.canonicalize(), Path::new(input).canonicalize())
            && path == input
        {
            return Err(Error::usage(
                "the rejected rows would overwrite the list that they come from",
                "name another file with `--rejects`",
            ));
        }
        let Some(name) = path.file_name() else {
            return Err(Error::usage(
                format!("`{}` is no file", path.display()),
                "name a file with `--rejects`",
            ));
        };
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.new", std::process::id()));
        let unfinished = path.with_file_name(hidden);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let out = BufWriter::new(options.open(&unfinished)?);
        Ok(Self { out, name: path.to_owned(), unfinished })
    }

    /// Gives the file its name.
    pub fn save(mut self) -> io::Result<()> {
        self.out.flush()?;
        fs::rename(&self.unfinished, &self.name)
    }
}

impl Drop for Unsaved {
    fn drop(&mut self) {
        // It is there no more where it was saved.
        drop(fs::remove_file(&self.unfinished));
    }
}
