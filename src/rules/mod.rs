//! The rules, pure: no clock, no file, no SQL, no printing.

mod calling_code;
pub mod phone;
pub mod private;
pub mod redact;
