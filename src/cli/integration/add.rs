//! `integration add`.

use clap::ValueEnum;

use crate::{
    cli::{
        context::Context,
        error::{Error, Result},
        global::Change,
    },
    ops::integration::{Addition, Secret, add},
    rules::workspace::integration::Service,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// What it connects to
    service: ServiceArg,
    /// The organisation's, instead of one's own
    #[arg(long, alias = "organization")]
    organisation: bool,
    /// What people call it
    #[arg(long)]
    name: Option<String>,
    /// Where it leads: an https address with nothing secret in it; a webhook needs one
    #[arg(long)]
    url: Option<String>,
    /// The environment variable that its secret stands in, such as `PIPEDRIVE_TOKEN`
    #[arg(long, value_name = "NAME")]
    secret_env: Option<String>,
    /// The file that its secret stands in
    #[arg(long, value_name = "PATH", conflicts_with = "secret_env")]
    secret_file: Option<String>,
    #[command(flatten)]
    change: Change,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ServiceArg {
    Pipedrive,
    Hubspot,
    Webhook,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let file = args.secret_file.as_deref().map(absolute).transpose()?;
    let secret = args.secret_env.as_deref().map(Secret::Variable);
    let addition = Addition {
        service: match args.service {
            ServiceArg::Pipedrive => Service::Pipedrive,
            ServiceArg::Hubspot => Service::Hubspot,
            ServiceArg::Webhook => Service::Webhook,
        },
        is_organisations: args.organisation,
        name: args.name.as_deref(),
        url: args.url.as_deref(),
        secret: secret.or(file.as_deref().map(Secret::File)),
    };
    let outcome = add(&mut context.session_in(mode)?, addition)?;
    context.report(&outcome, mode)
}

/// The path from the root: who reads the secret runs in another folder.
fn absolute(path: &str) -> std::result::Result<String, Error> {
    let refused = |_| {
        Error::usage(
            "`--secret-file` names a path that can't be kept",
            "it takes the path of the file that the secret stands in, never the secret",
        )
    };
    let path = std::path::absolute(path)?;
    path.into_os_string().into_string().map_err(refused)
}
