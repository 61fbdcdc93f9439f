//! What signals do. Ctrl-C at a question or a bar cancels, and the program ends as it does after any other
//! cancel; while a pager runs, the key is the pager's. Whatever ends the program, it first removes what it has
//! begun and not finished.

use std::{
    io::{self, IsTerminal, Write},
    sync::{
        Once, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

/// The exit code of what was cancelled.
const CANCELLED: i32 = 130;

static IS_PAGING: AtomicBool = AtomicBool::new(false);
static HANDLER: Once = Once::new();
static AT_END: OnceLock<fn()> = OnceLock::new();

/// From here on, Ctrl-C cancels with a word: somebody is asked, or watches.
pub(super) fn cancels() {
    HANDLER.call_once(watch);
}

/// Says whether a pager has the terminal.
pub(super) fn paging(is_paging: bool) {
    IS_PAGING.store(is_paging, Ordering::SeqCst);
    HANDLER.call_once(watch);
}

/// From here on, a signal that ends the program does this first.
pub fn catch_signals(at_end: fn()) {
    // A second one would be no other.
    let _ = AT_END.set(at_end);
    HANDLER.call_once(watch);
}

/// Ctrl-C was pressed; gives whether that ends the program. A person at a terminal is told so.
fn interrupted() -> bool {
    let is_paging = IS_PAGING.load(Ordering::SeqCst);
    if !is_paging && io::stderr().is_terminal() {
        drop(writeln!(io::stderr(), "\ncancelled"));
    }
    !is_paging
}

fn clear_up() {
    if let Some(at_end) = AT_END.get() {
        at_end();
    }
}

/// Waits for signals beside everything else. Where that can't be, the system ends the program, which
/// will do.
#[cfg(unix)]
fn watch() {
    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
        low_level::emulate_default_handler,
    };
    let heeded = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| !is_ignored(*signal));
    let Ok(mut signals) = Signals::new(heeded) else { return };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if signal == SIGINT && !interrupted() {
                continue;
            }
            clear_up();
            if signal == SIGINT {
                std::process::exit(CANCELLED);
            }
            drop(emulate_default_handler(signal));
        }
    });
}

#[cfg(not(unix))]
fn watch() {
    drop(ctrlc::set_handler(|| {
        if interrupted() {
            clear_up();
            std::process::exit(CANCELLED);
        }
    }));
}

/// Whether whoever started the program wants it to ignore a signal, as `nohup` does.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|digits| u64::from_str_radix(digits.trim(), 16).ok());
    ignored.is_some_and(|ignored| ignored & (1 << (signal - 1)) != 0)
}
