//! `workspace move`: between files and servers.

use std::path::Path;

use crate::{
    ops::{Result, Session},
    rules::{policy::grant::Workspaces, privacy::lens::SafeText},
    store::{Moved, Store},
};

/// The name of the workspace that would be moved there.
///
/// # Errors
/// Refused without `workspace`; a place where something is.
pub fn plan_move(session: &mut Session, to: &Path) -> Result<SafeText> {
    let now = session.now();
    let name = session.read(|snapshot, actor| {
        actor.authorize::<Workspaces>(now)?;
        Ok(actor.lens().staff(snapshot.workspace()?.name))
    })?;
    Store::is_free(to)?;
    Ok(name)
}

/// Moves a workspace with all that is in it.
///
/// # Errors
/// As [`plan_move`]; what either place refuses. Then the workspace is as it was.
pub fn move_to(mut session: Session, to: &Path) -> Result<Moved> {
    let now = session.now();
    let grant = session.read(|_, actor| Ok(actor.authorize::<Workspaces>(now)?))?;
    Ok(session.into_store().move_to(&grant, to)?)
}
