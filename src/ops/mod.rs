//! What the program does, a file a noun: load the facts, ask the rules, write the change. Nothing
//! here knows SQL, nothing prints, and what it gives back of customers has been through a lens.

pub mod account;
pub mod chat;
pub mod decision;
pub mod error;
pub mod invitation;
pub mod mask;
pub mod member;
pub mod module;
pub mod outbox;
pub mod outcome;
pub mod permission;
pub mod role;
pub mod session;
pub mod sight;
pub mod team;
pub mod workspace;

pub use self::{
    error::{Error, Result},
    outcome::{Changed, Effect, FieldChange, Outcome},
    session::Session,
};
