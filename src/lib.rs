//! rolecall: who may do what, and who may see whom, in a WhatsApp team inbox.
//!
//! The map of the house; data flows one way:
//!
//! ```text
//! argv ─▶ cli ─▶ ops ─▶ store      facts are loaded, in one transaction
//!                ops ─▶ rules      a pure decision: no clock, no file, no SQL
//!                ops ─▶ store      the change and its audit entry, in the same transaction
//! stdout ◀─ ui ◀─ cli ◀─ ops       rows that the actor's lens has already passed
//! ```
//!
//! Imports point one way: `cli → ops → {store, rules, formats, mail}`, `cli → {ui, mail}`, `store → rules` for
//! its types, `ui → rules` for what a lens has passed, and `rules` to nothing.

pub mod cli;
pub mod formats;
pub mod mail;
pub mod ops;
pub mod rules;
pub mod store;
pub mod ui;
