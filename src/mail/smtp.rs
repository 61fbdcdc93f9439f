//! SMTP: one connection, kept while mail goes out. Step by step, so that what concerns one mail
//! (its recipient, its content) is told from what concerns them all (the server, the login, the
//! sender).

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, Mechanism},
    client::{Certificate, CertificateStore, SmtpConnection, TlsParameters},
    commands::{Data, Mail, Rcpt, Rset},
    extension::ClientId,
};

use super::{
    Rendered, Sent, Tls, Transport,
    relay::{Cut, Relay},
};

/// How long connecting may take: the greeting, TLS and the login.
const OPENING: Duration = Duration::from_mins(1);

/// How long a server may take for a sender, a recipient, or the readiness for the text.
const COMMAND: Duration = Duration::from_mins(1);

/// How long a server may take for the text, from its first byte to the reply after the final dot
/// (RFC 5321, 4.5.3.2.6: ten minutes).
const TEXT: Duration = Duration::from_mins(10);

/// How long to wait for the reply to QUIT, which nothing depends on.
const GOODBYE: Duration = Duration::from_secs(5);

/// How long one run may send: what is still due then goes out in the next.
const RUN: Duration = Duration::from_hours(1);

/// A mail server, and the connection to it once there is one.
pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    parameters: Option<TlsParameters>,
    credentials: Option<Credentials>,
    line: Option<Line>,
    begun: Instant,
}

/// A connection with the relay that bounds it.
struct Line {
    connection: SmtpConnection,
    relay: Relay,
}

/// Why a step failed: in the server's words, or since the relay closed the connection.
enum Fault {
    Server(Error),
    Cut(Cut),
    System(std::io::Error),
}

impl Fault {
    fn words(&self) -> String {
        match self {
            Self::Server(error) => words(error),
            Self::Cut(cut) => cut.words().to_owned(),
            Self::System(error) => format!("the mail server can't be reached: {error}"),
        }
    }
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
        let (host, begun) = (host.to_owned(), Instant::now());
        Ok(Self { host, port, tls, parameters, credentials, line: None, begun })
    }

    fn connect(&self) -> Result<Line, Fault> {
        let relay = Relay::open(&self.host, self.port, OPENING).map_err(Fault::System)?;
        let opened = self.open(&relay);
        match opened {
            Ok(connection) => Ok(Line { connection, relay }),
            Err(error) => Err(relay.cut().map_or(Fault::Server(error), Fault::Cut)),
        }
    }

    fn open(&self, relay: &Relay) -> Result<SmtpConnection, Error> {
        let hello = ClientId::default();
        let at_once = self.parameters.as_ref().filter(|_| self.tls == Tls::Tls);
        // The relay ends a stage that is late; this bound is only for a relay that is gone.
        let patience = Some(TEXT + COMMAND);
        let mut connection =
            SmtpConnection::connect(relay.address(), patience, &hello, at_once, None)?;
        if let (Tls::StartTls, Some(parameters)) = (self.tls, &self.parameters) {
            connection.starttls(parameters, &hello)?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials)?;
        }
        Ok(connection)
    }
}

impl Line {
    /// Does one step of the conversation, which may take that long.
    fn step<T>(
        &mut self,
        stage: Duration,
        step: impl FnOnce(&mut SmtpConnection) -> Result<T, Error>,
    ) -> Result<T, Fault> {
        self.relay.allow(stage);
        step(&mut self.connection)
            .map_err(|error| self.relay.cut().map_or(Fault::Server(error), Fault::Cut))
    }

    /// Says who sends: what concerns every mail alike.
    fn begin(&mut self, mail: &Rendered) -> Result<(), Fault> {
        let sender = Mail::new(Some(mail.from.clone()), Vec::new());
        self.step(COMMAND, |connection| connection.command(sender).map(drop))
    }

    /// Says to whom, and what: what concerns this mail alone.
    fn finish(&mut self, mail: &Rendered) -> Result<(), Fault> {
        let recipient = Rcpt::new(mail.to.clone(), Vec::new());
        self.step(COMMAND, |connection| connection.command(recipient))?;
        self.step(COMMAND, |connection| connection.command(Data))?;
        self.step(TEXT, |connection| connection.message(&mail.bytes).map(drop))
    }
}

impl Transport for Smtp {
    fn at_once(&self) -> usize {
        1
    }

    fn send(&mut self, mail: &Rendered) -> Sent {
        if self.begun.elapsed() > RUN {
            return Sent::NoWayOut("an hour was not enough; the next run goes on".to_owned());
        }
        let kept = self.line.take().and_then(|mut kept| kept.begin(mail).ok().map(|()| kept));
        let begun = match kept {
            Some(line) => Ok(line),
            // None yet, or one that has had enough: nothing of this mail was said on it.
            None => self.connect().and_then(|mut fresh| fresh.begin(mail).map(|()| fresh)),
        };
        let mut line = match begun {
            Ok(line) => line,
            // A server that takes nothing from this sender takes none of the other mails either.
            Err(fault) => return Sent::NoWayOut(fault.words()),
        };
        match line.finish(mail) {
            Ok(()) => {
                self.line = Some(line);
                Sent::Delivered
            }
            Err(fault) => self.give_up(line, &fault),
        }
    }
}

impl Smtp {
    /// What became of a mail that the server didn't take, and of the connection.
    fn give_up(&mut self, mut line: Line, fault: &Fault) -> Sent {
        let words = fault.words();
        let Fault::Server(error) = fault else {
            // A server that hangs would hang for every other mail as well.
            line.connection.abort();
            return Sent::NoWayOut(words);
        };
        // Whoever answered with a code still listens; whoever didn't is gone.
        if error.status().is_some() && line.step(COMMAND, |it| it.command(Rset)).is_ok() {
            self.line = Some(line);
        } else {
            line.connection.abort();
        }
        if error.is_permanent() {
            Sent::Refused(words)
        } else {
            Sent::Later { error: words, for_domain: error.is_transient() }
        }
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        if let Some(mut line) = self.line.take() {
            // Best-effort QUIT.
            drop(line.step(GOODBYE, SmtpConnection::quit));
        }
    }
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
