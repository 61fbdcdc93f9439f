//! Integrations: personal ones and the organisation's.

use std::path::Path;

use crate::rules::policy::grant::Integrations;
use crate::{
    ops::{Changed, Error, Outcome, Result, Session, error::InputFault},
    rules::{
        error::{Kind, NameError},
        id::{IntegrationId, MemberId},
        policy::{actor::Actor, permission::Permission},
        privacy::lens::SafeText,
        whatsapp::web_address::{self, Scheme},
        workspace::{
            integration::{SecretPlace, Service, is_open_to},
            member::check_name,
        },
    },
    store::{Integration, NewIntegration, Snapshot},
};

/// An integration as a member may see it.
#[derive(Debug, Clone)]
pub struct IntegrationRow {
    /// Its key.
    pub id: IntegrationId,
    /// What it connects to.
    pub service: Service,
    /// Whose it is; the organisation's where it is nobody's.
    pub member: Option<SafeText>,
    /// What people call it.
    pub name: Option<SafeText>,
    /// Where it leads.
    pub url: Option<SafeText>,
    /// Where its secret stands.
    pub secret_place: Option<SafeText>,
    /// Who added it.
    pub added_by: SafeText,
    /// When, in milliseconds since 1970.
    pub added_at: i64,
}

/// Where a secret stands, as it was said.
#[derive(Debug, Clone, Copy)]
pub enum Secret<'a> {
    /// In the environment variable of that name.
    Variable(&'a str),
    /// In the file at that path from the root.
    File(&'a str),
}

/// An integration to add.
#[derive(Debug, Clone, Copy)]
pub struct Addition<'a> {
    /// What it connects to.
    pub service: Service,
    /// Whether it is the organisation's, and not the actor's own.
    pub is_organisations: bool,
    /// What people call it.
    pub name: Option<&'a str>,
    /// Where it leads.
    pub url: Option<&'a str>,
    /// Where its secret stands.
    pub secret: Option<Secret<'a>>,
}

/// The organisation's and the actor's own integrations; every one for an owner.
///
/// # Errors
/// Refused without `integrations`.
pub fn list(session: &mut Session) -> Result<Vec<IntegrationRow>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::Integrations)?;
        let lens = actor.lens();
        let row = |integration: Integration| IntegrationRow {
            id: integration.id,
            service: integration.service,
            member: integration.member.map(|(_, email)| lens.staff(email)),
            name: integration.name.map(|text| lens.staff(text)),
            url: integration.url.map(|text| lens.staff(text)),
            secret_place: integration.secret_place.map(|text| lens.staff(text)),
            added_by: lens.staff(integration.added_by),
            added_at: integration.added_at,
        };
        Ok(open_to(snapshot, actor)?.into_iter().map(row).collect())
    })
}

/// Adds an integration: the actor's own, or the organisation's. Of Pipedrive and of `HubSpot` each
/// has one; of webhooks one for each address.
///
/// # Errors
/// Refused without `integrations`; one that is there already; what can't be a name, an address or
/// the place of a secret.
pub fn add(session: &mut Session, addition: Addition<'_>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<Integrations>(now)?;
            let name = addition.name.map(|name| check_name(Kind::Name, name)).transpose()?;
            let url = address(addition)?;
            let secret_place = addition.secret.map(place).transpose()?;
            let whose = (!addition.is_organisations).then_some(actor.id);
            refuse_second(snapshot, addition.service, whose, url)?;
            Ok((grant, (name, url, secret_place, whose)))
        },
        |change, actor, (name, url, secret_place, whose)| {
            let id = change.insert_integration(&NewIntegration {
                service: addition.service,
                member: whose,
                name: name.as_deref(),
                url,
                secret_place: secret_place.as_ref(),
                added_by: &actor.email,
                added_at: now,
            })?;
            let owner = if whose.is_some() { actor.email.as_str() } else { "organisation" };
            let changed = Changed::new("integration.add", object(id))
                .new_field("service", Some(addition.service.key()))
                .new_field("owner", Some(owner))
                .new_field("name", name)
                .new_field("url", url)
                .new_field("secret", secret_place.as_ref().map(SecretPlace::as_str));
            Ok(changed.into())
        },
    )
}

