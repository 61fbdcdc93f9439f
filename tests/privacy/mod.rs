//! What a masked reader must not learn from any text.

pub mod interference;
mod leaks;
mod oracle;
mod reading;
mod replay;
mod reveal;
#[cfg(feature = "postgres")]
mod server_errors;
mod text_corpus;
mod text_properties;
