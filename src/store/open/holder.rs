//! Which process holds the right to write, for who waited for it too long. The system knows it of its
//! own locks; where it doesn't tell, nobody is named.

use std::path::Path;

use super::{place::Place, plain_file::beside};
use crate::store::engine::{
    Connection, Lock, Transaction,
    error::{Error, Holder, Result},
};

/// Where the engine locks its shared memory to write to the log.
const WRITE_LOCK: u64 = 120;

/// Where it locks the file itself.
const FILE_LOCKS: u64 = 0x4000_0000;

/// Begins a transaction that may write.
pub(in crate::store) fn begin_writing<'c>(
    connection: &'c Connection,
    place: &Place,
) -> Result<Transaction<'c>> {
    connection.transaction(Lock::Write).map_err(|error| told_who(error, place.path()))
}

/// An error that somebody else is at work, with who it is.
pub(in crate::store) fn told_who(error: Error, path: Option<&Path>) -> Error {
    match (error, path) {
        (Error::Busy(None), Some(path)) => Error::Busy(holder_of(path)),
        (other, _) => other,
    }
}

/// Who holds that workspace. Nothing is opened for it: closing a file gives up this process's locks.
#[cfg(target_os = "linux")]
pub(in crate::store) fn holder_of(path: &Path) -> Option<Holder> {
    use std::{fs, os::unix::fs::MetadataExt};

    let path = fs::canonicalize(path).ok()?;
    let inode = |path: &Path| Some(fs::metadata(path).ok()?.ino());
    let places = [(inode(&beside(&path, "-shm")), WRITE_LOCK), (inode(&path), FILE_LOCKS)];
    let locks = fs::read_to_string("/proc/locks").ok()?;
    let process = locks.lines().filter_map(Held::read).find_map(|held| {
        let is_it = |(inode, from): (Option<u64>, u64)| {
            inode == Some(held.inode) && held.last >= from && held.first <= from + 511
        };
        (held.is_to_write && places.into_iter().any(is_it)).then_some(held.process)
    })?;
    let program = fs::read_to_string(format!("/proc/{process}/comm")).ok()?;
    (process != std::process::id()).then(|| Holder { process, program: program.trim().to_owned() })
}

#[cfg(not(target_os = "linux"))]
pub(in crate::store) fn holder_of(_: &Path) -> Option<Holder> {
    None
}

/// A line of the system's list, such as `1: POSIX  ADVISORY  WRITE 412 08:01:1310 120 120`.
#[cfg(target_os = "linux")]
struct Held {
    is_to_write: bool,
    process: u32,
    inode: u64,
    first: u64,
    last: u64,
}

#[cfg(target_os = "linux")]
impl Held {
    fn read(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace().skip_while(|word| *word != "ADVISORY").skip(1);
        let is_to_write = words.next()? == "WRITE";
        let process = words.next()?.parse().ok()?;
        let inode = words.next()?.rsplit(':').next()?.parse().ok()?;
        let first = words.next()?.parse().ok()?;
        let last = words.next()?;
        let last = if last == "EOF" { u64::MAX } else { last.parse().ok()? };
        Some(Self { is_to_write, process, inode, first, last })
    }
}
