//! A relay on the loopback interface between the SMTP library and the mail server. The library reads
//! a reply's line to its end before it looks at its length, and waits anew after every byte; the
//! relay puts a bound on both: so many bytes a reply, so much time a stage.

use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// The longest reply, in bytes, TLS records included. RFC 5321 allows 512 bytes a line.
const LONGEST_REPLY: usize = 256 * 1024;

/// How often the deadline is looked at.
const TICK: Duration = Duration::from_millis(100);

/// How long to wait for one of a host's addresses to answer.
const CONNECT: Duration = Duration::from_secs(30);

/// Why the relay closed a connection that neither side had closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// A reply was longer than any that SMTP knows.
    Endless,
    /// The stage was not over in time.
    Late,
}

impl Cut {
    /// The reason as a sentence's end.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Endless => "the mail server's reply does not end",
            Self::Late => "the mail server did not answer in time",
        }
    }
}

/// A connection to a mail server, to be made by way of [`Relay::address`].
pub(super) struct Relay {
    address: SocketAddr,
    limits: Arc<Limits>,
}

struct Limits {
    deadline: Mutex<Instant>,
    /// Bytes from the server since the client spoke last.
    reply: AtomicUsize,
    cut: Mutex<Option<Cut>>,
}

impl Relay {
    /// Connects to the first address of that host that answers.
    ///
    /// # Errors
    /// What the operating system says of the last address tried.
    pub(super) fn open(host: &str, port: u16, stage: Duration) -> io::Result<Self> {
        let mut failed = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
        let server = (host, port).to_socket_addrs()?.find_map(|address| {
            TcpStream::connect_timeout(&address, CONNECT).map_err(|error| failed = error).ok()
        });
        let server = server.ok_or(failed)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let limits = Arc::new(Limits {
            deadline: Mutex::new(Instant::now() + stage),
            reply: AtomicUsize::new(0),
            cut: Mutex::new(None),
        });
        let relay = Self { address: listener.local_addr()?, limits: Arc::clone(&limits) };
        thread::spawn(move || {
            // A side that is gone ends the relay; the library reports it in its own words.
            if let Ok((client, _)) = listener.accept() {
                drop(listener);
                drop(carry(&client, &server, &limits));
            }
        });
        Ok(relay)
    }

    /// Where the relay listens, once.
    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Starts a stage of the conversation, which may take that long.
    pub(super) fn allow(&self, stage: Duration) {
        *locked(&self.limits.deadline) = Instant::now() + stage;
    }

    /// Why the relay closed the connection, if it did.
    pub(super) fn cut(&self) -> Option<Cut> {
        *locked(&self.limits.cut)
    }
}

/// A lock whose holder panicked still holds a whole value: each is written at once.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn carry(client: &TcpStream, server: &TcpStream, limits: &Arc<Limits>) -> io::Result<()> {
    server.set_read_timeout(Some(TICK))?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (mut from, mut to) = (client.try_clone()?, server.try_clone()?);
    let shared = Arc::clone(limits);
    let upstream = thread::spawn(move || {
        let mut buffer = [0; 16 * 1024];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            shared.reply.store(0, Ordering::Relaxed);
            if to.write_all(&buffer[..read]).is_err() {
                break;
            }
        }
        // Both directions: the library is gone, so nobody hears what the server still says.
        drop(to.shutdown(Shutdown::Both));
    });
    let ended = replies(server, client, limits);
    drop(client.shutdown(Shutdown::Both));
    drop(server.shutdown(Shutdown::Both));
    drop(upstream.join());
    ended
}

/// Carries what the server says, within the limits.
fn replies(mut server: &TcpStream, mut client: &TcpStream, limits: &Limits) -> io::Result<()> {
    let mut buffer = [0; 16 * 1024];
    loop {
        if Instant::now() > *locked(&limits.deadline) {
            *locked(&limits.cut) = Some(Cut::Late);
            return Ok(());
        }
        let read = match server.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if is_a_tick(&error) => continue,
            Err(error) => return Err(error),
        };
        if limits.reply.fetch_add(read, Ordering::Relaxed) + read > LONGEST_REPLY {
            *locked(&limits.cut) = Some(Cut::Endless);
            return Ok(());
        }
        client.write_all(&buffer[..read])?;
    }
}

fn is_a_tick(error: &io::Error) -> bool {
    use io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
    matches!(error.kind(), WouldBlock | TimedOut | Interrupted)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// Longer than any of these tests takes.
    const COMFORTABLE: Duration = Duration::from_secs(20);

    /// A server that speaks as `talk` says to whoever connects; gives its port.
    fn server(talk: fn(TcpStream)) -> u16 {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || talk(listener.accept().unwrap().0));
        port
    }

    fn read_all(relay: &Relay) -> usize {
        let mut client = TcpStream::connect(relay.address()).unwrap();
        let mut text = Vec::new();
        // The relay may close with a reset.
        drop(client.read_to_end(&mut text));
        text.len()
    }

    #[test]
    fn a_reply_without_an_end_is_cut() {
        let port = server(|mut peer| while peer.write_all(&[b'2'; 8192]).is_ok() {});
        let relay = Relay::open("127.0.0.1", port, COMFORTABLE).unwrap();
        assert!(read_all(&relay) <= LONGEST_REPLY);
        assert_eq!(relay.cut(), Some(Cut::Endless));
    }

    #[test]
    fn a_server_that_only_trickles_is_late_all_the_same() {
        let port = server(|mut peer| {
            while peer.write_all(b"2").is_ok() {
                thread::sleep(Duration::from_millis(20));
            }
        });
        let relay = Relay::open("127.0.0.1", port, COMFORTABLE).unwrap();
        relay.allow(Duration::from_millis(300));
        let begun = Instant::now();
        read_all(&relay);
        assert!(begun.elapsed() < COMFORTABLE);
        assert_eq!(relay.cut(), Some(Cut::Late));
    }

    #[test]
    fn what_either_side_says_arrives_whole() {
        let port = server(|mut peer| {
            peer.write_all(b"220 here\r\n").unwrap();
            let mut heard = [0; 6];
            peer.read_exact(&mut heard).unwrap();
            peer.write_all(&heard).unwrap();
        });
        let relay = Relay::open("localhost", port, COMFORTABLE).unwrap();
        let mut client = TcpStream::connect(relay.address()).unwrap();
        client.write_all(b"NOOP\r\n").unwrap();
        let mut text = String::new();
        client.read_to_string(&mut text).unwrap();
        assert_eq!(text, "220 here\r\nNOOP\r\n");
        assert_eq!(relay.cut(), None);
    }
}
