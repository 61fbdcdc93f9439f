//! Backups: a copy of the workspace as it stood at one moment, taken while others are at work in it.
//!
//! A backup is the copied file with a manifest behind its last page, where the engine doesn't look. So it
//! is one file, and every byte of it is covered by a hash.

use std::{
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    kept_name::KeptName,
    place::server_at,
    plain_file::{SIDE_FILES, begins_as_ours, beside},
    schema,
    temp::{TempWorkspace, sync_folder},
};
use crate::{
    rules::hex::Hex,
    store::{
        Access, ChainFault, Snapshot, Store,
        engine::{
            Connection,
            error::{Error, Result},
        },
    },
};

/// The last bytes of a backup, after the length and the hash of its manifest.
const MARK: &[u8; 8] = b"rolcback";

/// How many bytes the length, the hash and the mark have.
const END: usize = 8 + 32 + MARK.len();

/// More than a manifest is long.
const LONGEST: u64 = 4000;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the schema.
    pub format: i64,
    /// The workspace's name.
    pub workspace: String,
    /// When it was taken, in milliseconds since 1970.
    pub taken_at: i64,
    /// How many members there are.
    pub members: u64,
    /// How many accounts.
    pub accounts: u64,
    /// How many contacts.
    pub contacts: u64,
    /// How many chats.
    pub chats: u64,
    /// How many messages.
    pub messages: u64,
    /// Where the history ends.
    pub head: String,
    /// How many bytes the copied file has.
    pub bytes: u64,
    /// Their SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// Where a restored workspace went, and what was there before.
#[derive(Debug, Clone)]
pub struct Restored {
    /// What the backup says of itself.
    pub manifest: Manifest,
    /// Where the workspace is now that was there before: a file, or a schema.
    pub kept: Option<PathBuf>,
}

impl Store {
    /// Writes a backup to a path. Others may go on changing the workspace: what they write during the copy
    /// is in it as a whole, or not at all. Tells also what is wrong with the history in it: it is written
    /// all the same, since it may be all there is.
    ///
    /// # Errors
    /// [`Error::Itself`]; [`Error::Exists`] unless `may_replace`; what the operating system says.
    pub fn back_up(
        &self,
        path: &Path,
        now: i64,
        may_replace: bool,
    ) -> Result<(Manifest, Vec<ChainFault>)> {
        if fs::symlink_metadata(path).is_ok() {
            let own = self.place.path().and_then(|own| own.canonicalize().ok());
            if own.is_some() && fs::canonicalize(path).ok() == own {
                return Err(Error::Itself(path.to_owned()));
            }
            if !may_replace {
                return Err(Error::Exists(path.to_owned()));
            }
        }
        self.write_backup(path, now, may_replace).map_err(|error| match error {
            Error::Io(error) => Error::Unwritten { file: path.to_owned(), error },
            other => other,
        })
    }

    fn write_backup(
        &self,
        path: &Path,
        now: i64,
        may_replace: bool,
    ) -> Result<(Manifest, Vec<ChainFault>)> {
        let temp = TempWorkspace::beside(path)?;
        let copy = if self.connection.is_file() {
            let mut copy = Connection::open(&temp.path(), Duration::ZERO)?;
            self.connection.copy_to(&mut copy)?;
            copy
        } else {
            self.copy_into_file(&temp.path())?
        };
        copy.end_log()?;
        let copied = Snapshot { connection: &copy };
        let (mut manifest, report) = (copied.manifest(now)?, copied.verify_history(None)?);
        copy.close()?;
        let mut file = File::options().read(true).write(true).open(temp.path())?;
        (manifest.bytes, manifest.sha256) = fingerprint(&mut file, None)?;
        let text = serde_json::to_vec(&manifest).map_err(io::Error::other)?;
        file.seek(SeekFrom::End(0))?;
        file.write_all(&text)?;
        file.write_all(&(text.len() as u64).to_be_bytes())?;
        file.write_all(&Sha256::digest(&text))?;
        file.write_all(MARK)?;
        file.sync_all()?;
        temp.hand_over(path, may_replace)?;
        Ok((manifest, report.faults))
    }

    /// Checks a backup whole, without restoring it.
    ///
    /// # Errors
    /// [`Error::NotABackup`], [`Error::Damaged`] and the rest.
    pub fn check_backup(path: &Path) -> Result<Manifest> {
        let manifest = Manifest::read(path)?;
        let store = Self::open_for(path, Access::Read)?;
        let found = Snapshot { connection: &store.connection };
        let is_same = Manifest {
            taken_at: manifest.taken_at,
            bytes: manifest.bytes,
            sha256: manifest.sha256.clone(),
            ..found.manifest(manifest.taken_at)?
        } == manifest;
        if !is_same {
            return Err(Error::Damaged(path.to_owned()));
        }
        store.connection.check_pages()?;
        if !found.verify_history(None)?.faults.is_empty() {
            return Err(Error::Rewritten(path.to_owned()));
        }
        Ok(manifest)
    }

