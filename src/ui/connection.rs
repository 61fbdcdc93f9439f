//! Standard input of a connection that somebody else holds. Its end is only an end while the connection
//! stands: where that broke, what came is a part, and nobody asked for a part.

use std::io::{self, Read};

/// Standard input, which fails at its end where the connection is gone.
pub(super) struct Unbroken {
    input: io::Stdin,
    has_ended: bool,
}

impl Unbroken {
    pub(super) fn new() -> Self {
        Self { input: io::stdin(), has_ended: false }
    }
}

impl Read for Unbroken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.has_ended {
            return Ok(0);
        }
        let read = self.input.read(buffer)?;
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
