//! WhatsApp's own export of a chat: a text file, in whatever form the phone's system, language and
//! region gave it.
//!
//! ```text
//! scan (stamp) ─▶ survey: dates (which number is the month), sequence ─▶ content ─▶ event
//! lines to messages       (what came out of order), names, people (who is we)
//! ```
//! The file is held in memory, since its last line may say how to read its first; a phone exports at
//! most 40,000 messages, and a file beyond [`FILE_CAP`] is refused.

mod calendar;
mod content;
mod dates;
mod deleted;
mod gap;
mod half_days;
mod layout;
mod months;
mod names;
mod nouns;
mod people;
mod reader;
mod scan;
mod sequence;
mod stamp;
mod survey;
mod words;

pub(super) use self::scan::looks_like_export;
pub use self::{
    dates::Order,
    reader::{FILE_CAP, Given, NameTest, read},
};
