//! SMTP: one connection, kept while mail goes out. Step by step, so that what concerns one mail
//! (its recipient, its content) is told from what concerns them all (the server, the login, the
//! sender).

use std::{fs, path::Path, time::Duration};

use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, Mechanism},
    client::{Certificate, CertificateStore, SmtpConnection, TlsParameters},
    commands::{Data, Mail, Rcpt, Rset},
    extension::ClientId,
};

use super::{Rendered, Sent, Tls, Transport};

/// How long a server may be silent.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A mail server, and the connection to it once there is one.
pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    parameters: Option<TlsParameters>,
    credentials: Option<Credentials>,
    connection: Option<SmtpConnection>,
}

impl Smtp {
    /// To that server; `ca` is a file with the one certificate to trust. Nothing is connected yet.
    ///
    /// # Errors
    /// Why it can't be tried at all, as a sentence.
    pub fn new(
        host: &str,
        port: u16,
        tls: Tls,
        login: Option<(String, String)>,
        ca: Option<&Path>,
    ) -> Result<Self, String> {
        let parameters = match tls {
            Tls::Open => None,
            Tls::StartTls | Tls::Tls => Some(parameters(host, ca)?),
        };
        let credentials = login.map(|(user, password)| Credentials::new(user, password));
        let host = host.to_owned();
        Ok(Self { host, port, tls, parameters, credentials, connection: None })
    }

    fn connect(&self) -> Result<SmtpConnection, Error> {
        let hello = ClientId::default();
        let at_once = self.parameters.as_ref().filter(|_| self.tls == Tls::Tls);
        let server = (self.host.as_str(), self.port);
        let mut connection = SmtpConnection::connect(server, Some(TIMEOUT), &hello, at_once, None)?;
        if let (Tls::StartTls, Some(parameters)) = (self.tls, &self.parameters) {
            connection.starttls(parameters, &hello)?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials)?;
        }
        Ok(connection)
    }
}

impl Transport for Smtp {
    fn at_once(&self) -> usize {
        1
    }

    fn send(&mut self, mail: &Rendered) -> Sent {
        let kept =
            self.connection.take().and_then(|mut kept| begin(&mut kept, mail).ok().map(|()| kept));
        let begun = match kept {
            Some(connection) => Ok(connection),
            // None yet, or one that has had enough: nothing of this mail was said on it.
            None => self.connect().and_then(|mut fresh| begin(&mut fresh, mail).map(|()| fresh)),
        };
        let mut connection = match begun {
            Ok(connection) => connection,
            // A server that takes nothing from this sender takes none of the other mails either.
            Err(error) => return Sent::NoWayOut(words(&error)),
        };
        match finish(&mut connection, mail) {
            Ok(()) => {
                self.connection = Some(connection);
                Sent::Delivered
            }
            Err(error) => {
                // Whoever answered with a code still listens; whoever didn't is gone.
                if error.status().is_some() && connection.command(Rset).is_ok() {
                    self.connection = Some(connection);
                } else {
                    connection.abort();
                }
                let words = words(&error);
                if error.is_permanent() { Sent::Refused(words) } else { Sent::Later(words) }
            }
        }
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            // A farewell; whether it is heard matters to nobody.
            drop(connection.quit());
        }
    }
}

/// Says who sends: what concerns every mail alike.
fn begin(connection: &mut SmtpConnection, mail: &Rendered) -> Result<(), Error> {
    connection.command(Mail::new(Some(mail.from.clone()), Vec::new())).map(drop)
}

/// Says to whom, and what: what concerns this mail alone.
fn finish(connection: &mut SmtpConnection, mail: &Rendered) -> Result<(), Error> {
    connection.command(Rcpt::new(mail.to.clone(), Vec::new()))?;
    connection.command(Data)?;
    connection.message(&mail.bytes).map(drop)
}

fn parameters(host: &str, ca: Option<&Path>) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(file) = ca {
        let pem = fs::read(file).map_err(|error| format!("the certificate's file: {error}"))?;
        let certificate = Certificate::from_pem(&pem).map_err(|error| words(&error))?;
        builder =
            builder.certificate_store(CertificateStore::None).add_root_certificate(certificate);
    }
    builder.build_rustls().map_err(|error| words(&error))
}

/// An error with its causes, which say what happened where the first of them only says that.
fn words(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}
