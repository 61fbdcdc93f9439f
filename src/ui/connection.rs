//! Standard input of a connection that somebody else holds. Its end is only an end while the connection
//! stands: where that broke, what came is a part, and nobody asked for a part.

use std::io::{self, Read};

/// How many bytes one command takes: what comes is kept on the server's disk, which is everybody's.
const MOST: usize = 256 << 20;

/// Standard input, which fails at its end where the connection is gone, and where too much comes.
pub(super) struct Unbroken {
    input: io::Stdin,
    has_ended: bool,
    taken: usize,
}

impl Unbroken {
    pub(super) fn new() -> Self {
        Self { input: io::stdin(), has_ended: false, taken: 0 }
    }
}

impl Read for Unbroken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.has_ended {
            return Ok(0);
        }
        let read = self.input.read(buffer)?;
        self.taken += read;
        if self.taken > MOST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if read == 0 && !buffer.is_empty() {
            self.has_ended = true;
            if is_gone() {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
        }
        Ok(read)
    }
}

/// Whether nobody reads standard output any more. A server that lost its client closes all streams,
/// one after the other, so the look lasts a moment.
#[cfg(unix)]
fn is_gone() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let out = rustix::stdio::stdout();
    let mut watched = [PollFd::new(&out, PollFlags::empty())];
    let moment = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
    // A hang-up is told without being asked for.
    poll(&mut watched, Some(&moment)).is_ok_and(|count| count > 0)
}

#[cfg(not(unix))]
fn is_gone() -> bool {
    false
}
