//! Readers and writers of what comes from outside. What they read is handed on as plain values,
//! the same ones whatever the source; nothing here stores or decides.

pub mod cloud_api;
pub mod event;
pub mod json;
pub mod place;
