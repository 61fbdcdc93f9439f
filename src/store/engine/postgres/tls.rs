//! TLS to a server. Its certificate and its name are always checked: encryption with nobody knows whom keeps
//! no password.

use std::{env, error::Error as _, ffi::OsString, io, net::IpAddr, sync::Arc};

use percent_encoding::percent_decode_str;
use postgres::{Config, config::Host};
use rustls::{
    CertificateError, ClientConfig, RootCertStore,
    crypto::ring::default_provider,
    pki_types::{CertificateDer, InvalidDnsNameError, pem::PemObject},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::store::engine::error::{Error, Result};

/// What an address says of TLS, in the words of PostgreSQL's own programs.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// Whether it is asked for, if anything is said of it.
    is_wanted: Option<bool>,
    authority: Option<String>,
}

impl Settings {
    /// Takes a setting, if it is of TLS.
    pub(super) fn take(&mut self, name: &str, value: &str) -> Result<bool> {
        match (name, value) {
            ("sslmode", "verify-full") => self.is_wanted = Some(true),
            ("sslmode", "disable") => self.is_wanted = Some(false),
            ("sslmode", "allow" | "prefer" | "require" | "verify-ca") => {
                return Err(Error::server(
                    format!("`sslmode={value}` doesn't check who the server is"),
                    "leave it out, or give `sslmode=verify-full`",
                ));
            }
            ("sslmode", _) => {
                return Err(Error::server(
                    format!("`sslmode={value}` is none that is known"),
                    "it is `verify-full`, or `disable` for a server on this machine",
                ));
            }
            ("sslrootcert", "") => return Err(no_text()),
            ("sslrootcert", file) => {
                let file = percent_decode_str(file).decode_utf8();
                self.authority = Some(file.map_err(|_| no_text())?.into_owned());
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The TLS that a connection must have. Only a server on this machine may do without.
    pub(super) fn tls(self, config: &Config) -> Result<Option<Tls>> {
        let is_here = config.get_hosts().iter().all(is_here)
            && config.get_hostaddrs().iter().all(IpAddr::is_loopback);
        if is_here && !self.is_wanted.unwrap_or(self.authority.is_some()) {
            return Ok(None);
        }
        if self.is_wanted == Some(false) {
            return Err(Error::server(
                "`sslmode=disable` is for a server on this machine alone",
                "leave it out",
            ));
        }
        if !config.get_hosts().iter().all(|host| matches!(host, Host::Tcp(_))) {
            return Err(Error::server(
                "a socket has no TLS",
                "leave out `sslmode` and `sslrootcert`",
            ));
        }
        Ok(Some(Tls { authority: self.authority }))
    }
}

fn no_text() -> Error {
    Error::server("its `sslrootcert` names no file", "give `sslrootcert=FILE`, or leave it out")
}

fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

/// How a server proves who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tls {
    /// The file with the certificates of who is trusted.
    authority: Option<String>,
}

impl Tls {
    /// How to connect with it.
    pub(super) fn connector(&self) -> Result<MakeRustlsConnect> {
        let named = self.authority.clone().map(OsString::from);
        let file = named
            .or_else(|| env::var_os("PGSSLROOTCERT").filter(|file| !file.is_empty()))
            // This word is nobody's file.
            .filter(|file| file != "system");
        let trusted = match file {
            Some(file) => authorities(&file)?,
            None => RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() },
        };
        let client = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| Error::Engine("no version of TLS is known".to_owned()))?
            .with_root_certificates(trusted)
            .with_no_client_auth();
        Ok(MakeRustlsConnect::new(client))
    }
}

fn authorities(file: &OsString) -> Result<RootCertStore> {
    let wrong = || {
        let file = file.display();
        Error::server(
            format!("`{file}` isn't a file with certificates in PEM"),
            "have `sslrootcert`, or `PGSSLROOTCERT`, name one",
        )
    };
    let mut trusted = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|_| wrong())? {
        trusted.add(certificate.map_err(|_| wrong())?).map_err(|_| wrong())?;
    }
    if trusted.is_empty() { Err(wrong()) } else { Ok(trusted) }
}

