//! Files and folders that a run has begun and not finished. They go with the value that made them, and
//! also where a signal ends the process, which runs no destructors.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::{Mutex, Once, OnceLock, PoisonError},
    time::{Duration, SystemTime},
};

/// Where locks tell nothing, what is this old was left by a run that was killed.
const STALE: Duration = Duration::from_hours(24);

/// How often something is tried that others may be in the way of, for a moment.
const TRIES: usize = 1000;

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

    /// Makes something in a folder, and locks it. First removes what killed runs left there. No signal comes
    /// in between.
    pub fn make<T>(
        folder: &Path,
        make: impl FnOnce(&Path) -> io::Result<T>,
        path: impl FnOnce(&T) -> &Path,
    ) -> io::Result<(T, Self)> {
        if let Some(watch) = WATCHER.get() {
            WATCHED.call_once(watch);
        }
        let turn = Turn::take(folder);
        for left in turn.stale() {
            // What can't be removed is `doctor`'s to tell.
            drop(remove(&left));
        }
        let mut all = all();
        let made = make(folder)?;
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

    /// Removes all that there are, before the process ends. Nothing is made afterwards.
    pub fn remove_all() {
        let mut all = all();
        for path in all.drain(..) {
            // Another thread may still write into the folder. If it can't be removed, the next run there does it.
            (0..TRIES).find(|_| remove(&path).is_ok() || !path.exists());
        }
        // The lock is never given back: the main thread stops at it, and doesn't report that its file is gone.
        std::mem::forget(all);
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        all().retain(|path| *path != self.0);
    }
}

/// What runs that were killed left in a folder.
pub(in crate::store) fn stale(folder: &Path) -> Vec<PathBuf> {
    Turn::take(folder).stale()
}

/// A folder in which nobody else begins anything, or looks for what was left. So whatever lies there without
/// a lock is a dead run's: it was killed before it had one.
struct Turn<'f> {
    folder: &'f Path,
    /// `None` where folders can't be locked.
    lock: Option<File>,
}

impl<'f> Turn<'f> {
    fn take(folder: &'f Path) -> Self {
        let lock = File::open(folder).ok().filter(|folder| {
            // Others have their turn for some milliseconds. Where folders can't be locked, nobody waits.
            let locked = (0..TRIES).find_map(|_| match folder.try_lock() {
                Err(TryLockError::WouldBlock) => {
                    std::thread::sleep(Duration::from_millis(1));
                    None
                }
                tried => Some(tried.is_ok()),
            });
            locked == Some(true)
        });
        Self { folder, lock }
    }

    /// What killed runs left.
    ///
    /// Nothing else is opened: closing a file gives up every lock that this process has on it, and the
    /// workspace it is at work in may lie in this folder.
    fn stale(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.folder) else { return Vec::new() };
        let ours = entries.flatten().filter(is_ours).map(|entry| entry.path());
        ours.filter(|path| self.is_dead(path)).collect()
    }

    /// Whether the run that made it is gone. A live run holds a lock, however old its files are.
    fn is_dead(&self, path: &Path) -> bool {
        let Ok(about) = fs::symlink_metadata(path) else { return false };
        let lock = if about.is_dir() { path.join(LOCK) } else { path.to_owned() };
        let is_free = match File::open(lock).map(|file| file.try_lock()) {
            Ok(Err(TryLockError::WouldBlock)) => return false,
            Ok(locked) => locked.is_ok(),
            // A file that isn't there any more has got its name.
            Err(error) => about.is_dir() && error.kind() == io::ErrorKind::NotFound,
        };
        let age = about.modified().ok().and_then(|at| SystemTime::now().duration_since(at).ok());
        (self.lock.is_some() && is_free) || age.is_some_and(|age| age > STALE)
    }
}

fn is_ours(entry: &fs::DirEntry) -> bool {
    let name = entry.file_name();
    let name = name.to_string_lossy();
    // A pipe would never answer.
    entry.file_type().is_ok_and(|kind| kind.is_file() || kind.is_dir())
        && [Unfinished::WORKSPACE, Unfinished::OUTPUT].iter().any(|start| name.starts_with(start))
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
