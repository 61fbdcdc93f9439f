//! `integration`: what the workspace is connected to. Secrets are named by their place, and kept
//! nowhere.

use clap::ValueEnum;

use super::{
    candidates,
    context::Context,
    error::Error,
    tree::{Node, Noun},
    verb::{Change, ChangeVerb, Done, Each, Limit, List, ListVerb, Listed, change, row},
};
use crate::{
    ops::{
        self, Session,
        integration::{self, Addition, IntegrationRow, Secret},
    },
    rules::{id::IntegrationId, privacy::safe_text::SafeText, workspace::integration::Service},
    ui::Value,
};

pub struct Integration;

impl Noun for Integration {
    const VERBS: &'static [Node] = &[
        Node::verb::<List<Integrations>>(
            "list",
            "List your integrations and the organisation's; an owner sees everybody's",
        )
        .examples(&["integration list"]),
        Node::verb::<Change<Add>>("add", "Add an integration of your own, or the organisation's")
            .examples(&[
                "integration add pipedrive --secret-env PIPEDRIVE_TOKEN",
                "integration add webhook --organisation --url https://hooks.acme.test/rolecall",
            ]),
        Node::verb::<Change<Remove>>("remove", "Remove an integration")
            .examples(&["integration remove 1"]),
    ];
}

#[derive(clap::Args)]
struct Integrations {}

row!(row: IntegrationRow {
    faint "id" => row.id.0,
    "service" => row.service.key(),
    "owner" => row.member.unwrap_or_else(|| SafeText::word("organisation")),
    name "name" => row.name,
    "url".rank(2) => row.url,
    "secret".rank(3) => row.secret_place,
    "added_by".rank(4) => row.added_by,
    faint "added_at".rank(5) => Value::Time(row.added_at),
});

impl ListVerb for Integrations {
    type Row = IntegrationRow;

    fn rows(&self, session: &mut Session, _limit: Limit, each: Each<IntegrationRow>) -> Listed {
        Ok(integration::list(session)?.into_iter().try_for_each(each)?)
    }
}

#[derive(clap::Args)]
struct Add {
    /// What it connects to
    service: ServiceArg,
    /// Add it for the organisation instead of for yourself
    #[arg(long, alias = "organization")]
    organisation: bool,
    /// What people call it
    #[arg(long)]
    name: Option<String>,
    /// Address without a secret in it, https only; a webhook needs one
    #[arg(long)]
    url: Option<String>,
    /// Environment variable that holds the secret, such as `PIPEDRIVE_TOKEN`
    #[arg(long, value_name = "NAME")]
    secret_env: Option<String>,
    /// File that holds the secret
    #[arg(long, value_name = "PATH", conflicts_with = "secret_env")]
    secret_file: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum ServiceArg {
    Pipedrive,
    Hubspot,
    Webhook,
}

impl ChangeVerb for Add {
    /// Who reads the secret runs in another folder, so its path is kept from the root.
    fn prepare(&mut self, _context: &mut Context) -> Result<(), Error> {
        if let Some(path) = self.secret_file.take() {
            let path = std::path::absolute(path)?.into_os_string().into_string();
            self.secret_file = Some(path.map_err(|_| {
                Error::usage(
                    "`--secret-file` names a path that is not UTF-8",
                    "give the path of the file that holds the secret, never the secret",
                )
            })?);
        }
        Ok(())
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let secret = self.secret_env.as_deref().map(Secret::Variable);
        let addition = Addition {
            service: match self.service {
                ServiceArg::Pipedrive => Service::Pipedrive,
                ServiceArg::Hubspot => Service::Hubspot,
                ServiceArg::Webhook => Service::Webhook,
            },
            is_organisations: self.organisation,
            name: self.name.as_deref(),
            url: self.url.as_deref(),
            secret: secret.or(self.secret_file.as_deref().map(Secret::File)),
        };
        Ok(integration::add(session, addition)?.into())
    }
}

#[derive(clap::Args)]
struct Remove {
    /// The integration
    #[arg(value_name = "ID", add = candidates::integrations())]
    integration: i64,
}

change!(Remove, |it, session| integration::remove(session, IntegrationId(it.integration)));
