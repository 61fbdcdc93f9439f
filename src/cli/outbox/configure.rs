//! `outbox configure`.

use clap::ValueEnum;

use super::flush::known_servers;
use crate::{
    cli::{
        context::Context,
        error::{Error, Exit, Result},
        global::Change,
    },
    mail::Tls,
    ops::outbox::{configuration, configure, settings},
    rules::privacy::safe_text::SafeText,
    store::Mode,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// As files in a folder, or to a mail server
    #[arg(long)]
    via: Option<Via>,
    /// The sender's address
    #[arg(long, value_name = "EMAIL")]
    from: Option<String>,
    /// The folder for files; empty for the one beside the workspace
    #[arg(long, value_name = "PATH")]
    folder: Option<String>,
    /// The mail server's name
    #[arg(long, value_name = "NAME")]
    host: Option<String>,
    /// Its port [default: 587, 465 for tls, 25 for none]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    port: Option<u16>,
    /// How the connection is kept secret; none is for a server on this machine alone
    #[arg(long)]
    tls: Option<TlsArg>,
    /// Whom to log in as, empty for nobody; the password is read from `ROLECALL_SMTP_PASSWORD` when mail is sent
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// A file with the certificate to trust in place of the public ones; empty for those
    #[arg(long, value_name = "FILE")]
    ca: Option<String>,
    #[command(flatten)]
    change: Change,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Via {
    Files,
    Smtp,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TlsArg {
    Starttls,
    Tls,
    None,
}

/// The settings, in the order in which they are shown: a contract with scripts.
pub use crate::ops::outbox::SETTINGS as FIELDS;

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let via = args.via.map(|via| match via {
        Via::Files => "files",
        Via::Smtp => "smtp",
    });
    let tls = args.tls.map(|tls| match tls {
        TlsArg::Starttls => Tls::StartTls.key(),
        TlsArg::Tls => Tls::Tls.key(),
        TlsArg::None => Tls::Open.key(),
    });
    let port = args.port.map(|port| port.to_string());
    let folder = args.folder.as_deref().map(absolute).transpose()?;
    let ca = args.ca.as_deref().map(absolute).transpose()?;
    let wanted = [
        ("via", via),
        ("from", args.from.as_deref()),
        ("folder", folder.as_deref()),
        ("host", args.host.as_deref()),
        ("port", port.as_deref()),
        ("tls", tls),
        ("user", args.user.as_deref()),
        ("ca", ca.as_deref()),
    ];
    if wanted.iter().all(|(_, value)| value.is_none()) {
        return show(context);
    }
    let mut session = context.session_in(mode)?;
    let outcome = configure(&mut session, &wanted)?;
    // Who names the server here agrees to it; a host that was in the file before is not named.
    if mode == Mode::Apply
        && args.host.is_some()
        && let (Some(login), Some(servers)) = (settings(&mut session)?.way.login(), known_servers())
    {
        servers.remember(&login)?;
    }
    context.report(&outcome, mode)
}

fn show(context: &mut Context) -> Result {
    let mut settings = configuration(&mut context.session()?)?;
    let beside = context.global.outbox_folder()?;
    let writes_files = settings.get("via").is_none_or(|via| via.as_str() == "files");
    if writes_files && context.pin.is_none() {
        let beside = SafeText::echo(beside.to_string_lossy().into_owned());
        settings.entry("folder".into()).or_insert(beside);
    }
    let part = |name: &&'static str| {
        let value = settings.remove(*name).map(Value::Text);
        let files = || Value::plain("files");
        (*name, value.unwrap_or_else(|| if *name == "via" { files() } else { Value::Null }))
    };
    let parts: Vec<_> = FIELDS.iter().map(part).collect();
    context.output.object(&parts)?;
    Ok(Exit::Done)
}

/// The path from the root: mail is sent from other folders than it was configured in. Empty stays.
fn absolute(path: &str) -> std::result::Result<String, Error> {
    if path.is_empty() {
        return Ok(String::new());
    }
    let path = std::path::absolute(path)?;
    path.into_os_string().into_string().map_err(|_| {
        Error::usage("the path has letters that can't be kept", "name one in plain letters")
    })
}
