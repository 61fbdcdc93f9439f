//! What a masked reader must not learn from any text.

mod interference;
mod leaks;
mod reading;
mod reveal;
mod text_corpus;
mod text_properties;
