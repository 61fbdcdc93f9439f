//! What a shell offers behind an argument: names that are known to the program, and those in the
//! workspace, as far as the actor may list them. Without a workspace there are none, and no error.

use clap_complete::{ArgValueCandidates, CompletionCandidate};

use super::context::now;
use crate::{
    ops::{self, Session},
    rules::policy::{mask::Mask, permission::CATALOGUE, preset::Preset},
    store::{Mode, Store},
};

/// The members' emails.
pub fn members() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        listed(|session| {
            let members = ops::member::list(session, &ops::member::Filter::default())?;
            Ok(members.into_iter().map(|member| member.email.to_string()).collect())
        })
    })
}

/// The teams' names.
pub fn teams() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        listed(|session| {
            let teams = ops::team::list(session)?;
            Ok(teams.into_iter().map(|team| team.name.to_string()).collect())
        })
    })
}

/// The names of the templates that the actor may use.
pub fn templates() -> ArgValueCandidates {
    ArgValueCandidates::new(|| listed(ops::template::names))
}

/// The roles' names.
pub fn roles() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        listed(|session| {
            let roles = ops::role::list(session)?;
            Ok(roles.into_iter().map(|role| role.name.to_string()).collect())
        })
    })
}

/// The campaigns' names.
pub fn campaigns() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        listed(|session| {
            let campaigns = ops::campaign::list(session, None, None, None)?;
            Ok(campaigns.into_iter().map(|campaign| campaign.name.to_string()).collect())
        })
    })
}

/// The integrations' keys.
pub fn integrations() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        listed(|session| {
            let integrations = ops::integration::list(session)?;
            Ok(integrations.into_iter().map(|row| row.id.0.to_string()).collect())
        })
    })
}

/// The permissions' keys, with what they gate.
pub fn permissions() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let candidate = |entry: &crate::rules::policy::permission::Entry| {
            CompletionCandidate::new(entry.key).help(Some(entry.gates.into()))
        };
        CATALOGUE.iter().map(candidate).collect()
    })
}

/// The masks' keys.
pub fn masks() -> ArgValueCandidates {
    ArgValueCandidates::new(|| Mask::ALL.map(|mask| CompletionCandidate::new(mask.key())).into())
}

/// The presets' names.
pub fn presets() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        Preset::ALL.map(|preset| CompletionCandidate::new(preset.key())).into()
    })
}

/// A shell calls this while somebody types: it must not fail, and must not say anything.
fn listed(list: impl FnOnce(&mut Session) -> ops::Result<Vec<String>>) -> Vec<CompletionCandidate> {
    let global = super::global::Global::for_completion();
    let open = || {
        let store = Store::open(&global.workspace_path().ok()?).ok()?;
        let mut session = Session::new(store, global.caller(), now().ok()?, Mode::DryRun);
        list(&mut session).ok()
    };
    open().unwrap_or_default().into_iter().map(CompletionCandidate::new).collect()
}
