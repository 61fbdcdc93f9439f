//! Making, opening and upgrading the file. A file that is no workspace, or is from a newer version,
//! is refused before anything touches it.

use std::{
    fs::{self, File, OpenOptions},
    io::Read,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite_migration::{M, Migrations};

use crate::store::{
    Store,
    engine::{
        Connection,
        error::{Error, Result},
    },
};

/// "rolc", in the file's header: what tells a workspace from any other SQLite file.
const APPLICATION_ID: i32 = 0x726f_6c63;

/// How long to wait for another process before the workspace counts as busy.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// From nothing to the newest version, step by step.
const STEPS: &[&str] = &[include_str!("../migrations/001_workspace.sql")];

/// What may be done with an open workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everything.
    Full,
    /// Reading alone.
    Read,
}

impl Store {
    /// Makes an empty workspace at a path where nothing is.
    ///
    /// `fill` writes its first content. The file appears under its name only when that is done, so
    /// a failure leaves nothing behind; it is readable by its owner alone.
    ///
    /// # Errors
    /// [`Error::Exists`], [`Error::Io`], or what `fill` fails with.
    pub fn create<E: From<Error>>(
        path: &Path,
        fill: impl FnOnce(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        if path.exists() {
            return Err(Error::Exists(path.to_owned()).into());
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(Error::Io)?;
        }
        let unborn = Unborn::at(path)?;
        let mut store = unborn.build()?;
        fill(&mut store)?;
        store.close()?;
        unborn.appear(path)?;
        Ok(())
    }

    /// Opens the workspace at that path, upgrading it if an older version made it.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::NotAWorkspace`], [`Error::Newer`], [`Error::Busy`] and the rest.
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_for(path, Access::Full)
    }

    /// The same, to read from it alone where that is what is wanted: then every write fails.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_for(path: &Path, access: Access) -> Result<Self> {
        check_header(path)?;
        let mut connection = Connection::open(path, BUSY_TIMEOUT)?;
        // Asked again: what the header doesn't say yet may stand in the write-ahead log.
        let found = connection.version()?;
        check_version(path, found)?;
        if found < known_version() {
            upgrade(&mut connection)?;
        }
        if access == Access::Read {
            connection.forbid_writing()?;
        }
        Ok(Self { connection })
    }

    fn close(self) -> Result<()> {
        self.connection.close()
    }
}

/// A workspace under a temporary name; removed with its side files unless it appears.
struct Unborn {
    path: PathBuf,
}

impl Unborn {
    fn at(path: &Path) -> Result<Self> {
        let mut name = std::ffi::OsString::from(".");
        name.push(path.file_name().ok_or_else(|| Error::NotAWorkspace(path.to_owned()))?);
        name.push(format!(".{}.new", std::process::id()));
        let unborn = Self { path: path.with_file_name(name) };
        create_private(&unborn.path)?;
        Ok(unborn)
    }

    fn build(&self) -> Result<Store> {
        let mut connection = Connection::open(&self.path, BUSY_TIMEOUT)?;
        connection.set_application(APPLICATION_ID)?;
        connection.set_journal("WAL")?;
        upgrade(&mut connection)?;
        Ok(Store { connection })
    }

    /// Gives the file its name, unless something took it in the meantime.
    fn appear(&self, path: &Path) -> Result<()> {
        fs::hard_link(&self.path, path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => Error::Exists(path.to_owned()),
            _ => Error::Io(error),
        })
    }
}

impl Drop for Unborn {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let mut name = self.path.clone().into_os_string();
            name.push(suffix);
            // What isn't there needs no removing, and what can't be removed has no one to tell.
            drop(fs::remove_file(name));
        }
    }
}

#[cfg(unix)]
fn create_private(path: &Path) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    Ok(())
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?;
    Ok(())
}

/// Reads the first 100 bytes and nothing else: opening somebody else's database, even to read, can
/// leave side files or run its recovery.
fn check_header(path: &Path) -> Result<()> {
    let mut file = File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::Missing(path.to_owned()),
        _ => Error::Io(error),
    })?;
    let mut header = [0_u8; 100];
    let not_a_workspace = || Error::NotAWorkspace(path.to_owned());
    file.read_exact(&mut header).map_err(|_| not_a_workspace())?;
    let number = |at: usize| {
        i32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    if !header.starts_with(b"SQLite format 3\0") || number(68) != APPLICATION_ID {
        return Err(not_a_workspace());
    }
    check_version(path, number(60).into())
}

fn known_version() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

fn check_version(path: &Path, found: i64) -> Result<()> {
    let known = known_version();
    if found > known {
        return Err(Error::Newer { path: path.to_owned(), found, known });
    }
    Ok(())
}

fn upgrade(connection: &mut Connection) -> Result<()> {
    let steps: Vec<_> = STEPS.iter().map(|step| condensed(step)).collect();
    let migrations = Migrations::new(steps.iter().map(|step| M::up(step)).collect());
    migrations.to_latest(connection.inner_mut()).map_err(migration_error)
}

/// The same statements without comments and indentation. The engine keeps a table's statement as it
/// was written, and reads all of them again whenever a workspace is opened.
fn condensed(sql: &str) -> String {
    let code = |line: &str| -> String {
        let code = line.split_once("--").map_or(line, |(code, _)| code);
        code.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    sql.lines().map(code).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn migration_error(error: rusqlite_migration::Error) -> Error {
    match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        other => Error::Corrupt(other.to_string()),
    }
}
