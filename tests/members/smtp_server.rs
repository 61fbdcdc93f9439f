//! A mail server on this machine, for the tests: the conversation is a library's, the connection
//! and its ways of failing are ours.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use mailin::{
    Action, AuthMechanism, Handler, Response, Session, SessionBuilder,
    response::{AUTH_OK, INVALID_CREDENTIALS, NO_MAILBOX, NO_SERVICE, OK},
};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// When the server goes away in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoesAway {
    Never,
    /// While the mail's text comes in: it isn't taken.
    InTheText,
    /// When it has taken the mail, before it says so.
    BeforeTheAnswer,
}

/// A mail that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    pub to: String,
    pub text: String,
    pub was_secret: bool,
}

impl Taken {
    /// The header's value, unfolded.
    pub fn header(&self, name: &str) -> String {
        let text = self.text.replace("\r\n ", " ");
        let prefix = format!("{name}: ");
        let line = text.lines().find(|line| line.starts_with(&prefix)).unwrap_or_default();
        line.trim_start_matches(&prefix).to_owned()
    }
}

struct State {
    taken: Vec<Taken>,
    refuses: Option<String>,
    /// The recipients that were asked for, and the domain that is put off.
    asked: Vec<String>,
    defers: Option<String>,
    goes_away: GoesAway,
    /// How many mails are taken before it goes away.
    patience: usize,
}

/// A server that listens until the test's process ends.
pub struct Server {
    pub address: SocketAddr,
    pub certificate: String,
    state: Arc<Mutex<State>>,
}

/// What is expected of who logs in.
pub const LOGIN: (&str, &str) = ("postman", "s3cret");

impl Server {
    pub fn start() -> Self {
        let key = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let certificate = key.cert.pem();
        let der =
            rustls::pki_types::PrivateKeyDer::try_from(key.signing_key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![key.cert.der().clone()], der)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = State {
            taken: Vec::new(),
            refuses: None,
            asked: Vec::new(),
            defers: None,
            goes_away: GoesAway::Never,
            patience: usize::MAX,
        };
        let state = Arc::new(Mutex::new(state));
        let (shared, config) = (Arc::clone(&state), Arc::new(config));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (state, config) = (Arc::clone(&shared), Arc::clone(&config));
                std::thread::spawn(move || serve(stream, &state, config));
            }
        });
        Self { address, certificate, state }
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.state.lock().unwrap().taken.clone()
    }

    /// Refuses that recipient for good.
    pub fn refuse(&self, recipient: &str) {
        self.state.lock().unwrap().refuses = Some(recipient.to_owned());
    }

    /// Puts off every mail to that domain.
    pub fn defer(&self, domain: &str) {
        self.state.lock().unwrap().defers = Some(format!("@{domain}"));
    }

    /// The recipients that mail was offered for, in order.
    pub fn asked(&self) -> Vec<String> {
        self.state.lock().unwrap().asked.clone()
    }

    /// Goes away so when it has taken so many mails; `Never` mends it.
    pub fn go_away(&self, how: GoesAway, after: usize) {
        let mut state = self.state.lock().unwrap();
        (state.goes_away, state.patience) = (how, after);
    }
}

struct Desk {
    state: Arc<Mutex<State>>,
    to: String,
    text: Vec<u8>,
    is_secret: Arc<Mutex<bool>>,
}

impl Handler for Desk {
    fn rcpt(&mut self, to: &str) -> Response {
        to.clone_into(&mut self.to);
        let mut state = self.state.lock().unwrap();
        state.asked.push(to.to_owned());
        if state.refuses.as_deref() == Some(to) {
            NO_MAILBOX
        } else if state.defers.as_ref().is_some_and(|domain| to.ends_with(domain)) {
            NO_SERVICE
        } else {
            OK
        }
    }

    fn data(&mut self, text: &[u8]) -> std::io::Result<()> {
        self.text.extend_from_slice(text);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let text = String::from_utf8(std::mem::take(&mut self.text)).unwrap();
        let (to, was_secret) = (self.to.clone(), *self.is_secret.lock().unwrap());
        self.state.lock().unwrap().taken.push(Taken { to, text, was_secret });
        OK
    }

    fn auth_plain(&mut self, _: &str, user: &str, password: &str) -> Response {
        if (user, password) == LOGIN { AUTH_OK } else { INVALID_CREDENTIALS }
    }
}

enum Ended {
    UpgradeTls,
    Gone,
}

fn serve(mut stream: TcpStream, state: &Arc<Mutex<State>>, config: Arc<ServerConfig>) {
    let is_secret = Arc::new(Mutex::new(false));
    let desk = Desk {
        state: Arc::clone(state),
        to: String::new(),
        text: Vec::new(),
        is_secret: Arc::clone(&is_secret),
    };
    let mut builder = SessionBuilder::new("localhost");
    builder.enable_start_tls().enable_auth(AuthMechanism::Plain);
    let mut session = builder.build(stream.peer_addr().unwrap().ip(), desk);
    if session.greeting().write_to(&mut stream).is_err() {
        return;
    }
    let upgrade = converse(&mut session, &mut BufReader::new(&mut stream), state);
    if matches!(upgrade, Ended::UpgradeTls) {
        *is_secret.lock().unwrap() = true;
        session.tls_active();
        let tls = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
        converse(&mut session, &mut BufReader::new(tls), state);
    }
}

fn converse<S: Read + Write>(
    session: &mut Session<Desk>,
    stream: &mut BufReader<S>,
    state: &Mutex<State>,
) -> Ended {
    let mut line = Vec::new();
    let mut in_text = false;
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).unwrap_or(0) == 0 {
            return Ended::Gone;
        }
        let goes_away = |state: &State| {
            if state.taken.len() >= state.patience { state.goes_away } else { GoesAway::Never }
        };
        if in_text && goes_away(&state.lock().unwrap()) == GoesAway::InTheText {
            return Ended::Gone;
        }
        let before = goes_away(&state.lock().unwrap());
        let ends_text = in_text && line == b".\r\n";
        let response = session.process(&line);
        in_text = response.code == 354 || (in_text && !ends_text);
        if ends_text && before == GoesAway::BeforeTheAnswer {
            return Ended::Gone;
        }
        let wrote = match response.action {
            Action::NoReply => Ok(()),
            _ => response.write_to(stream.get_mut()).and_then(|()| stream.get_mut().flush()),
        };
        match response.action {
            _ if wrote.is_err() => return Ended::Gone,
            Action::Close => return Ended::Gone,
            Action::UpgradeTls => return Ended::UpgradeTls,
            Action::NoReply | Action::Reply => {}
        }
    }
}
