//! Stands between the program and a server: counts what is asked, and stops at a step of it.

use std::{
    io::{Error, ErrorKind, Read, Result, Write},
    net::{Shutdown, TcpListener, TcpStream},
    os::unix::net::UnixStream,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI32, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

/// On which side of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The server hasn't got it yet.
    Asked,
    /// The server has done it, and the program doesn't know.
    Answered,
}

/// What is said between them.
#[derive(Default)]
struct Talk {
    /// What was asked since the last time: the beginning of each message, or of each group that is answered at once.
    asked: Mutex<Vec<String>>,
    stop: Mutex<Option<(usize, Side, Sender<Held>)>>,
}

/// A step at which both wait.
pub struct Held {
    /// The process that serves the program.
    pub backend: i32,
    /// What the server answered.
    pub answer: Vec<u8>,
    on: Sender<bool>,
}

impl Held {
    /// Lets them go on.
    pub fn go_on(self) {
        // They may have gone.
        let _ = self.on.send(true);
    }

    /// Cuts the line between them.
    pub fn cut(self) {
        let _ = self.on.send(false);
    }
}

pub struct Between {
    port: u16,
    talk: Arc<Talk>,
}

/// A step in which rows are sent, for which nothing is answered.
const ROWS: &str = "rows";

impl Between {
    /// Before the server with that address.
    pub fn before(base: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let talk = Arc::new(Talk::default());
        let (heard, config) = (Arc::clone(&talk), base.parse().unwrap());
        thread::spawn(move || {
            for program in listener.incoming() {
                let program = program.unwrap();
                program.set_nodelay(true).unwrap();
                // Without a server there is no line.
                if let Ok(server) = Socket::to(&config) {
                    Line::between(program, server, Arc::clone(&heard));
                }
            }
        });
        Self { port, talk }
    }

    /// The address of a workspace behind it.
    pub fn address(&self, workspace: &str) -> String {
        let (base, schema) = workspace.split_once('?').unwrap();
        let config: postgres::Config = base.parse().unwrap();
        let (user, database) = (config.get_user().unwrap(), config.get_dbname().unwrap());
        format!("postgres://{user}@127.0.0.1:{}/{database}?{schema}", self.port)
    }

    /// The steps since the last time.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.talk.asked.lock().unwrap())
    }

    /// How often an answer was waited for since the last time.
    pub fn round_trips(&self) -> usize {
        self.take().iter().filter(|step| *step != ROWS).count()
    }

    /// Stops at a step that comes, counted from the last [`Between::take`].
    pub fn stop_at(&self, step: usize, side: Side) -> Receiver<Held> {
        let (told, held) = channel();
        *self.talk.stop.lock().unwrap() = Some((step, side, told));
        held
    }
}

/// One connection of the program.
struct Line {
    talk: Arc<Talk>,
    backend: AtomicI32,
    /// Who is told when the answer is there.
    awaited: Mutex<Option<Sender<Held>>>,
}

impl Line {
    fn between(program: TcpStream, server: Socket, talk: Arc<Talk>) {
        let line = Arc::new(Self { talk, backend: AtomicI32::new(0), awaited: Mutex::default() });
        let (other, out, answers) =
            (Arc::clone(&line), program.try_clone().unwrap(), server.again());
        thread::spawn(move || {
            let closing = (out.try_clone().unwrap(), answers.again());
            drop(other.bring_answers(answers, out));
            close(&closing.0, &closing.1);
        });
        thread::spawn(move || {
            let closing = (program.try_clone().unwrap(), server.again());
            drop(line.bring_questions(program, server));
            close(&closing.0, &closing.1);
        });
    }

    fn bring_questions(&self, mut program: TcpStream, mut server: Socket) -> Result<()> {
        let mut is_begun = false;
        let mut group = Vec::new();
        loop {
            let (kind, body) = read(&mut program, is_begun, &mut group)?;
            is_begun |= body.starts_with(&[0, 3]);
            // These are answered, or done, before the next; what comes before them waits for them.
            if kind.is_some() && !matches!(kind, Some(b'Q' | b'S' | b'd' | b'p' | b'f' | b'X')) {
                continue;
            }
            if matches!(kind, Some(b'Q' | b'S' | b'd')) {
                self.step(&group, kind == Some(b'd'))?;
            }
            server.write_all(&group)?;
            group.clear();
        }
    }

