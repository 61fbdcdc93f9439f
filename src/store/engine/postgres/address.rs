//! Where a workspace lies on a server: `postgres://[USER@]HOST[:PORT]/DATABASE[?schema=NAME]`.

use std::{env, fs, str::FromStr, time::Duration};

use postgres::{
    Config, NoTls,
    config::{Host, SslMode},
};

use super::{
    server::Server,
    tls::{self, Tls},
};
use crate::{
    rules::workspace::schema_name::SchemaName,
    store::engine::error::{Error, Result},
};

/// How long to wait for a server to answer at all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A workspace's address on a server.
#[derive(Debug, Clone)]
pub(in crate::store) struct Address {
    config: Config,
    /// The schema that the workspace is.
    pub(in crate::store) schema: String,
    /// How the server proves who it is, where it must.
    pub(super) tls: Option<Tls>,
}

impl Address {
    /// Reads an address. The password is never part of it: an argument can be seen by everybody on the machine.
    pub(in crate::store) fn parse(text: &str) -> Result<Self> {
        let wrong = |what: &str| Error::Server(what.to_owned());
        let (place, settings) = text.split_once('?').unwrap_or((text, ""));
        let mut schema = SchemaName::default().as_str().to_owned();
        let mut others = Vec::new();
        let mut tls = tls::Settings::default();
        for setting in settings.split('&').filter(|setting| !setting.is_empty()) {
            match setting.split_once('=') {
                Some(("schema", name)) => name.clone_into(&mut schema),
                Some(("password", _)) => return Err(wrong(PASSWORD)),
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
        let mut config = Config::from_str(&text)
            .map_err(|_| wrong("its address is `postgres://USER@HOST/DATABASE?schema=NAME`"))?;
        if config.get_password().is_some() {
            return Err(wrong(PASSWORD));
        }
        let tls = tls.tls(&config)?;
        config.connect_timeout(CONNECT_TIMEOUT).application_name("rolecall");
        if config.get_user().is_none() {
            let user = env::var("PGUSER").ok().or_else(|| whoami::fallible::username().ok());
            config.user(&user.ok_or_else(|| wrong("its address names no user"))?);
        }
        Ok(Self { config, schema, tls })
    }

    /// The same, where every write is refused.
    #[must_use]
    pub(in crate::store) fn read_only(mut self) -> Self {
        let others = self.config.get_options().unwrap_or_default();
        let settings = format!("{others} -c default_transaction_read_only=on");
        self.config.options(settings.trim_start());
        self
    }

    /// Connects to the server. The connection works in the workspace's schema, whether that is there or not.
    pub(in crate::store) fn connect(&self, wait: Duration) -> Result<Server> {
        let mut config = self.config.clone();
        if let Some(password) = self.password() {
            config.password(password);
        }
        // Told with the connection, so that they take no round trip of their own.
        let settings = format!(
            "{} -c search_path=\"{}\" -c lock_timeout={} -c client_min_messages=warning",
            config.get_options().unwrap_or_default(),
            self.schema,
            wait.as_millis()
        );
        config.options(settings.trim_start());
        let client = match &self.tls {
            Some(tls) => tls.connect(&mut config)?,
            None => config.ssl_mode(SslMode::Disable).connect(NoTls)?,
        };
        Ok(Server::new(client))
    }

    /// From the places where PostgreSQL's own programs look for it.
    fn password(&self) -> Option<String> {
        if let Ok(password) = env::var("PGPASSWORD") {
            return Some(password);
        }
        let file = env::var_os("PGPASSFILE").map(Into::into).or_else(|| {
            directories::BaseDirs::new().map(|folders| folders.home_dir().join(".pgpass"))
        })?;
        let lines = fs::read_to_string(file).ok()?;
        let host = self.config.get_hosts().first().map_or("localhost", |host| match host {
            Host::Tcp(name) => name,
            #[cfg(unix)]
            Host::Unix(_) => "localhost",
        });
        let port = self.config.get_ports().first().copied().unwrap_or(5432).to_string();
        let sought = [
            host,
            &port,
            self.config.get_dbname().unwrap_or_default(),
            self.config.get_user().unwrap_or_default(),
        ];
        lines.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
            let mut fields = fields(line);
            let password = fields.pop().filter(|_| fields.len() == sought.len())?;
            let fits = |(field, sought): (&String, &&str)| field == "*" || field == sought;
            fields.iter().zip(&sought).all(fits).then_some(password)
        })
    }
}

const PASSWORD: &str =
    "its address holds a password, which belongs into `PGPASSWORD` or `~/.pgpass`";

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
