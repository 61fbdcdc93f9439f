//! What a shell offers for an argument: names that are known to the program, and those in the workspace,
//! as far as the actor on the line may list them. Without a workspace there are none, and no error.

use clap_complete::{ArgValueCandidates, CompletionCandidate};

use super::{clock::now, global::Global, verb::Row};
use crate::{
    ops::{self, Session, outcome::ACTIONS},
    rules::policy::{mask::Mask, permission::CATALOGUE, preset::Preset},
    store::{Mode, Store},
};

/// How many chats and contacts are offered: more is a list.
const MOST: u64 = 200;

/// Candidates of the workspace: each a value, and what helps to tell it from others.
type Listed = Vec<(String, Option<String>)>;

/// The members' emails, with their names.
pub fn members() -> ArgValueCandidates {
    listed(|session| members_of(session, false))
}

/// The emails of the members to whom chats can be assigned.
pub fn assignees() -> ArgValueCandidates {
    listed(|session| members_of(session, true))
}

fn members_of(session: &mut Session, assignable: bool) -> ops::Result<Listed> {
    let filter = ops::member::Filter { assignable, ..ops::member::Filter::default() };
    let members = ops::member::list(session, &filter)?;
    let with_name = |member: ops::member::MemberRow| {
        (member.email.to_string(), member.name.map(|name| name.to_string()))
    };
    Ok(members.into_iter().map(with_name).collect())
}

/// The teams' names.
pub fn teams() -> ArgValueCandidates {
    listed(|session| {
        Ok(ops::team::list(session)?
            .into_iter()
            .map(|team| (team.name.to_string(), None))
            .collect())
    })
}

/// The names of the templates that the actor may use.
pub fn templates() -> ArgValueCandidates {
    listed(|session| {
        Ok(ops::template::names(session)?.into_iter().map(|name| (name, None)).collect())
    })
}

/// The roles' names.
pub fn roles() -> ArgValueCandidates {
    listed(|session| roles_of(session, false))
}

/// The names of the roles that the actor may give.
pub fn giveable_roles() -> ArgValueCandidates {
    listed(|session| roles_of(session, true))
}

fn roles_of(session: &mut Session, giveable: bool) -> ops::Result<Listed> {
    let roles = ops::role::list(session, giveable)?;
    Ok(roles.into_iter().map(|role| (role.name.to_string(), None)).collect())
}

/// The campaigns' names.
pub fn campaigns() -> ArgValueCandidates {
    listed(|session| {
        let campaigns = ops::campaign::list(session, None, None, None)?;
        Ok(campaigns.into_iter().map(|campaign| (campaign.name.to_string(), None)).collect())
    })
}

/// The integrations' IDs, with the service.
pub fn integrations() -> ArgValueCandidates {
    listed(|session| {
        let rows = ops::integration::list(session)?.into_iter();
        Ok(rows.map(|row| (row.id.0.to_string(), Some(row.service.key().to_owned()))).collect())
    })
}

/// The accounts' numbers, with their labels.
pub fn accounts() -> ArgValueCandidates {
    listed(|session| {
        let accounts = ops::account::list(session)?.into_iter();
        let with_label = |account: ops::account::AccountRow| {
            (account.number.to_string(), account.label.map(|label| label.to_string()))
        };
        Ok(accounts.map(with_label).collect())
    })
}

/// The newest chats' IDs, with the contact as the actor may read it.
pub fn chats() -> ArgValueCandidates {
    listed(|session| {
        let mut found = Vec::new();
        let page = ops::chat::Page { limit: Some(MOST), ..ops::chat::Page::default() };
        ops::chat::list(session, &page, |chat| {
            found.push((chat.id.0.to_string(), Some(chat.contact.to_string())));
            Ok(())
        })?;
        Ok(found)
    })
}

/// The first contacts' IDs, with their names as the actor may read them.
pub fn contacts() -> ArgValueCandidates {
    listed(|session| {
        let mut found = Vec::new();
        let page = ops::contact::Page { limit: Some(MOST), ..ops::contact::Page::default() };
        ops::contact::list(session, &page, |contact| {
            let name = contact.name.map(|name| name.to_string());
            found.push((contact.id.0.to_string(), name));
            Ok(())
        })?;
        Ok(found)
    })
}

/// The tags of the first contacts.
pub fn tags() -> ArgValueCandidates {
    listed(|session| {
        let mut found = std::collections::BTreeSet::new();
        let page = ops::contact::Page { limit: Some(MOST), ..ops::contact::Page::default() };
        ops::contact::list(session, &page, |contact| {
            found.extend(contact.tags.iter().map(ToString::to_string));
            Ok(())
        })?;
        Ok(found.into_iter().map(|tag| (tag, None)).collect())
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
    ArgValueCandidates::new(|| words(Mask::ALL.iter().map(|mask| mask.key())))
}

/// The presets' names.
pub fn presets() -> ArgValueCandidates {
    ArgValueCandidates::new(|| words(Preset::ALL.iter().map(|preset| preset.key())))
}

/// The actions in the audit.
pub fn actions() -> ArgValueCandidates {
    ArgValueCandidates::new(|| words(ACTIONS.iter().copied()))
}

/// The fields of a list.
pub fn fields<R: Row>() -> ArgValueCandidates {
    ArgValueCandidates::new(|| words(R::COLUMNS.iter().map(|column| column.field)))
}

/// Words that are the same in every workspace.
pub fn words(words: impl Iterator<Item = &'static str>) -> Vec<CompletionCandidate> {
    words.map(CompletionCandidate::new).collect()
}

/// A shell calls this while somebody types: it must not fail, and must not say anything.
fn listed(list: fn(&mut Session) -> ops::Result<Listed>) -> ArgValueCandidates {
    ArgValueCandidates::new(move || {
        let global = Global::for_completion();
        let open = || {
            let store = Store::open(&global.workspace_path().ok()?).ok()?;
            let mut session = Session::new(store, global.caller(), now().ok()?, Mode::DryRun);
            list(&mut session).ok()
        };
        let candidate = |(value, help): (String, Option<String>)| {
            // A shell would read the rest of it as candidates.
            let help = help.map(|help| help.replace(['\n', '\r', '\t'], " ").into());
            CompletionCandidate::new(value).help(help)
        };
        let is_one_line = |(value, _): &(String, _)| !value.contains(['\n', '\r']);
        open().unwrap_or_default().into_iter().filter(is_one_line).map(candidate).collect()
    })
}
