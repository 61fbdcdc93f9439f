//! Files and folders that a run has begun and not finished. They go with the value that made them, and
//! also where a signal ends the process, which runs no destructors.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, Once, OnceLock, PoisonError},
};

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
