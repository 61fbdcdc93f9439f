//! Whether the file can be trusted: backups, what is wrong with it, and whether its history is whole.
//! All of it is for who may name and delete the workspace.

use std::path::Path;

use crate::{
    ops::{Changed, Result, Session, audit::may_know_head},
    rules::policy::permission::Permission,
    store::{
        Access, ChainFault, ChainReport, Finding, KnownHead, Manifest, Repair, Restored, Store,
    },
};

/// Writes a backup, and keeps in the audit when it was made, and where to. An entry before it would tell
/// of backups that failed. Tells also what is wrong with the history in it.
pub fn back_up(
    session: &mut Session,
    path: &Path,
    may_replace: bool,
) -> Result<(Manifest, Vec<ChainFault>)> {
    let now = session.now();
    require(session)?;
    let (manifest, faults) = session.store().back_up(path, now, may_replace)?;
    let place = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let made = Changed::new("workspace.backup", place.display().to_string())
        .new_field("sha256", Some(manifest.sha256.clone()));
    session.record(Permission::Workspace, made)?;
    Ok((manifest, faults))
}

/// Makes a backup the workspace at a path. Who replaces a workspace must be allowed to there.
pub fn restore(
    backup: &Path,
    path: &Path,
    replaced: Option<Session>,
    may_replace: bool,
) -> Result<Restored> {
    // Asked first, and left again: nobody may be in what is replaced.
    if let Some(mut session) = replaced {
        require(&mut session)?;
    }
    Ok(Store::restore(backup, path, may_replace)?)
}

/// What restoring would do, without doing it.
pub fn check(backup: &Path, path: &Path, may_replace: bool) -> Result<Manifest> {
    if !may_replace && std::fs::symlink_metadata(path).is_ok() {
        return Err(crate::store::Error::Exists(path.to_owned()).into());
    }
    Ok(Store::check_backup(backup)?)
}

/// Something that is wrong, and whether it was repaired.
pub type Examined = (Finding, bool);

/// Looks for what is wrong; repairs what can be repaired safely, if that is wanted.
pub fn examine(session: &mut Session, repairs: bool) -> Result<Vec<Examined>> {
    let now = session.now();
    require(session)?;
    let found = session.store_mut().examine(now)?;
    if repairs {
        session.store_mut().repair(&found)?;
    }
    let is_repaired = |finding: &Finding| repairs && finding.repair() == Repair::Safe;
    Ok(found.into_iter().map(|finding| (finding.clone(), is_repaired(&finding))).collect())
}

/// Checks the history, and holds a head that was kept elsewhere against it.
pub fn verify(session: &mut Session, expected: Option<&KnownHead>) -> Result<ChainReport> {
    session.read(|snapshot, actor| {
        actor.require(Permission::AccessPermissions)?;
        let report = snapshot.verify_history(expected)?;
        Ok(ChainReport { head: report.head.filter(|_| may_know_head(actor)), ..report })
    })
}

/// Whether the file at that path can be opened at all.
#[must_use]
pub fn can_be_opened(path: &Path) -> bool {
    Store::open_for(path, Access::Read).and_then(Store::looked_at).is_ok()
}

fn require(session: &mut Session) -> Result<()> {
    session.read(|_, actor| Ok(actor.require(Permission::Workspace)?))
}
