//! What Interakt gives out: the webhooks that tell of messages, and the list of contacts as CSV.
//!
//! Neither names the business's own number: every event's account is unnamed, and whoever imports
//! them has to know it.

pub(in crate::formats) mod contacts;
mod shape;
mod template;
mod webhook;

pub use self::{contacts::contacts, shape::read};
