//! Where a workspace lies on a server: `postgres://[USER@]HOST[:PORT][,HOST[:PORT]…]/DATABASE[?schema=NAME]`. Where
//! several hosts are named, the one is meant that takes changes.

use std::{
    env, fs,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use postgres::{
    Config,
    config::Host,
    error::{Severity, SqlState},
};

use super::{
    hosts::{self, SERVER_SILENCE, Wanted},
    server::Server,
    tls::{self, Tls},
};
use crate::{
    rules::workspace::schema_name::SchemaName,
    store::engine::error::{Error, Result},
};

/// A workspace's address on a server.
#[derive(Debug, Clone)]
pub(in crate::store) struct Address {
    /// What each of the servers is connected to by.
    each: Vec<Config>,
    wanted: Wanted,
    is_read_only: bool,
    /// The schema that the workspace is.
    pub(in crate::store) schema: String,
    /// How the server proves who it is, where it must.
    pub(super) tls: Option<Tls>,
}

impl Address {
    /// Reads an address. The password is never part of it: an argument can be seen by everybody on the machine.
    pub(in crate::store) fn parse(text: &str) -> Result<Self> {
        let wrong = |what: &str| {
            let form = "write it as `postgres://USER@HOST/DATABASE?schema=NAME`";
            Error::server(what, form)
        };
        let (place, settings) = text.split_once('?').unwrap_or((text, ""));
        let mut schema = SchemaName::default().as_str().to_owned();
        let mut others = Vec::new();
        let mut tls = tls::Settings::default();
        let mut wanted = None;
        for setting in settings.split('&').filter(|setting| !setting.is_empty()) {
            match setting.split_once('=') {
                Some(("schema", name)) => name.clone_into(&mut schema),
                Some(("password", _)) => return Err(with_password()),
                Some(("target_session_attrs", kind)) => wanted = Some(read_wanted(kind)?),
                Some((name, value)) if tls.take(name, value)? => {}
                _ => others.push(setting),
            }
        }
        if SchemaName::read(&schema).is_none() {
            return Err(wrong("a schema's name has letters from a to z, digits and `_`"));
        }
        let text = if others.is_empty() {
            place.to_owned()
        } else {
            place.to_owned() + "?" + &others.join("&")
        };
        let mut config =
            Config::from_str(&text).map_err(|_| wrong("its address isn't one of a server"))?;
        if config.get_password().is_some() {
            return Err(with_password());
        }
        let tls = tls.tls(&config)?;
        if config.get_user().is_none() {
            let user = env::var("PGUSER").ok().or_else(|| whoami::fallible::username().ok());
            config.user(&user.ok_or_else(|| wrong("its address names no user"))?);
        }
        let each = hosts::each(&config)
            .ok_or_else(|| wrong("its address names hosts and ports that don't belong together"))?;
        let one_or_more = if each.len() > 1 { Wanted::Primary } else { Wanted::Any };
        let wanted = wanted.unwrap_or(one_or_more);
        Ok(Self { each, wanted, is_read_only: false, schema, tls })
    }

    /// The same, where every write is refused.
    #[must_use]
    pub(in crate::store) fn read_only(mut self) -> Self {
        self.is_read_only = true;
        self
    }

    /// Connects to the server. The connection works in the workspace's schema, whether that is there or not.
    pub(in crate::store) fn connect(&self, wait: Duration) -> Result<Server> {
        let has_warned = Arc::new(AtomicBool::new(false));
        let each = self.each.iter().map(|config| {
            let mut config = config.clone();
            let warned = Arc::clone(&has_warned);
            // It isn't printed: its words may hold a customer's.
            config.notice_callback(move |notice| {
                let is_warning = notice.parsed_severity() == Some(Severity::Warning)
                    && *notice.code() == SqlState::WARNING;
                warned.fetch_or(is_warning, Ordering::Relaxed);
            });
            if let Some(password) = password(&config) {
                config.password(password);
            }
            // Told with the connection, so that they take no round trip of their own.
            config.options(&format!(
                "{SERVER_SILENCE} {} -c search_path=\"{}\" -c lock_timeout={} -c client_min_messages=warning",
                config.get_options().unwrap_or_default(),
                self.schema,
                wait.as_millis()
            ));
            config
        });
        let tls = self.tls.as_ref().map(Tls::connector).transpose()?;
        let client = hosts::connect(each, self.wanted, tls.as_ref(), self.is_read_only)?;
        Ok(Server::new(client, has_warned))
    }
}

/// The password to a server, from the places where PostgreSQL's own programs look for it.
fn password(config: &Config) -> Option<String> {
    if let Ok(password) = env::var("PGPASSWORD") {
        return Some(password);
    }
    let file = env::var_os("PGPASSFILE").map(Into::into).or_else(|| {
        directories::BaseDirs::new().map(|folders| folders.home_dir().join(".pgpass"))
    })?;
    let lines = fs::read_to_string(file).ok()?;
    let host = config.get_hosts().first().map_or("localhost", |host| match host {
        Host::Tcp(name) => name,
        #[cfg(unix)]
        Host::Unix(_) => "localhost",
    });
    let port = config.get_ports().first().copied().unwrap_or(5432).to_string();
    let sought = [
        host,
        &port,
        config.get_dbname().unwrap_or_default(),
        config.get_user().unwrap_or_default(),
    ];
    lines.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let mut fields = fields(line);
        let password = fields.pop().filter(|_| fields.len() == sought.len())?;
        let fits = |(field, sought): (&String, &&str)| field == "*" || field == sought;
        fields.iter().zip(&sought).all(fits).then_some(password)
    })
}

fn with_password() -> Error {
    Error::server("its address holds a password", "put it into `PGPASSWORD` or `~/.pgpass`")
}

/// What a server must be, in the words of PostgreSQL's own programs.
fn read_wanted(kind: &str) -> Result<Wanted> {
    match kind {
        "any" => Ok(Wanted::Any),
        "read-write" | "primary" => Ok(Wanted::Primary),
        _ => Err(Error::server(
            format!("`target_session_attrs={kind}` is none that is known"),
            "it is `read-write`, or `any` to read from a server that takes no changes",
        )),
    }
}

/// The fields of a line of `.pgpass`. A backslash takes the next character as it is.
fn fields(line: &str) -> Vec<String> {
    let mut fields = Vec::new();
    let mut field = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            ':' => fields.push(std::mem::take(&mut field)),
            '\\' => field.extend(characters.next()),
            other => field.push(other),
        }
    }
    fields.push(field);
    fields
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Address, fields};

    #[test]
    fn an_address_names_its_schema_and_never_a_password() {
        let schema = |text| Address::parse(text).map(|address| address.schema).ok();
        assert_eq!(schema("postgres://ann@localhost/acme").as_deref(), Some("rolecall"));
        assert_eq!(schema("postgres://ann@localhost/acme?schema=b_2").as_deref(), Some("b_2"));
        for wrong in [
            "postgres://ann:secret@localhost/acme",
            "postgres://localhost/acme?password=secret",
            "postgres://ann@localhost/acme?schema=\"x",
            "postgres://ann@localhost/acme?schema=",
            "postgres://ann@localhost:port/acme",
        ] {
            let error = Address::parse(wrong).map(|_| ()).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_line_of_passwords_has_fields() {
        assert_eq!(fields(r"h\:x:5432:*:ann:a\\b"), ["h:x", "5432", "*", "ann", r"a\b"]);
    }
}
