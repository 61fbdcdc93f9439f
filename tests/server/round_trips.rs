//! How many round trips commands take to a server: what a slow network multiplies.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::{READERS, both};

/// Stands between the program and the server, and counts what is asked.
struct Counter {
    port: u16,
    asked: Arc<AtomicUsize>,
}

impl Counter {
    fn before_the_server() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        thread::spawn(move || {
            for program in listener.incoming() {
                let (program, asked) = (program.unwrap(), Arc::clone(&counted));
                let server = Socket::to_server();
                let (mut answers, mut out) = (server.again(), program.try_clone().unwrap());
                thread::spawn(move || {
                    drop(std::io::copy(&mut answers, &mut out));
                    drop(out.shutdown(Shutdown::Both));
                });
                thread::spawn(move || drop(count(program, server, &asked)));
            }
        });
        Self { port, asked }
    }

    /// The address of a workspace behind it.
    fn address(&self, workspace: &str) -> String {
        let (base, schema) = workspace.split_once('?').unwrap();
        let config: postgres::Config = base.parse().unwrap();
        let (user, database) = (config.get_user().unwrap(), config.get_dbname().unwrap());
        format!("postgres://{user}@127.0.0.1:{}/{database}?{schema}", self.port)
    }

    /// How much was asked since the last time.
    fn take(&self) -> usize {
        self.asked.swap(0, Ordering::SeqCst)
    }
}

/// A connection to the server, by whichever way it is reached.
enum Socket {
    Tcp(TcpStream),
    Unix(std::os::unix::net::UnixStream),
}

impl Socket {
    fn to_server() -> Self {
        let base = std::env::var("ROLECALL_TEST_SERVER").unwrap();
        let config: postgres::Config = base.parse().unwrap();
        let port = config.get_ports().first().copied().unwrap_or(5432);
        match &config.get_hosts()[0] {
            postgres::config::Host::Tcp(host) => {
                Self::Tcp(TcpStream::connect((host.as_str(), port)).unwrap())
            }
            postgres::config::Host::Unix(folder) => {
                let path = folder.join(format!(".s.PGSQL.{port}"));
                Self::Unix(std::os::unix::net::UnixStream::connect(path).unwrap())
            }
        }
    }

    fn again(&self) -> Self {
        match self {
            Self::Tcp(stream) => Self::Tcp(stream.try_clone().unwrap()),
            Self::Unix(stream) => Self::Unix(stream.try_clone().unwrap()),
        }
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(buffer),
            Self::Unix(stream) => stream.read(buffer),
        }
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.write(bytes),
            Self::Unix(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Hands on what the program says. A simple query, and the end of one in parts, is answered before the next.
fn count(mut program: TcpStream, mut server: Socket, asked: &AtomicUsize) -> std::io::Result<()> {
    let mut is_begun = false;
    loop {
        let mut head = vec![0; if is_begun { 5 } else { 4 }];
        program.read_exact(&mut head)?;
        let length = u32::from_be_bytes(head[head.len() - 4..].try_into().unwrap()) - 4;
        let mut body = vec![0; length.try_into().unwrap()];
        program.read_exact(&mut body)?;
        if is_begun && matches!(head[0], b'Q' | b'S') {
            asked.fetch_add(1, Ordering::SeqCst);
        }
        is_begun |= body.first() == Some(&0) && body.get(1) == Some(&3);
        server.write_all(&head)?;
        server.write_all(&body)?;
    }
}

/// Pages: what is asked of the workspace for them.
const PAGES: &[&str] = &[
    "chat list",
    "chat list --all --tag vip",
    "chat list --unread",
    "chat list --limit 1",
    "chat list --status open --unassigned",
    "chat show 1",
    "chat show 5",
    "contact list",
    "contact list --country IN",
    "contact list --tag vip",
    "audit list",
    "audit list --action chat",
    "member list",
    "team list",
    "role list",
    "perm list",
    "mask list",
    "account list",
    "template list",
    "campaign list",
    "invite list",
    "outbox list",
    "module list",
];

/// Changes of one thing.
const CHANGES: &[&str] = &[
    "team add Night",
    "team rename Night Late",
    "role add clerk --like agent",
    "perm allow chats.other-teams --role agent",
    "mask enable number --role clerk",
    "member add new@acme.test --role agent",
    "member edit new@acme.test --name New",
    "chat assign 2 --to tim@acme.test",
    "chat close 2",
    "chat reply 1 -m Hello",
    "contact tag hot 1",
    "contact edit 2 --name Thomas",
    "account transfer +14155550132 --to adam@acme.test",
];

#[test]
fn a_page_takes_three_round_trips_a_decision_two_and_a_change_twenty() {
    let Some((_, server)) = both() else { return };
    let counter = Counter::before_the_server();
    let address = counter.address(server.name().to_str().unwrap());
    let mut wrong = Vec::new();
    let mut ask = |line: &str, most: usize| {
        let ran = server.run(&format!("{line} --workspace {address}"));
        let asked = counter.take();
        if asked > most || (ran.code == 0 && asked == 0) {
            wrong.push(format!("{asked} of {most}: {line}"));
        }
        ran.code
    };
    for masked in [false, true] {
        for (line, reader) in PAGES.iter().flat_map(|line| READERS.map(|reader| (line, reader))) {
            ask(&format!("{line} --as {reader}"), 3);
        }
        assert_eq!(ask("can tess@acme.test view --chat 2", 2), 0);
        assert!(ask("can adam@acme.test team-settings", 2) < 2, "yes or no");
        if !masked {
            for line in CHANGES {
                assert_eq!(ask(line, 20), 0, "{line}");
            }
            server.does("mask enable number --role teammate --role agent --role collaborator");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