    /// Counts a step, and stops before it if that is wanted.
    fn step(&self, group: &[u8], is_rows: bool) -> Result<()> {
        let mut asked = self.talk.asked.lock().unwrap();
        let step = asked.len();
        let words = String::from_utf8_lossy(&group[5..group.len().min(60)]).replace('\0', " ");
        asked.push(if is_rows { ROWS.to_owned() } else { words.trim().to_owned() });
        drop(asked);
        let stop = self.talk.stop.lock().unwrap().take_if(|(at, ..)| *at == step);
        match stop {
            Some((_, Side::Asked, told)) => self.hold(&told, Vec::new()),
            Some((_, Side::Answered, told)) => {
                *self.awaited.lock().unwrap() = Some(told);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn bring_answers(&self, mut server: Socket, mut program: TcpStream) -> Result<()> {
        let mut answer = Vec::new();
        loop {
            let (kind, body) = read(&mut server, true, &mut answer)?;
            if kind == Some(b'K') {
                let backend = i32::from_be_bytes(body[..4].try_into().unwrap());
                self.backend.store(backend, Ordering::SeqCst);
            }
            let mut awaited = self.awaited.lock().unwrap();
            if awaited.is_some() {
                // The end of an answer, or the readiness for rows.
                if !matches!(kind, Some(b'Z' | b'G')) {
                    continue;
                }
                let told = awaited.take().unwrap();
                drop(awaited);
                self.hold(&told, answer.clone())?;
            }
            program.write_all(&answer)?;
            answer.clear();
        }
    }

    fn hold(&self, told: &Sender<Held>, answer: Vec<u8>) -> Result<()> {
        let (on, goes) = channel();
        let backend = self.backend.load(Ordering::SeqCst);
        drop(told.send(Held { backend, answer, on }));
        match goes.recv() {
            Ok(true) => Ok(()),
            _ => Err(Error::from(ErrorKind::ConnectionAborted)),
        }
    }
}

/// Reads a message, and adds it to others. The first that a program sends has no kind.
fn read(from: &mut impl Read, has_kind: bool, to: &mut Vec<u8>) -> Result<(Option<u8>, Vec<u8>)> {
    let mut head = vec![0; if has_kind { 5 } else { 4 }];
    from.read_exact(&mut head)?;
    let length = u32::from_be_bytes(head[head.len() - 4..].try_into().unwrap()) - 4;
    let mut body = vec![0; length.try_into().unwrap()];
    from.read_exact(&mut body)?;
    to.extend(&head);
    to.extend(&body);
    Ok((has_kind.then(|| head[0]), body))
}

fn close(program: &TcpStream, server: &Socket) {
    drop(program.shutdown(Shutdown::Both));
    match server {
        Socket::Tcp(stream) => drop(stream.shutdown(Shutdown::Both)),
        Socket::Unix(stream) => drop(stream.shutdown(Shutdown::Both)),
    }
}

/// A connection to a server, by whichever way it is reached.
enum Socket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Socket {
    fn to(config: &postgres::Config) -> Result<Self> {
        let port = config.get_ports().first().copied().unwrap_or(5432);
        Ok(match &config.get_hosts()[0] {
            postgres::config::Host::Tcp(host) => {
                let stream = TcpStream::connect((host.as_str(), port))?;
                stream.set_nodelay(true)?;
                Self::Tcp(stream)
            }
            postgres::config::Host::Unix(folder) => {
                Self::Unix(UnixStream::connect(folder.join(format!(".s.PGSQL.{port}")))?)
            }
        })
    }

    fn again(&self) -> Self {
        match self {
            Self::Tcp(stream) => Self::Tcp(stream.try_clone().unwrap()),
            Self::Unix(stream) => Self::Unix(stream.try_clone().unwrap()),
        }
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(buffer),
            Self::Unix(stream) => stream.read(buffer),
        }
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        match self {
            Self::Tcp(stream) => stream.write(bytes),
            Self::Unix(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}
