//! The repository: the only place that knows SQL. One file a table, each with what is read (on
//! [`Snapshot`]) and what is written (on [`Change`]). Nothing here decides anything.

mod account;
mod audit;
mod chat;
mod chat_page;
mod contact;
mod early_event;
mod error;
mod member;
mod message;
mod open;
mod policy;
mod sequence;
mod team;
mod transaction;
mod workspace;

use rusqlite::Connection;

pub use self::{
    account::{Account, AccountDetails, NewAccount},
    audit::AuditEntry,
    chat::{Chat, ChatDetails, ChatPlace, NewChat},
    chat_page::ChatQuery,
    contact::{Contact, ContactKey, NewContact},
    early_event::{EarlyEvent, EarlyKind},
    error::{Error, Result},
    member::{Member, MemberFilter, NewMember},
    message::{Direction, Message, NewMessage},
    team::Team,
    transaction::{Change, Mode, Snapshot},
    workspace::Workspace,
};

/// An open workspace.
pub struct Store {
    connection: Connection,
}
