//! Pages of TimelinesAI's public API, read as a stream: `/chats`, `/chats/{id}/messages`,
//! `/workspace/teammates` and `/whatsapp_accounts`, as pages, lists of them, or one thing a line;
//! and its webhooks.
//!
//! What a page means lives here. Which role is which, and what becomes of somebody without a team,
//! does not.

mod account;
mod chat;
mod message;
mod shape;
mod teammate;
mod webhook;

pub use self::shape::read;
