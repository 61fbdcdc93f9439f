//! Keys of the things that the rules compare. They are made by the store and mean nothing else.

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub i64);
    )*};
}

keys! {
    /// A member.
    MemberId
    /// A team.
    TeamId
    /// A WhatsApp account.
    AccountId
    /// A contact.
    ContactId
    /// A chat.
    ChatId
    /// An invitation.
    InvitationId
    /// A mail in the outbox.
    MailId
    /// An integration.
    IntegrationId
    /// A message.
    MessageId
    /// A campaign.
    CampaignId
    /// A message template.
    TemplateId
    /// One version of a message template.
    TemplateVersionId
}
