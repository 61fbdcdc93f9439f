//! The repository: the only place that knows SQL. One file a table, each with what is read (on
//! [`Snapshot`]) and what is written (on [`Change`]). Nothing here decides anything.

mod account;
mod api_key;
mod audit;
mod audit_trail;
mod awaited;
mod business_profile;
mod census;
mod chat;
mod chat_facts;
mod chat_filter;
mod chat_merge;
mod chat_page;
mod chat_tagged;
mod chat_walk;
mod contact;
mod contact_filter;
mod deletion;
mod delivery;
mod early_event;
mod error;
mod holding;
mod integration;
mod invitation;
mod member;
mod message;
mod open;
mod outbox;
mod policy;
mod search;
mod search_index;
mod search_queue;
mod seats;
mod sequence;
mod setting;
mod team;
mod transaction;
mod workspace;

use rusqlite::Connection;

pub use self::{
    account::{Account, AccountDetails, NewAccount},
    api_key::StoredKey,
    audit::AuditEntry,
    audit_trail::TrailEntry,
    awaited::Settled,
    census::Census,
    chat::{Chat, ChatDetails, ChatPlace, NewChat},
    chat_facts::ChatStanding,
    chat_filter::{Assignee, ChatFilter},
    chat_page::ChatQuery,
    contact::{Contact, ContactKey, ContactRecord, NewContact},
    contact_filter::{ContactFilter, ContactWalk},
    delivery::Delivery,
    early_event::{EarlyEvent, EarlyKind},
    error::{Error, Result},
    integration::{Integration, NewIntegration},
    invitation::{Invitation, InvitationFilter, NewInvitation},
    member::{Member, MemberFilter, NewMember, Newcomer},
    message::{Direction, Message, NewMessage},
    outbox::{Mail, MailEntry},
    search::Words,
    team::Team,
    transaction::{Change, Mode, Snapshot},
    workspace::{Size, Workspace},
};

/// An open workspace.
pub struct Store {
    connection: Connection,
}
