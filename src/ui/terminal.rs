//! The terminal that questions are answered at: what was typed ahead, and keys as they come.

#[cfg(unix)]
pub(super) use self::unix::{Raw, drop_typed, has_more};

#[cfg(unix)]
mod unix {
    use std::io;

    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr},
    };

    /// Drops what was typed before.
    pub fn drop_typed() {
        // Where it can't be dropped, what was typed answers, as in any other program.
        let _ = tcflush(io::stdin(), QueueSelector::IFlush);
    }

    /// Whether more is there already: a paste arrives faster than anybody types.
    pub fn has_more() -> bool {
        let stdin = io::stdin();
        let wait = Timespec { tv_sec: 0, tv_nsec: 30_000_000 };
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        poll(&mut fds, Some(&wait)).is_ok_and(|ready| ready > 0)
    }

    /// The terminal gives every key at once and shows none, until this is dropped.
    pub struct Raw(Termios);

    impl Raw {
        pub fn enter() -> io::Result<Self> {
            let before = tcgetattr(io::stdin())?;
            let mut raw = before.clone();
            raw.make_raw();
            raw.output_modes = before.output_modes;
            tcsetattr(io::stdin(), OptionalActions::Drain, &raw)?;
            Ok(Self(before))
        }
    }

    impl Drop for Raw {
        fn drop(&mut self) {
            // What was typed during the question answers no later one.
            let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.0);
        }
    }
}

#[cfg(not(unix))]
pub(super) fn drop_typed() {}

#[cfg(not(unix))]
pub(super) fn has_more() -> bool {
    false
}

#[cfg(not(unix))]
pub(super) struct Raw;

#[cfg(not(unix))]
impl Raw {
    pub(super) fn enter() -> std::io::Result<Self> {
        Ok(Self)
    }
}
