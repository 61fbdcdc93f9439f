//! Whether the file can be trusted: what is refused when it is opened, a history that nobody rewrites
//! unseen, backups, and what `doctor` finds.

mod backup;
mod bits;
mod clock;
mod commands;
mod doctor;
#[cfg(target_os = "linux")]
mod faults;
mod history;
mod kills;
mod litestream;
mod opening;
mod signals;
mod undo;