/// Removes an integration: the organisation's, or the actor's own; anybody's for an owner.
///
/// # Errors
/// Refused without `integrations`; one that isn't there for the actor.
pub fn remove(session: &mut Session, id: IntegrationId) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<Integrations>(now)?;
            let found = open_to(snapshot, actor)?.into_iter().find(|found| found.id == id);
            let unknown = || NameError::unknown(Kind::Integration, &id.0.to_string(), None);
            Ok((grant, found.ok_or_else(unknown)?))
        },
        |change, _, found| {
            change.delete_integration(found.id)?;
            Ok(removed("integration.remove", &found).into())
        },
    )
}

/// What is noted of an integration that goes, also one that goes with its member.
pub(super) fn removed(action: &'static str, integration: &Integration) -> Changed {
    let owner = integration.member.as_ref().map_or("organisation", |(_, email)| email.as_str());
    Changed::new(action, object(integration.id))
        .old_field("service", Some(integration.service.key()))
        .old_field("owner", Some(owner))
        .old_field("name", integration.name.clone())
        .old_field("url", integration.url.clone())
        .old_field("secret", integration.secret_place.clone())
}

fn object(id: IntegrationId) -> String {
    format!("integration {}", id.0)
}

fn open_to(snapshot: &Snapshot<'_>, actor: &Actor) -> Result<Vec<Integration>> {
    let mut integrations = snapshot.integrations()?;
    integrations.retain(|integration| {
        let whose = integration.member.as_ref().map(|(member, _)| *member);
        is_open_to(actor.id, actor.role.is_owner(), whose)
    });
    Ok(integrations)
}

fn refuse_second(
    snapshot: &Snapshot<'_>,
    service: Service,
    whose: Option<MemberId>,
    url: Option<&str>,
) -> Result<()> {
    let is_same = |known: &Integration| {
        known.service == service
            && known.member.as_ref().map(|(member, _)| *member) == whose
            && (service != Service::Webhook || known.url.as_deref() == url)
    };
    match snapshot.integrations()?.into_iter().find(is_same) {
        Some(known) => {
            let called = format!("{} {}", known.service.key(), known.id.0);
            Err(NameError::duplicate(Kind::Integration, &called).into())
        }
        None => Ok(()),
    }
}

fn address(addition: Addition<'_>) -> Result<Option<&str>> {
    match addition.url {
        Some(url) => match web_address::check(url, Scheme::Https) {
            Ok(url) => Ok(Some(url)),
            Err(problem) => Err(fault("--url", problem, "what lets somebody in is no part of it")),
        },
        None if addition.service == Service::Webhook => {
            Err(fault("--url", "is missing", "a webhook is told what happens at its address"))
        }
        None => Ok(None),
    }
}

fn place(secret: Secret<'_>) -> Result<SecretPlace> {
    if let Secret::File(path) = secret
        && !Path::new(path).is_file()
    {
        // Whoever gives the secret in place of its path is told before it is kept anywhere.
        let hint = "it takes the path of the file that the secret stands in, never the secret";
        return Err(fault("--secret-file", "names no file that is there", hint));
    }
    let (option, place) = match secret {
        Secret::Variable(name) => ("--secret-env", SecretPlace::variable(name)),
        Secret::File(path) => ("--secret-file", SecretPlace::file(path)),
    };
    let hint = "the secret itself is never kept here, only where it is found";
    place.map_err(|problem| fault(option, problem, hint))
}

/// What is wrong with an option, without what it says: it may be a secret.
fn fault(option: &str, problem: &str, hint: &str) -> Error {
    Error::Input(Box::new(InputFault {
        file: option.to_owned(),
        line: None,
        column: None,
        problem: problem.to_owned(),
        hint: Some(hint.to_owned()),
    }))
}
