//! Readers of what comes from outside, on whole files.

mod cloud_api;
mod exports;
mod imports;
