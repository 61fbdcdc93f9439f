//! Writing a file that the command line names: it appears when it is whole, and replaces nothing that
//! it wasn't told to.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::{cli::error::Error, ops, store};

/// A file that is being written.
pub struct OutputFile(BufWriter<Target>);

enum Target {
    /// A file that gets its name when it is whole.
    Whole { file: NamedTempFile, path: PathBuf, may_replace: bool },
    /// A pipe or a device, which is written to as it comes.
    Stream(File),
}

impl OutputFile {
    /// Starts a file that is to be called `path`. `kept` are files that it must not replace: the
    /// workspace, and what the data is read from.
    pub fn create(path: &Path, may_replace: bool, kept: &[&Path]) -> Result<Self, Error> {
        if kept.iter().any(|kept| is_same(path, kept)) {
            return Err(Error::usage(
                format!("`{}` is in use by this command, and would be overwritten", path.display()),
                "name another file",
            ));
        }
        let target = match path.metadata() {
            Ok(about) if about.is_dir() => {
                return Err(Error::usage(
                    format!("`{}` is a folder", path.display()),
                    "name a file in it",
                ));
            }
            Ok(about) if !about.is_file() => {
                Target::Stream(OpenOptions::new().write(true).open(path)?)
            }
            Ok(_) if !may_replace => return Err(store::Error::Exists(path.to_owned()).into()),
            _ => Target::Whole {
                file: NamedTempFile::new_in(folder(path))?,
                path: path.to_owned(),
                may_replace,
            },
        };
        Ok(Self(BufWriter::with_capacity(1 << 16, target)))
    }

    /// Ends the file and gives it its name.
    pub fn save(self) -> Result<(), Error> {
        let target = self.0.into_inner().map_err(io::IntoInnerError::into_error)?;
        let Target::Whole { file, path, may_replace } = target else { return Ok(()) };
        file.as_file().sync_all()?;
        let saved = if may_replace { file.persist(&path) } else { file.persist_noclobber(&path) };
        saved.map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => ops::Error::from(store::Error::Exists(path.clone())),
            _ => error.error.into(),
        })?;
        // The name is the folder's: it outlives a power cut only once the folder is written too.
        #[cfg(unix)]
        File::open(folder(&path))?.sync_all()?;
        Ok(())
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Whole { file, .. } => file.write(bytes),
            Self::Stream(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Whole { file, .. } => file.flush(),
            Self::Stream(file) => file.flush(),
        }
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn is_same(path: &Path, other: &Path) -> bool {
    match (path.canonicalize(), other.canonicalize()) {
        (Ok(path), Ok(other)) => path == other,
        _ => path == other,
    }
}
