//! The repository: the only place that knows SQL. One file a table, each with what is read (on
//! [`Snapshot`]) and what is written (on [`Change`]). Nothing here decides anything.

mod account;
mod ahead;
mod analytics;
mod audit;
mod campaign;
mod change;
mod chat;
mod contact;
mod counter;
mod engine;
mod import;
mod looked_up;
mod member;
mod open;
mod outbox;
mod policy;
mod row_security;
mod search;
mod sequence;
mod settings;
mod template;

pub use self::{
    account::{Account, AccountDetails, NewAccount},
    ahead::Ahead,
    analytics::{AccountGroup, ChatFigure, MessageFigure, TemplateGroup},
    audit::{
        chain::{ChainFault, ChainReport, Head, KnownHead},
        entry::{Attribution, AuditEntry, Kept, Kind},
        list::TrailFilter,
        read::TrailEntry,
        reveal::REVEAL,
        value::{AuditFields, AuditObject, AuditValue},
    },
    campaign::{
        audience::AudiencePage,
        occurrence::Occurrence,
        record::{Campaign, NewCampaign},
    },
    change::{Change, Mode, Snapshot},
    chat::{
        early_event::{EarlyEvent, EarlyKind},
        facts::ChatStanding,
        filter::{Assignee, ChatFilter},
        known::ContactChat,
        message::{Direction, KnownMessage, Message},
        message_writing::{MessageBody, NewMessage},
        page::ChatQuery,
        record::{Chat, ChatDetails, ChatPlace, NewChat},
    },
    contact::{
        erase::Erased,
        filter::{ContactFilter, ContactWalk},
        identity::{ContactKey, STILL},
        list::WholeContact,
        merge::Merged,
        new_contacts::NewContacts,
        record::{Consent, Contact, ContactRecord, NewContact, Said},
    },
    engine::error::{Error, REPORT_IT, Result, plain},
    import::{ImportStart, TakeBack, TakenBack},
    looked_up::LookedUp,
    member::{
        awaited::Settled,
        census::Census,
        invitation::{Invitation, InvitationFilter, NewInvitation},
        key::MemberKey,
        person::Person,
        record::{Member, MemberFilter, NewMember, Newcomer},
        team::Team,
        workload::{AtLeast, Workload},
    },
    open::{
        backup::{Manifest, Restored},
        file::Access,
        health::{Finding, Repair},
        moving::Moved,
        notice::{Notices, Warning},
        place::is_address,
        unfinished::Unfinished,
    },
    outbox::{
        delivery::Delivery,
        mail::{Mail, MailEntry},
    },
    row_security::{LONGEST_ENDING, row_security},
    search::words::{Finder, Words},
    settings::{
        api_key::StoredKey,
        integration::{Integration, NewIntegration},
        workspace::{Size, Workspace},
    },
    template::{
        record::{NewTemplate, Template, TemplateFilter},
        version::TemplateVersion,
    },
};

/// An open workspace.
pub struct Store {
    connection: engine::Connection,
    place: open::place::Place,
    /// What its changes do to what decides rights; none before the first change.
    watch: Option<engine::watch::Watch>,
    notices: Notices,
    /// The first entry of the newest change.
    first_entry: Option<i64>,
    /// Whether several changes are made as one.
    are_together: bool,
}
