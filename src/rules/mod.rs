//! The rules, pure: no clock, no file, no SQL, no printing, and nothing of the rest of the crate.
//!
//! - [`policy`]: who may do what. Roles with their permissions and masks, one decision, the chats it opens,
//!   who may give what to whom, the grant that a change needs, and what a change means for everybody.
//! - [`digits`]: what stands in a text, runs of digits and `@names`; [`phone`]: what a number is, in whatever
//!   way it is written; [`privacy`]: what a reader may read of customers; [`leak`]: whether an output kept to it.
//! - [`whatsapp`]: what WhatsApp allows: templates, campaigns, business profiles.
//! - [`workspace`]: the rules of the workspace's own rows: members, invitations, keys, figures.

pub mod counted;
pub mod digits;
pub mod error;
pub mod hex;
pub mod id;
pub mod leak;
pub mod nearest;
pub mod phone;
pub mod policy;
pub mod privacy;
pub mod whatsapp;
pub mod workspace;
