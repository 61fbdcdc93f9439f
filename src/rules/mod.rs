//! The rules, pure: no clock, no file, no SQL, no printing.
