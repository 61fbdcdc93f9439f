//! `workspace list`: the workspaces that lie where they are looked for.

use std::path::{Path, PathBuf};

use crate::{
    ops::{Result, Session},
    rules::privacy::{lens::Lens, safe_text::SafeText},
    store::{Access, Store},
};

/// A workspace that is known.
#[derive(Debug, Clone)]
pub struct KnownRow {
    /// Its name; `None` where it can't be read.
    pub name: Option<SafeText>,
    /// Its file.
    pub path: SafeText,
    /// Whether a command without `--workspace` is about it.
    pub is_current: bool,
    /// `ready`, `missing`, or `unusable`, of which `doctor` says more.
    pub state: &'static str,
}

/// How names of workspaces are read by whoever this session's actor is.
pub fn reader(session: &mut Session) -> Result<Lens> {
    session.read(|_, actor| Ok(actor.lens()))
}

/// The workspaces at these places, each once, through that lens.
#[must_use]
pub fn known(paths: &[PathBuf], current: &Path, lens: Lens) -> Vec<KnownRow> {
    let mut rows: Vec<KnownRow> = Vec::new();
    let mut seen: Vec<PathBuf> = Vec::new();
    for path in paths {
        let whole = path.canonicalize().unwrap_or_else(|_| path.clone());
        if seen.contains(&whole) {
            continue;
        }
        seen.push(whole);
        let name = name_of(path);
        rows.push(KnownRow {
            state: match &name {
                Some(_) => "ready",
                None if path.exists() => "unusable",
                None => "missing",
            },
            name: name.map(|name| lens.staff(name)),
            path: SafeText::echo(path.display().to_string()),
            is_current: path == current,
        });
    }
    rows
}

fn name_of(path: &Path) -> Option<String> {
    let mut store = Store::open_for(path, Access::Read).ok()?;
    store.read(|snapshot| Ok::<_, crate::store::Error>(snapshot.workspace()?.name)).ok()
}
