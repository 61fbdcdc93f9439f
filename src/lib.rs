//! rolecall: who may do what, and who may see whom, in a WhatsApp team inbox.

pub mod formats;
pub mod rules;
