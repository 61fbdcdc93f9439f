//! The servers that an address names. One of them takes changes, and which one may change at any time.

use std::time::Duration;

use postgres::{
    Client, Config, NoTls, SimpleQueryMessage,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{failure::refused, tls::refusal};
use crate::store::engine::error::{Error, Result};

/// How long to wait for a server to answer at all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// So long nothing is heard from the other side, which may have lost its power, before it is asked, and asked
/// again: after half a minute it counts as gone.
const SILENCE: Duration = Duration::from_secs(15);
const ASKED_AGAIN: Duration = Duration::from_secs(5);
const TIMES_ASKED: u32 = 3;

/// The seconds after which a message counts as lost that the other side's machine didn't take.
const TAKEN_WITHIN: &str = "tcp_user_timeout=30";

/// The same for the server: who is gone holds nobody up. It takes these as it can, and others of the address before.
pub(super) const SERVER_SILENCE: &str = "-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 \
    -c tcp_keepalives_count=3 -c tcp_user_timeout=30000";

/// What a server must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The first that answers.
    Any,
    /// The one that takes changes.
    Primary,
}

/// What each server of an address is connected to by.
pub(super) fn each(whole: &Config) -> Option<Vec<Config>> {
    let (hosts, addresses, ports) = (whole.get_hosts(), whole.get_hostaddrs(), whole.get_ports());
    let count = hosts.len().max(addresses.len());
    let fits = |some: usize| some == 0 || some == count;
    if count == 0
        || !fits(hosts.len())
        || !fits(addresses.len())
        || !(ports.len() == 1 || fits(ports.len()))
    {
        return None;
    }
    (0..count)
        .map(|at| {
            let mut config: Config = TAKEN_WITHIN.parse().ok()?;
            match hosts.get(at) {
                Some(Host::Tcp(name)) => drop(config.host(name)),
                #[cfg(unix)]
                Some(Host::Unix(folder)) => drop(config.host_path(folder)),
                None => {}
            }
            if let Some(address) = addresses.get(at) {
                config.hostaddr(*address);
            }
            if let Some(port) = ports.get(at).or_else(|| ports.first()) {
                config.port(*port);
            }
            if let Some(name) = whole.get_dbname() {
                config.dbname(name);
            }
            if let Some(user) = whole.get_user() {
                config.user(user);
            }
            if let Some(options) = whole.get_options() {
                config.options(options);
            }
            config
                .application_name("rolecall")
                .connect_timeout(CONNECT_TIMEOUT)
                .channel_binding(whole.get_channel_binding())
                .ssl_negotiation(whole.get_ssl_negotiation())
                .load_balance_hosts(whole.get_load_balance_hosts())
                .keepalives_idle(SILENCE)
                .keepalives_interval(ASKED_AGAIN)
                .keepalives_retries(TIMES_ASKED);
            Some(config)
        })
        .collect()
}

/// Connects to the first of these that is what is wanted.
pub(super) fn connect(
    each: impl IntoIterator<Item = Config>,
    wanted: Wanted,
    tls: Option<&MakeRustlsConnect>,
    is_read_only: bool,
) -> Result<Client> {
    let mut told = None;
    for config in each {
        match one(config, wanted, tls, is_read_only) {
            Ok(Some(client)) => return Ok(client),
            Ok(None) => told = Some(standby()),
            // One that is there tells more than one that isn't.
            Err(error) => told = told.or(Some(error)),
        }
    }
    Err(told.unwrap_or_else(standby))
}

/// Connects to a server; gives none where it isn't what is wanted.
fn one(
    mut config: Config,
    wanted: Wanted,
    tls: Option<&MakeRustlsConnect>,
    is_read_only: bool,
) -> Result<Option<Client>> {
    if is_read_only && wanted == Wanted::Any {
        let others = config.get_options().unwrap_or_default();
        config.options(&format!("{others} -c default_transaction_read_only=on"));
    }
    let mut client = match tls {
        Some(tls) => config
            .ssl_mode(SslMode::Require)
            .connect(tls.clone())
            .map_err(|error| refusal(&error).unwrap_or_else(|| refused(&error)))?,
        None => {
            config.ssl_mode(SslMode::Disable).connect(NoTls).map_err(|error| refused(&error))?
        }
    };
    if wanted == Wanted::Any {
        return Ok(Some(client));
    }
    // What it says of itself, before it is told to take no change from here.
    let end = if is_read_only { "; SET default_transaction_read_only = on" } else { "" };
    let answer = client.simple_query(&format!("SHOW transaction_read_only{end}"))?;
    let takes_changes = answer.iter().any(
        |message| matches!(message, SimpleQueryMessage::Row(row) if row.get(0) == Some("off")),
    );
    Ok(takes_changes.then_some(client))
}

fn standby() -> Error {
    Error::server(
        "none of the servers that its address names takes changes now",
        "try again in a moment; with `target_session_attrs=any` in the address, it is read from one that takes none",
    )
}
