//! Chats and their messages: rows, facts, filters, pages, merging.

pub(super) mod early_event;
mod exported;
pub(super) mod facts;
pub(super) mod filter;
pub(super) mod known;
pub(super) mod known_chats;
pub(super) mod merge;
pub(super) mod message;
pub(super) mod message_writing;
mod on_server;
pub(super) mod page;
pub(super) mod record;
pub(super) mod tag;
pub(super) mod walk;
pub(super) mod word;
