//! What Ctrl-C does. At a question it cancels, and the program ends as it does after any other
//! cancel. While a pager runs, the key is the pager's.

use std::{
    io::{self, Write},
    sync::{
        Once,
        atomic::{AtomicU8, Ordering},
    },
};

/// The exit code of what was cancelled.
const CANCELLED: i32 = 130;

/// What the program is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum During {
    /// Anything else.
    Work,
    /// A question stands on the terminal.
    Question,
    /// A pager has the terminal.
    Paging,
}

static NOW: AtomicU8 = AtomicU8::new(During::Work as u8);
static HANDLER: Once = Once::new();

/// Says what the program is doing from here on.
pub(super) fn during(what: During) {
    NOW.store(what as u8, Ordering::SeqCst);
    // Without a handler the system ends the program, which will do where one can't be set.
    HANDLER.call_once(|| drop(ctrlc::set_handler(interrupted)));
}

fn interrupted() {
    let now = NOW.load(Ordering::SeqCst);
    if now == During::Paging as u8 {
        return;
    }
    if now == During::Question as u8 {
        drop(writeln!(io::stderr(), "\ncancelled"));
    }
    std::process::exit(CANCELLED);
}
