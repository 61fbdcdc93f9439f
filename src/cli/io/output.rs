//! Writing a file that the command line names: it appears when it is whole, and replaces nothing that
//! it wasn't told to.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::{
    cli::error::Error,
    store::{Unfinished, plain},
};

/// What may become of a file that is there already.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Force {
    /// Replace the file if it exists
    #[arg(long)]
    pub force: bool,
}

/// A file that is being written.
pub struct OutputFile(BufWriter<Target>);

enum Target {
    /// A file that gets its name when it is whole.
    Whole { file: NamedTempFile, unfinished: Unfinished, path: PathBuf, force: bool },
    /// A pipe or a device, which is written to as it comes.
    Stream(File),
}

impl OutputFile {
    /// Starts a file that is to be called `path`. `kept` are files that it must not replace: the
    /// workspace, and what the data is read from.
    pub fn create(path: &Path, force: bool, kept: &[&Path]) -> Result<Self, Error> {
        // A link is followed, so that what it names is replaced and not the link.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if kept.iter().any(|kept| is_part_of(&path, kept)) {
            return Err(Error::usage(
                format!("`{}` is in use by this command, and would be overwritten", path.display()),
                "name another file",
            ));
        }
        let target = match path.metadata() {
            Ok(about) if about.is_dir() => {
                let problem = format!("`{}` is a folder", path.display());
                return Err(Error::usage(problem, "name a file in it"));
            }
            Ok(about) if !about.is_file() => {
                let opened = OpenOptions::new().write(true).open(&path);
                Target::Stream(opened.map_err(|error| named(&path, &error))?)
            }
            _ => {
                let (file, unfinished) =
                    Unfinished::make(folder(&path), unfinished, NamedTempFile::path)
                        .map_err(|error| named(&path, &error))?;
                Target::Whole { file, unfinished, path, force }
            }
        };
        Ok(Self(BufWriter::with_capacity(1 << 16, target)))
    }

    /// Refuses now what `save` would refuse: for who makes a change before the file is saved.
    pub fn checked(self) -> Result<Self, Error> {
        match self.0.get_ref() {
            Target::Whole { path, force: false, .. } if path.exists() => {
                Err(Error::Taken(path.clone()))
            }
            _ => Ok(self),
        }
    }

    /// Another handle on the same file, for who writes it as a stream of its own.
    pub fn handle(&self) -> io::Result<File> {
        match self.0.get_ref() {
            Target::Whole { file, .. } => file.as_file().try_clone(),
            Target::Stream(file) => file.try_clone(),
        }
    }

    /// Ends the file and gives it its name.
    pub fn save(self) -> Result<(), Error> {
        let target = self.0.into_inner().map_err(io::IntoInnerError::into_error)?;
        let Target::Whole { file, unfinished, path, force } = target else { return Ok(()) };
        file.as_file().sync_all()?;
        let saved = if force { file.persist(&path) } else { file.persist_noclobber(&path) };
        saved.map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => Error::Taken(path.clone()),
            _ => named(&path, &error.error).into(),
        })?;
        drop(unfinished);
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

/// Starts a file under another name.
fn unfinished(folder: &Path) -> io::Result<NamedTempFile> {
    let file = tempfile::Builder::new().prefix(Unfinished::OUTPUT).tempfile_in(folder)?;
    // Where files can't be locked, only what is old is swept.
    drop(file.as_file().lock());
    Ok(file)
}

/// An error of the system, with the file that it is about.
fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {}", path.display(), plain(error)))
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether a path is that file, or one that the engine keeps beside it.
fn is_part_of(path: &Path, file: &Path) -> bool {
    let file = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    ["", "-wal", "-shm", "-journal"].iter().any(|side| {
        let mut name = file.clone().into_os_string();
        name.push(side);
        path == Path::new(&name)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const KEEP: bool = false;
    const REPLACE: bool = true;

    #[test]
    fn a_file_appears_when_it_is_whole_and_replaces_only_what_it_may() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let mut file = OutputFile::create(&path, KEEP, &[]).unwrap();
        file.write_all(b"one").unwrap();
        assert!(!path.exists());
        file.save().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        let again = || OutputFile::create(&path, KEEP, &[]).unwrap();
        assert!(matches!(again().checked(), Err(Error::Taken(_))));
        assert!(matches!(again().save(), Err(Error::Taken(_))));
        let mut file = OutputFile::create(&path, REPLACE, &[]).unwrap();
        file.write_all(b"two").unwrap();
        drop(file);
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_came_in_between_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let file = OutputFile::create(&path, KEEP, &[]).unwrap();
        std::fs::write(&path, "theirs").unwrap();
        assert!(matches!(file.save(), Err(Error::Taken(_))));
        assert_eq!(std::fs::read(&path).unwrap(), b"theirs");
    }

    #[test]
    fn the_workspace_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = folder.path().join("workspace.db");
        std::fs::write(&workspace, "rows").unwrap();
        for side in ["", "-wal", "-shm", "-journal"] {
            let path = folder.path().join(format!("workspace.db{side}"));
            std::fs::write(&path, "rows").unwrap();
            let made = OutputFile::create(&path, REPLACE, &[&workspace]);
            assert!(matches!(made, Err(Error::Usage { .. })), "{side}");
        }
        #[cfg(unix)]
        {
            let link = folder.path().join("link");
            std::os::unix::fs::symlink(&workspace, &link).unwrap();
            assert!(OutputFile::create(&link, REPLACE, &[&workspace]).is_err());
        }
    }
}
