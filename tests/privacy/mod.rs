//! What a masked reader must not learn from any text.

mod interference;
mod redaction_corpus;
mod redaction_properties;
