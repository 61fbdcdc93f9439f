//! The rules, pure: no clock, no file, no SQL, no printing, and nothing of the rest of the crate.
//!
//! A policy ([`policy`]) is roles ([`role`]) with cells ([`permission`]) and masks ([`mask`]).
//! [`decision`] answers what a member may do, [`scope`] which chats they see, [`escalation`] whom
//! they may touch; an [`actor`] asks them, and an [`authorization`] is the answer that a change
//! needs. [`effect`] tells what a change means for everybody it touches, [`policy_change`] what it
//! does to the matrix. [`template`] is message templates. [`lens`] turns what is stored of
//! customers into what a member may read.

pub mod actor;
pub mod analytics;
pub mod api_key;
pub mod authorization;
pub mod billing;
pub mod business_profile;
mod calling_code;
pub mod campaign;
pub mod decision;
pub mod effect;
pub mod error;
pub mod escalation;
pub mod expectation;
pub mod id;
pub mod integration;
pub mod invitation;
pub mod leak;
pub mod lens;
pub mod mask;
pub mod member;
pub mod nearest;
pub mod patience;
pub mod permission;
mod permission_set;
pub mod phone;
pub mod policy;
pub mod policy_change;
pub mod policy_file;
pub mod preset;
pub mod private;
pub mod redact;
pub mod remedy;
pub mod requirement;
pub mod role;
pub mod scope;
pub mod template;
pub mod web_address;
