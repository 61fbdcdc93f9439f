//! The kinds of thing that a request can name, each with its word. What was wrong with one is
//! `super::Error`.

/// The kinds of thing that a request can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A WhatsApp account.
    Account,
    /// What the audit says was done.
    Action,
    /// A campaign.
    Campaign,
    /// A chat.
    Chat,
    /// A contact.
    Contact,
    /// A country.
    Country,
    /// An entry of the audit.
    Entry,
    /// An email address.
    Email,
    /// An integration.
    Integration,
    /// A key by which a member signs in.
    Key,
    /// A label of an account.
    Label,
    /// A language.
    Language,
    /// A mail of the outbox.
    Mail,
    /// A mask.
    Mask,
    /// A member.
    Member,
    /// A message.
    Message,
    /// A person's name.
    Name,
    /// How the workspace is paid for.
    PaymentMethod,
    /// A permission.
    Permission,
    /// A phone number.
    Phone,
    /// A plan.
    Plan,
    /// A preset.
    Preset,
    /// Why something is asked for.
    Reason,
    /// A role.
    Role,
    /// A schema of a server.
    Schema,
    /// A tag of a contact.
    Tag,
    /// A team.
    Team,
    /// A message template.
    Template,
    /// A message's text.
    Text,
    /// A point in time.
    Time,
    /// A variable of a template, as a campaign fills it.
    Variable,
    /// A trait of a contact.
    Trait,
    /// The workspace.
    Workspace,
}

impl Kind {
    /// The word for it.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Action => "action",
            Self::Campaign => "campaign",
            Self::Chat => "chat",
            Self::Contact => "contact",
            Self::Country => "country",
            Self::Entry => "entry",
            Self::Email => "email",
            Self::Integration => "integration",
            Self::Key => "key",
            Self::Label => "label",
            Self::Language => "language",
            Self::Mail => "mail",
            Self::Mask => "mask",
            Self::Member => "member",
            Self::Message => "message",
            Self::Name => "name",
            Self::PaymentMethod => "payment method",
            Self::Permission => "permission",
            Self::Phone => "phone number",
            Self::Plan => "plan",
            Self::Preset => "preset",
            Self::Reason => "reason",
            Self::Role => "role",
            Self::Schema => "schema",
            Self::Tag => "tag",
            Self::Team => "team",
            Self::Template => "template",
            Self::Text => "text",
            Self::Time => "time",
            Self::Variable => "variable",
            Self::Trait => "trait",
            Self::Workspace => "workspace",
        }
    }

    /// The command that lists what there is of it.
    #[must_use]
    pub const fn listing(self) -> Option<&'static str> {
        Some(match self {
            Self::Account => "account list",
            Self::Action | Self::Entry => "audit list",
            Self::Mail => "outbox list",
            Self::Campaign => "campaign list",
            Self::Chat => "chat list",
            Self::Contact | Self::Tag | Self::Trait => "contact list",
            Self::Key => "key list",
            Self::Message => "chat show",
            Self::Integration => "integration list",
            Self::Mask => "mask list",
            Self::Member | Self::Email | Self::Name => "member list",
            Self::Permission => "perm list",
            Self::Role => "role list",
            Self::Team => "team list",
            Self::Variable => "template show",
            Self::Template | Self::Language => "template list",
            Self::Country
            | Self::Label
            | Self::PaymentMethod
            | Self::Phone
            | Self::Plan
            | Self::Preset
            | Self::Reason
            | Self::Schema
            | Self::Text
            | Self::Time
            | Self::Workspace => return None,
        })
    }
}
