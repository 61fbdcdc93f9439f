//! The repository: the only place that knows SQL. One file a table, each with what is read (on
//! [`Snapshot`]) and what is written (on [`Change`]). Nothing here decides anything.

mod account;
mod analytics;
mod api_key;
mod audience;
mod audit;
mod audit_list;
mod audit_trail;
mod awaited;
mod business_profile;
mod campaign;
mod campaign_definition;
mod campaign_occurrence;
mod census;
mod chat;
mod chat_facts;
mod chat_filter;
mod chat_merge;
mod chat_page;
mod chat_tag;
mod chat_walk;
mod contact;
mod contact_filter;
mod contact_list;
mod deletion;
mod delivery;
mod early_event;
mod error;
mod holding;
mod integration;
mod invitation;
mod leak;
mod member;
mod message;
mod open;
mod outbox;
mod policy;
mod reveal;
mod search;
mod search_assigned;
mod search_index;
mod search_key;
mod search_look;
mod search_queue;
mod search_words;
mod seats;
mod sequence;
mod setting;
mod team;
mod template;
mod template_version;
mod transaction;
mod workload;
mod workspace;

use rusqlite::Connection;

pub use self::{
    account::{Account, AccountDetails, NewAccount},
    analytics::{AccountGroup, ChatFigure, MessageFigure, TemplateGroup},
    api_key::StoredKey,
    audience::AudiencePage,
    audit::AuditEntry,
    audit_list::TrailFilter,
    audit_trail::TrailEntry,
    awaited::Settled,
    campaign::{Campaign, NewCampaign},
    campaign_occurrence::Occurrence,
    census::Census,
    chat::{Chat, ChatDetails, ChatPlace, NewChat},
    chat_facts::ChatStanding,
    chat_filter::{Assignee, ChatFilter},
    chat_page::ChatQuery,
    contact::{Contact, ContactKey, ContactRecord, NewContact},
    contact_filter::{ContactFilter, ContactWalk},
    contact_list::WholeContact,
    delivery::Delivery,
    early_event::{EarlyEvent, EarlyKind},
    error::{Error, Result},
    integration::{Integration, NewIntegration},
    invitation::{Invitation, InvitationFilter, NewInvitation},
    member::{Member, MemberFilter, NewMember, Newcomer},
    message::{Direction, Message, NewMessage},
    open::Access,
    outbox::{Mail, MailEntry},
    reveal::REVEAL,
    search_words::Words,
    team::Team,
    template::{NewTemplate, Template, TemplateFilter},
    template_version::TemplateVersion,
    transaction::{Change, Mode, Snapshot},
    workload::{AtLeast, Workload},
    workspace::{Size, Workspace},
};

/// An open workspace.
pub struct Store {
    connection: Connection,
}
