//! What the program does, a file a noun: load the facts, ask the rules, write the change. Nothing
//! here knows SQL, nothing prints, and what it gives back of customers has been through a lens.

pub mod account;
mod acting;
mod admission;
pub mod analytics;
pub mod api_key;
pub mod audit;
pub mod batch;
pub mod billing;
pub mod campaign;
pub mod chat;
pub mod contact;
pub mod decision;
pub mod demo;
pub mod effect;
pub mod error;
mod import_undo;
pub mod integration;
pub mod invitation;
pub mod key;
pub mod leaks;
pub mod list_import;
mod lookup;
pub mod mask;
pub mod member;
pub mod module;
pub mod outbox;
pub mod outcome;
pub mod permission;
pub mod policy;
pub mod remedy;
pub mod review;
pub mod role;
pub mod role_change;
pub mod session;
mod sight;
pub mod status;
pub mod team;
pub mod template;
pub mod trust;
pub mod undo;
pub mod whatsapp;
pub mod who_can;
pub mod workspace;

pub use self::{
    error::{Error, Result},
    outcome::{Changed, FieldChange, Outcome, shown_object, shown_value},
    session::{Cleared, Session},
};