/// Why there is no TLS with the server, where that is why there is no connection.
pub(super) fn refusal(error: &postgres::Error) -> Option<Error> {
    let cause = error.source()?;
    let (problem, help) = match cause.downcast_ref::<io::Error>() {
        Some(cause) => {
            let cause = cause.get_ref()?;
            match cause.downcast_ref::<rustls::Error>() {
                Some(rustls::Error::InvalidCertificate(fault)) => certificate_fault(fault),
                Some(_) => {
                    ("no TLS could be agreed with it", "check its version of TLS and its log")
                }
                None if cause.is::<InvalidDnsNameError>() => (
                    "no certificate can be for its host's name",
                    "use the name that it was made for",
                ),
                None => return None,
            }
        }
        None if cause.to_string() == "server does not support TLS" => (
            "it has no TLS, without which only a server on this machine is used",
            "set `ssl = on` there",
        ),
        None if cause.to_string() == "no hostname provided for TLS handshake" => (
            "its address names no host, whose certificate could be checked",
            "name it beside `hostaddr`",
        ),
        None => return None,
    };
    Some(Error::server(problem, help))
}

fn certificate_fault(fault: &CertificateError) -> (&'static str, &'static str) {
    match fault {
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            ("its certificate is for another name", "use the name that it was made for")
        }
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => {
            ("its certificate isn't valid now", "renew it, and check the clock")
        }
        // Another one may have the issuer's name, and not its key.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => (
            "its certificate is from nobody who is trusted",
            "name who made it with `sslrootcert=FILE`",
        ),
        _ => ("its certificate isn't one that can be trusted", "have another made"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::address::Address;

    #[test]
    fn only_a_server_on_this_machine_may_do_without() {
        for (address, authority) in [
            ("postgres://ann@localhost/acme", None),
            ("postgres://ann@localhost/acme?sslmode=disable", None),
            ("postgres://ann@[::1]/acme?sslmode=disable&schema=b", None),
            ("postgres://ann@%2Frun/acme?sslmode=disable", None),
            ("postgres://ann@localhost/acme?sslmode=verify-full", Some(None)),
            (
                "postgres://ann@127.0.0.1/acme?sslrootcert=/etc/a%20b.pem",
                Some(Some("/etc/a b.pem")),
            ),
            ("postgres://ann@db.acme.test/acme", Some(None)),
            ("postgres://ann@db.acme.test/acme?hostaddr=127.0.0.1", Some(None)),
            ("postgres://ann@localhost/acme?hostaddr=192.0.2.1", Some(None)),
            ("postgres://ann@localhost,192.0.2.1/acme", Some(None)),
            ("postgres://ann@localhost.acme.test/acme?sslmode=verify-full", Some(None)),
        ] {
            let tls = Address::parse(address).unwrap().tls;
            let tls = tls.as_ref().map(|tls| tls.authority.as_deref());
            assert_eq!(tls, authority, "{address}");
        }
    }

    #[test]
    fn nothing_weaker_is_taken() {
        for (wrong, named) in [
            ("postgres://ann@db.acme.test/acme?sslmode=disable", "`sslmode=disable`"),
            ("postgres://ann@db.acme.test/acme?sslmode=allow", "`sslmode=allow`"),
            ("postgres://ann@db.acme.test/acme?sslmode=prefer", "`sslmode=prefer`"),
            ("postgres://ann@db.acme.test/acme?sslmode=require", "`sslmode=require`"),
            ("postgres://ann@db.acme.test/acme?sslmode=verify-ca", "`sslmode=verify-ca`"),
            ("postgres://ann@db.acme.test/acme?sslmode=", "`sslmode=`"),
            ("postgres://ann@localhost/acme?sslmode=require", "`sslmode=require`"),
            ("postgres://ann@localhost,db.acme.test/acme?sslmode=disable", "`sslmode=disable`"),
            (
                "postgres://ann@localhost/acme?hostaddr=192.0.2.1&sslmode=disable",
                "`sslmode=disable`",
            ),
            ("postgres:///acme?hostaddr=192.0.2.1&sslmode=disable&user=ann", "`sslmode=disable`"),
            ("postgres://ann@%2Frun/acme?sslmode=verify-full", "socket"),
            ("postgres://ann@db.acme.test/acme?sslrootcert=", "`sslrootcert`"),
            ("postgres://ann@db.acme.test/acme?sslcert=a.pem", "its address is"),
        ] {
            let told = Address::parse(wrong).map(|_| ()).unwrap_err().to_string();
            assert!(told.contains(named), "{wrong}: {told}");
        }
        // A name that is spelt otherwise is read by the library, and weakens nothing.
        let address = Address::parse("postgres://ann@db.acme.test/acme?ssl%6Dode=disable");
        assert!(address.unwrap().tls.is_some());
    }
}
