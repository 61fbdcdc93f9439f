//! The kinds of grants, and which writes each opens.

use crate::rules::policy::permission::Permission;

/// A grant of this kind opens writes of kind `W`.
pub trait Opens<W> {}

/// A kind whose grant one permission gives, whatever it is used on.
pub trait Gated {
    /// That permission.
    const PERMISSION: Permission;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident opens $($write:ident)+;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $kind {}
        $(impl Opens<$write> for $kind {})+
    )+};
}

kinds! {
    /// Members, what they hold, and their invitations.
    Members opens Members Invitations Accounts Assignments Integrations;
    /// Making, sending and ending invitations.
    Invitations opens Invitations;
    /// An invited person joins.
    Joining opens Invitations Keys;
    /// The keys by which members sign in.
    Keys opens Keys;
    /// Teams. Removing one moves its members.
    Teams opens Teams Members Invitations;
    /// Who connected which account.
    Accounts opens Accounts;
    /// What one does in a chat, or by starting one.
    Chats opens Chats Messages Assignments Contacts;
    /// Whose chats are.
    Assignments opens Assignments;
    /// Chats and messages themselves.
    Messages opens Messages;
    /// Contacts, their traits and tags.
    Contacts opens Contacts;
    /// Who is who among contacts: making two one, and forgetting one.
    Identities opens Identities Contacts Messages;
    /// Message templates.
    Templates opens Templates Verdicts;
    /// What `WhatsApp` made of a template.
    Verdicts opens Verdicts;
    /// Campaigns, and the messages they write.
    Campaigns opens Campaigns Messages;
    /// The matrix, its roles and masks. Members whose role vanishes get another one.
    Policies opens Policies Members Teams;
    /// The organisation's API key.
    ApiKeys opens ApiKeys;
    /// Plan and seats.
    Billing opens Billing Settings;
    /// The `WhatsApp` Business profile.
    Profile opens Profile;
    /// Integrations.
    Integrations opens Integrations;
    /// How mail is sent.
    Outbox opens Outbox Settings;
    /// Settings by name.
    Settings opens Settings;
    /// The workspace as a whole.
    Workspaces opens Workspaces Settings;
    /// A file of conversations: accounts by their number alone, contacts and messages. What else
    /// stands in it needs a grant of its own.
    Import opens Import Messages Contacts Identities Verdicts;
    /// The record of something that was only read.
    Records opens Records;
    /// The sample workspace's labels.
    Demo opens Contacts;
    /// A workspace that doesn't exist yet.
    Founding opens Founding Workspaces Policies Teams Members Messages Contacts Assignments Accounts Import Campaigns;
}

macro_rules! gated {
    ($($kind:ident by $permission:ident;)+) => {
        $(impl Gated for $kind { const PERMISSION: Permission = Permission::$permission; })+
    };
}

gated! {
    Teams by TeamSettings;
    Outbox by TeamSettings;
    Invitations by TeamSettings;
    ApiKeys by ApiKey;
    Billing by Billing;
    Profile by WhatsappSetup;
    Integrations by Integrations;
    Workspaces by Workspace;
    Identities by UsersErase;
    Import by Integrations;
    Templates by Templates;
    Campaigns by Notifications;
}
