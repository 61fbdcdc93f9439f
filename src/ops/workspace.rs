//! Making a workspace; naming and deleting it is in `manage`.

mod known;
mod manage;
mod moving;
mod sign_in;

pub(super) use self::sign_in::SignIn;
pub use self::{
    known::{KnownRow, known, reader},
    manage::{WorkspaceView, delete, rename, show},
    moving::{move_to, plan_move},
    sign_in::{has_address, set},
};

use std::path::Path;

use crate::{
    ops::{Changed, Error, Outcome, Result, permission::preset_policy, session::attribution},
    rules::{
        error::Kind,
        policy::{caller::Caller, grant::Grant, preset::Preset},
        privacy::lens::Lens,
        workspace::member::{Email, Status, check_name},
    },
    store::{Mode, NewMember, Store, Workspace},
};

/// What a new workspace begins with.
#[derive(Debug)]
pub struct NewWorkspace<'a> {
    /// Its name.
    pub name: &'a str,
    /// The first owner's login id.
    pub owner: &'a str,
    /// The first owner's name.
    pub owner_name: Option<&'a str>,
    /// The policy it begins with.
    pub preset: Preset,
}

/// The team that everybody is in at first; it can't be renamed or removed.
pub const DEFAULT_TEAM: &str = "Default";

/// Makes a workspace at a path where nothing is.
///
/// # Errors
/// Names that can't be, a file that exists already, a folder that can't be written to.
pub fn init(
    path: &Path,
    new: &NewWorkspace<'_>,
    by: &Caller,
    now: i64,
    mode: Mode,
) -> Result<Outcome> {
    let name = check_name(Kind::Workspace, new.name)?;
    let owner = Email::parse(new.owner)?;
    let owner_name = new.owner_name.map(|name| check_name(Kind::Name, name)).transpose()?;
    let policy = preset_policy(new.preset)?;
    let changed = Changed::new("workspace.init", name.as_str())
        .new_field("preset", Some(new.preset.key()))
        .new_field("owner", Some(owner.as_str()));
    let outcome = Outcome { lens: Lens::clear(), ..Outcome::from(changed) };
    if mode == Mode::DryRun {
        Store::is_free(path)?;
        return Ok(outcome);
    }
    Store::create(path, |store| {
        store.change(
            Mode::Apply,
            attribution(by),
            |_| Ok::<_, Error>((Grant::founding(owner.as_str(), now), ())),
            |change, ()| {
                let preset = new.preset.key().to_owned();
                change.insert_workspace(&Workspace { name: name.clone(), preset }, now)?;
                change.save_policy(&policy)?;
                let team = change.insert_team(DEFAULT_TEAM, true, now)?;
                change.insert_member(&NewMember {
                    email: &owner,
                    name: owner_name.as_deref(),
                    phone: None,
                    role: "owner",
                    team,
                    status: Status::Active,
                    added_by: None,
                    added_at: now,
                })?;
                Ok(((), outcome.entries()))
            },
        )
    })?;
    Ok(outcome)
}