    /// Makes a backup the workspace at a path. What is there already stays beside it, if it may be replaced
    /// at all; what another workspace left beside that path goes.
    ///
    /// # Errors
    /// As [`check_backup`](Self::check_backup); [`Error::Exists`], and [`Error::Busy`] while another process
    /// is in what is there.
    pub fn restore(backup: &Path, path: &Path, may_replace: bool) -> Result<Restored> {
        let manifest = Self::check_backup(backup)?;
        if let Some(address) = server_at(path)? {
            let kept = Self::restore_at(backup, &address, may_replace)?;
            return Ok(Restored { manifest, kept });
        }
        let is_there = fs::symlink_metadata(path).is_ok();
        if is_there && !may_replace {
            return Err(Error::Exists(path.to_owned()));
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        let temp = TempWorkspace::beside(path)?;
        let mut from = File::open(backup)?.take(manifest.bytes);
        io::copy(&mut from, &mut File::options().write(true).open(temp.path())?)?;
        let (_, sha256) = fingerprint(&mut File::open(temp.path())?, None)?;
        if sha256 != manifest.sha256 {
            return Err(Error::Damaged(backup.to_owned()));
        }
        let kept = is_there.then(|| KeptName::of(path)).transpose()?;
        for suffix in SIDE_FILES {
            match fs::remove_file(beside(path, suffix)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        temp.replace(path)?;
        let kept = kept.map(KeptName::stay);
        sync_folder(path)?;
        Ok(Restored { manifest, kept })
    }
}

impl Manifest {
    /// Reads a backup's manifest, and holds the file against its hash.
    fn read(path: &Path) -> Result<Self> {
        let not_a_backup = || Error::NotABackup(path.to_owned());
        let mut file = File::open(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::NoBackup(path.to_owned()),
            _ => error.into(),
        })?;
        let about = file.metadata()?;
        let mut end = [0_u8; END];
        let Some(text_end) = about.len().checked_sub(END as u64).filter(|_| about.is_file()) else {
            return Err(not_a_backup());
        };
        file.seek(SeekFrom::Start(text_end))?;
        file.read_exact(&mut end)?;
        if end[END - MARK.len()..] != *MARK && begins_as_ours(&mut file)? {
            return Err(Error::CutOff(path.to_owned()));
        }
        let (length, rest) = end.split_at(8);
        let (hash, mark) = rest.split_at(32);
        let length = u64::from_be_bytes(length.try_into().map_err(|_| not_a_backup())?);
        let start = text_end.checked_sub(length);
        let Some(start) = start.filter(|_| mark == MARK && length <= LONGEST) else {
            return Err(not_a_backup());
        };
        file.seek(SeekFrom::Start(start))?;
        let mut text = Vec::new();
        (&file).take(length).read_to_end(&mut text)?;
        if Sha256::digest(&text)[..] != *hash {
            return Err(not_a_backup());
        }
        let manifest: Self = serde_json::from_slice(&text).map_err(|_| not_a_backup())?;
        schema::check_version(path, manifest.format)?;
        let found = fingerprint(&mut file, Some(start))?;
        if found != (manifest.bytes, manifest.sha256.clone()) {
            return Err(Error::Damaged(path.to_owned()));
        }
        Ok(manifest)
    }
}

/// The length and the hash of a file, or of its beginning.
fn fingerprint(file: &mut File, length: Option<u64>) -> Result<(u64, String)> {
    let mut hasher = Sha256::new();
    file.seek(SeekFrom::Start(0))?;
    let bytes = io::copy(&mut file.take(length.unwrap_or(u64::MAX)), &mut HashWriter(&mut hasher))?;
    Ok((bytes, Hex(&hasher.finalize()).to_string()))
}

/// Hashes what is written to it.
struct HashWriter<'h>(&'h mut Sha256);

impl Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Snapshot<'_> {
    /// What there is, without the hash of the file.
    fn manifest(&self, now: i64) -> Result<Manifest> {
        let size = self.size()?;
        let count = |table| self.connection.value(&format!("SELECT count(*) FROM {table}"), []);
        Ok(Manifest {
            format: self.connection.version()?,
            workspace: self.workspace()?.name,
            taken_at: now,
            members: size.members,
            accounts: size.accounts,
            contacts: count("contact")?,
            chats: count("chat")?,
            messages: count("message")?,
            head: self.head()?.map(|head| head.to_string()).unwrap_or_default(),
            bytes: 0,
            sha256: String::new(),
        })
    }
}
