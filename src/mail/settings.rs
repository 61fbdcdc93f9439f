//! How mail leaves, as it is kept: names and values in the workspace. No password is among them.

use std::{collections::BTreeMap, fmt, path::PathBuf};

/// Who a mail is from where nobody said: an address that reaches nobody.
const NOBODY: &str = "rolecall@localhost.localdomain";

/// How a connection to a mail server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Begins in the open, and turns secret before anything is said.
    StartTls,
    /// Secret from the start.
    Tls,
    /// In the open; for a server on this machine alone.
    Open,
}

impl Tls {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::StartTls, Self::Tls, Self::Open];

    /// Its name on the command line and in the workspace.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::StartTls => "starttls",
            Self::Tls => "tls",
            Self::Open => "none",
        }
    }

    /// The port that servers listen on for it.
    const fn port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
            Self::Open => 25,
        }
    }
}

/// Which way mail takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Into a folder; `None` for the one beside the workspace.
    Files {
        /// The folder.
        folder: Option<PathBuf>,
    },
    /// To a server.
    Smtp {
        /// Its name.
        host: String,
        /// Its port.
        port: u16,
        /// How the connection is kept secret.
        tls: Tls,
        /// Whom to log in as; `None` doesn't log in.
        user: Option<String>,
        /// A file with the certificate to trust, in place of the public ones.
        ca: Option<PathBuf>,
    },
}

/// Which way, and who from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The way out.
    pub way: Way,
    /// The sender's address.
    pub from: String,
}

/// What doesn't fit in what was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsFault(pub &'static str);

impl fmt::Display for SettingsFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

impl Way {
    /// Where a password would go, as `user@host`; `None` where none is asked for.
    #[must_use]
    pub fn login(&self) -> Option<String> {
        match self {
            Self::Smtp { host, user: Some(user), .. } => Some(format!("{user}@{host}")),
            Self::Smtp { .. } | Self::Files { .. } => None,
        }
    }
}

impl Settings {
    /// The settings that these values are; what is missing has its default.
    ///
    /// # Errors
    /// What is missing that has none, or doesn't go together.
    pub fn read(values: &BTreeMap<String, String>) -> Result<Self, SettingsFault> {
        let value = |name: &str| values.get(name).filter(|value| !value.is_empty()).cloned();
        let way = match value("via").as_deref() {
            None | Some("files") => Way::Files { folder: value("folder").map(PathBuf::from) },
            Some("smtp") => smtp(&value)?,
            Some(_) => return Err(SettingsFault("mail leaves as `files` or by `smtp`")),
        };
        if matches!(way, Way::Smtp { .. }) && value("from").is_none() {
            return Err(SettingsFault("a mail server takes no mail without `--from`"));
        }
        Ok(Self { way, from: value("from").unwrap_or_else(|| NOBODY.to_owned()) })
    }
}

fn smtp(value: &impl Fn(&str) -> Option<String>) -> Result<Way, SettingsFault> {
    let host = value("host").ok_or(SettingsFault("a mail server needs a `--host`"))?;
    let tls = match value("tls") {
        None => Tls::StartTls,
        Some(key) => Tls::ALL
            .into_iter()
            .find(|tls| tls.key() == key)
            .ok_or(SettingsFault("`--tls` is `starttls`, `tls` or `none`"))?,
    };
    let is_here = matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1");
    if tls == Tls::Open && !is_here {
        return Err(SettingsFault("`--tls none` is for a server on this machine alone"));
    }
    let port = match value("port") {
        None => tls.port(),
        Some(port) => port.parse().map_err(|_| SettingsFault("a port is 1 to 65535"))?,
    };
    Ok(Way::Smtp { host, port, tls, user: value("user"), ca: value("ca").map(PathBuf::from) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Settings, SettingsFault> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Settings::read(&pairs.collect())
    }

    #[test]
    fn files_are_the_default_and_a_server_needs_a_name_and_a_sender() {
        assert_eq!(read(&[]).expect("settings").way, Way::Files { folder: None });
        assert!(read(&[("via", "smtp")]).is_err());
        assert!(read(&[("via", "smtp"), ("host", "mail.x.test")]).is_err());
        let whole = [("via", "smtp"), ("host", "mail.x.test"), ("from", "a@x.test")];
        let Way::Smtp { port, tls, .. } = read(&whole).expect("settings").way else {
            panic!("not a server")
        };
        assert_eq!((port, tls), (587, Tls::StartTls));
    }

    #[test]
    fn nothing_leaves_this_machine_in_the_open() {
        let open =
            |host| read(&[("via", "smtp"), ("host", host), ("from", "a@x.test"), ("tls", "none")]);
        assert!(open("localhost").is_ok());
        assert!(open("127.0.0.1").is_ok());
        assert!(open("mail.x.test").is_err());
        assert!(open("localhost.evil.test").is_err());
    }
}
