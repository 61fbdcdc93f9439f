//! The rules, pure: no clock, no file, no SQL, no printing, and nothing of the rest of the crate.
//!
//! A policy ([`policy`]) is roles ([`role`]) with cells ([`permission`]) and masks ([`mask`]).
//! [`decision`] answers what a member may do, [`scope`] which chats they see, [`escalation`] whom
//! they may touch; an [`actor`] asks them, and an [`grant`] is the answer that a change
//! needs. [`effect`] tells what a change means for everybody it touches, [`policy_change`] what it
//! does to the matrix. [`template`] is message templates. [`lens`] turns what is stored of
//! customers into what a member may read.

pub mod error;
pub mod id;
pub mod nearest;
pub mod policy;
pub mod privacy;
pub mod whatsapp;
pub mod workspace;
