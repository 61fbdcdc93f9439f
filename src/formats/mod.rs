//! Readers and writers of what comes from outside. What they read is handed on as plain values;
//! nothing here stores or decides.

pub mod cloud_api;
pub mod members;
