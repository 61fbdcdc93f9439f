//! Whether the file can be trusted: what is refused when it is opened, a history that nobody rewrites
//! unseen, backups, and what `doctor` finds.

mod backup;
mod bits;
mod doctor;
#[cfg(target_os = "linux")]
mod faults;
mod history;
mod opening;
mod undo;
