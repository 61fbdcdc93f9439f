//! What a masked reader must not learn from any text.

pub mod interference;
mod leaks;
mod oracle;
mod reading;
mod replay;
mod reveal;
mod text_corpus;
mod text_properties;
