//! `workspace set`: where members sign in.

use crate::{
    ops::{Changed, Error, Outcome, Result, Session, error::InputFault},
    rules::{
        error::SignInError,
        policy::{grant::Workspaces, permission::Permission},
        workspace::{
            address::Address,
            sign_in::{PublicKey, is_fingerprint},
        },
    },
    store::Snapshot,
};

/// The beginning of the names of what tells where members sign in.
const SIGN_IN: &str = "sign-in.";
const ADDRESS: &str = "address";
const HOST_KEY: &str = "host-key";

/// Where members sign in, and by what key the server is known there, as the invitation's mail says.
#[derive(Debug, Clone, Default)]
pub(in crate::ops) struct SignIn {
    /// The address, as it was written.
    pub address: Option<String>,
    /// The fingerprint.
    pub host_key: Option<String>,
}

impl SignIn {
    pub(in crate::ops) fn of(snapshot: &Snapshot<'_>) -> Result<Self> {
        let mut settings = snapshot.settings(SIGN_IN)?;
        Ok(Self { address: settings.remove(ADDRESS), host_key: settings.remove(HOST_KEY) })
    }

    /// The words by which a client signs in.
    pub(in crate::ops) fn command(&self) -> Option<String> {
        let address = self.address.as_deref()?;
        Address::parse(address).ok().map(|address| address.command())
    }
}

/// Whether invitations can say where members sign in.
///
/// # Errors
/// Refused without `team-settings`.
pub fn has_address(session: &mut Session) -> Result<bool> {
    session.read(|snapshot, actor| {
        actor.require(Permission::TeamSettings)?;
        Ok(SignIn::of(snapshot)?.command().is_some())
    })
}

/// Says where members sign in, and by what key the server is known there. What is `None` stays as it
/// is; an empty text forgets it.
///
/// # Errors
/// Refused without `workspace`; what is no such address, or no such key.
pub fn set(
    session: &mut Session,
    address: Option<&str>,
    host_key: Option<&str>,
) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<Workspaces>(now)?;
            if let Some(text) = address.filter(|text| !text.is_empty()) {
                Address::parse(text).map_err(|problem| unfit_address(text, problem))?;
            }
            let host_key = match host_key {
                Some(text) if !text.is_empty() && !is_fingerprint(text) => {
                    Some(PublicKey::read(text).map_err(SignInError::UnfitKey)?.fingerprint)
                }
                other => other.map(str::to_owned),
            };
            let before = snapshot.settings(SIGN_IN)?;
            Ok((grant, (before, host_key)))
        },
        |change, _, (before, host_key)| {
            let mut changed = Changed::new("workspace.set", "workspace");
            let address = address.map(|text| text.trim().to_owned());
            for (field, name, wanted) in
                [("address", ADDRESS, address), ("host_key", HOST_KEY, host_key)]
            {
                let Some(wanted) = wanted else { continue };
                let wanted = Some(wanted).filter(|text| !text.is_empty());
                if before.get(name) != wanted.as_ref() {
                    change.save_setting(&format!("{SIGN_IN}{name}"), wanted.as_deref())?;
                    changed = changed.field(field, before.get(name).cloned(), wanted);
                }
            }
            let is_empty = changed.fields.is_empty();
            Ok(if is_empty { Outcome::default() } else { changed.into() })
        },
    )
}

fn unfit_address(text: &str, problem: &str) -> Error {
    Error::Input(Box::new(InputFault {
        file: "--address".to_owned(),
        line: None,
        column: None,
        problem: format!("`{text}` {problem}"),
        hint: Some("write it as `ssh://team@chat.example`".to_owned()),
    }))
}
