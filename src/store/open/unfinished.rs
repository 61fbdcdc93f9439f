//! Files and folders that a run has begun and not finished. They go with the value that made them, and
//! also where a signal ends the process, which runs no destructors.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::{Mutex, Once, OnceLock, PoisonError},
    time::{Duration, SystemTime},
};

/// Where locks tell nothing, what is this old was left by a run that was killed.
const STALE: Duration = Duration::from_hours(24);

/// The file in a folder that is locked as long as its run is at work.
pub(in crate::store) const LOCK: &str = "lock";

/// All that there are in this process.
static ALL: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// What sees to it that signals are noticed. It costs a thread, so only who needs it pays.
static WATCHER: OnceLock<fn()> = OnceLock::new();
static WATCHED: Once = Once::new();

/// Something unfinished at a path, as long as this lives. It is its maker's to remove.
#[derive(Debug)]
pub struct Unfinished(PathBuf);

impl Unfinished {
    /// How the names of unfinished output files begin; the rest is random.
    pub const OUTPUT: &str = ".rolecall-out-";

    /// How the names of folders begin in which workspaces are made.
    pub(in crate::store) const WORKSPACE: &str = ".rolecall-new-";

    /// Makes something at a path that is known only then. No signal comes in between.
    pub fn make<T>(
        make: impl FnOnce() -> io::Result<T>,
        path: impl FnOnce(&T) -> &Path,
    ) -> io::Result<(T, Self)> {
        if let Some(watch) = WATCHER.get() {
            WATCHED.call_once(watch);
        }
        let mut all = all();
        let made = make()?;
        let path = std::path::absolute(path(&made))?;
        all.push(path.clone());
        drop(all);
        Ok((made, Self(path)))
    }

    /// Says who notices signals: called before the first thing is made.
    pub fn watched_by(watcher: fn()) {
        // A second one would be no other.
        let _ = WATCHER.set(watcher);
    }

    /// Removes what runs that were killed left in a folder.
    pub fn sweep(folder: &Path) {
        for left in stale(folder) {
            // What can't be removed is `doctor`'s to tell.
            drop(remove(&left));
        }
    }

    /// Removes all that there are, before the process ends.
    pub fn remove_all() {
        for path in all().drain(..) {
            // What is left is swept by the next run that makes one there.
            drop(remove(&path));
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        all().retain(|path| *path != self.0);
    }
}

/// What runs that were killed left in a folder.
///
/// Nothing else is opened: closing a file gives up every lock that this process has on it, and the
/// workspace it is at work in may lie in this folder.
pub(in crate::store) fn stale(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let ours = entries.flatten().filter(is_ours).map(|entry| entry.path());
    ours.filter(|path| is_dead(path)).collect()
}

fn is_ours(entry: &fs::DirEntry) -> bool {
    let name = entry.file_name();
    let name = name.to_string_lossy();
    // A pipe would never answer.
    entry.file_type().is_ok_and(|kind| kind.is_file() || kind.is_dir())
        && [Unfinished::WORKSPACE, Unfinished::OUTPUT].iter().any(|start| name.starts_with(start))
}

/// Whether the run that made it is gone: whoever is still at work holds a lock.
fn is_dead(path: &Path) -> bool {
    let held = if path.is_dir() { File::open(path.join(LOCK)) } else { File::open(path) };
    let age = fs::symlink_metadata(path).and_then(|about| about.modified()).ok();
    let age = age.and_then(|at| SystemTime::now().duration_since(at).ok());
    held.is_ok_and(|file| file.try_lock().is_ok()) || age.is_some_and(|age| age > STALE)
}

/// Removes a file, or a folder with all that is in it.
pub(in crate::store) fn remove(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    }
}

fn all() -> std::sync::MutexGuard<'static, Vec<PathBuf>> {
    ALL.lock().unwrap_or_else(PoisonError::into_inner)
}
