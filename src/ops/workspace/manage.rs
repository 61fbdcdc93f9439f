//! `workspace show`, `workspace rename` and `workspace delete`.

use std::path::Path;

use super::sign_in::SignIn;
use crate::rules::policy::grant::Workspaces;
use crate::{
    mail::Files,
    ops::{Changed, Error, Outcome, Result, Session, error::InputFault},
    rules::{
        error::Kind, policy::permission::Permission, privacy::lens::SafeText,
        workspace::member::check_name,
    },
    store::Size,
};

/// The workspace as a whole.
#[derive(Debug, Clone)]
pub struct WorkspaceView {
    /// Its name.
    pub name: SafeText,
    /// The preset it was made with.
    pub preset: SafeText,
    /// When it was made, and how large it is.
    pub size: Size,
    /// Where members sign in.
    pub address: Option<SafeText>,
    /// By what key that server is known.
    pub host_key: Option<SafeText>,
}

/// The workspace as a whole.
///
/// # Errors
/// Refused without `workspace`.
pub fn show(session: &mut Session) -> Result<WorkspaceView> {
    session.read(|snapshot, actor| {
        actor.require(Permission::Workspace)?;
        let lens = actor.lens();
        let workspace = snapshot.workspace()?;
        let sign_in = SignIn::of(snapshot)?;
        Ok(WorkspaceView {
            name: lens.staff(workspace.name),
            preset: lens.staff(workspace.preset),
            size: snapshot.size()?,
            address: sign_in.address.map(|text| lens.staff(text)),
            host_key: sign_in.host_key.map(|text| lens.staff(text)),
        })
    })
}

/// Gives the workspace another name. Its file stays where it is.
///
/// # Errors
/// Refused without `workspace`; what can't be a name.
pub fn rename(session: &mut Session, name: &str) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<Workspaces>(now)?;
            let name = check_name(Kind::Workspace, name)?;
            Ok((grant, (snapshot.workspace()?.name, name)))
        },
        |change, _, (before, name)| {
            if before == name {
                return Ok(Outcome::default());
            }
            change.rename_workspace(&name)?;
            let changed = Changed::new("workspace.rename", before.as_str());
            Ok(changed.field("name", Some(before.as_str()), Some(name)).into())
        },
    )
}

/// Deletes the workspace: its file, what the engine keeps beside it, and the mails in `outbox`, which
/// is the folder of files beside it. What was backed up, exported or sent elsewhere stays.
///
/// `confirmed` is the workspace's name, said by whoever deletes it.
///
/// # Errors
/// Refused without `workspace`; another name than the workspace's; somebody else at work in it.
pub fn delete(
    mut session: Session,
    path: &Path,
    outbox: &Path,
    confirmed: &str,
) -> Result<Outcome> {
    let now = session.now();
    let (grant, name, lens) = session.read(|snapshot, actor| {
        let grant = actor.authorize::<Workspaces>(now)?;
        let name = snapshot.workspace()?.name;
        if confirmed.trim() == name { Ok((grant, name, actor.lens())) } else { Err(other_name()) }
    })?;
    let has_mails = outbox.is_dir();
    let mut changed =
        Changed::new("workspace.delete", name).old_field("file", Some(path.display().to_string()));
    if has_mails {
        changed = changed.old_field("mails", Some(outbox.display().to_string()));
    }
    let mut outcome = Outcome { lens, ..Outcome::from(changed) };
    if session.is_dry_run() {
        return Ok(outcome);
    }
    session.into_store().delete(&grant)?;
    if has_mails && let Err(error) = Files::remove(outbox) {
        outcome.notes.push(format!("something is left in `{}`: {error}", outbox.display()));
    }
    Ok(outcome)
}

fn other_name() -> Error {
    Error::Input(Box::new(InputFault {
        file: "--confirm".to_owned(),
        line: None,
        column: None,
        problem: "is not this workspace's name".to_owned(),
        hint: Some("nothing was deleted; `rolecall workspace show` tells the name".to_owned()),
    }))
}
