//! `outbox configure`: which way mail leaves. It is the owner's alone: whoever turns the mail
//! elsewhere reads everybody's codes.

use std::collections::BTreeMap;

use super::PREFIX;
use crate::rules::policy::grant::Outbox;
use crate::{
    mail::Settings,
    ops::{Changed, Error, Outcome, Result, Session, error::InputFault},
    rules::{policy::permission::Permission, privacy::lens::SafeText, workspace::member::Email},
};

/// The settings that there are: also the fields of `outbox configure`.
pub const SETTINGS: &[&str] = &["via", "from", "folder", "host", "port", "tls", "user", "ca"];

/// The settings by name; what is `None` stays as it is, an empty text forgets it.
pub type Configuration<'a> = [(&'static str, Option<&'a str>)];

/// Changes the settings that are given, if they go together with the rest.
///
/// # Errors
/// Refused to who isn't an owner; settings that don't go together.
pub fn configure(session: &mut Session, wanted: &Configuration<'_>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize_owner::<Outbox>(now)?;
            let before = snapshot.settings(PREFIX)?;
            let mut after = before.clone();
            for (name, value) in wanted {
                match value {
                    Some("") => {
                        after.remove(*name);
                    }
                    Some(value) => {
                        after.insert((*name).to_owned(), (*value).to_owned());
                    }
                    None => {}
                }
            }
            if let Some(from) = after.get("from") {
                Email::parse(from)?;
            }
            check(&after)?;
            Ok((grant, (before, after)))
        },
        |change, _, (before, after)| {
            let mut changed = Changed::new("outbox.configure", "outbox");
            for (name, _) in wanted {
                let (old, new) = (before.get(*name), after.get(*name));
                if old != new {
                    change.save_setting(&format!("{PREFIX}{name}"), new.map(String::as_str))?;
                    changed = changed.field(name, old.cloned(), new.cloned());
                }
            }
            let is_empty = changed.fields.is_empty();
            Ok(if is_empty { Outcome::default() } else { changed.into() })
        },
    )
}

/// The settings as they are, by name; what has no value of its own is left out.
///
/// # Errors
/// Refused without `team-settings`.
pub fn configuration(session: &mut Session) -> Result<BTreeMap<String, SafeText>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::TeamSettings)?;
        let lens = actor.lens();
        let settings = snapshot.settings(PREFIX)?;
        Ok(settings.into_iter().map(|(name, value)| (name, lens.staff(value))).collect())
    })
}

/// How mail leaves.
///
/// # Errors
/// Refused without `team-settings`; settings that don't go together.
pub fn settings(session: &mut Session) -> Result<Settings> {
    session.read(|snapshot, actor| {
        actor.require(Permission::TeamSettings)?;
        check(&snapshot.settings(PREFIX)?)
    })
}

fn check(values: &BTreeMap<String, String>) -> Result<Settings> {
    Settings::read(values).map_err(|fault| {
        Error::Input(Box::new(InputFault {
            file: "outbox configure".to_owned(),
            line: None,
            column: None,
            problem: fault.to_string(),
            hint: Some("`rolecall outbox configure` shows how it stands".to_owned()),
        }))
    })
}
