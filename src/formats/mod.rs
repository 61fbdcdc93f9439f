//! Readers and writers of what comes from outside. What they read is handed on as plain values,
//! the same ones whatever the source; nothing here stores or decides.

pub mod cloud_api;
pub mod contacts;
pub mod detect;
pub mod event;
pub mod interakt;
pub mod json;
mod kept;
mod kind;
pub mod list;
pub mod members;
mod number;
pub mod place;
pub mod template;
pub mod time;
pub mod timelines;
pub mod whatsapp_export;
pub mod wide;
