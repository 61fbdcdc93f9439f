//! What a payload says, as plain values. These hold customers' names, numbers and words, so none of
//! them has `Debug`, `Display` or `Serialize`: what is to be shown goes through a lens first.

use super::place::Place;

/// One thing that a payload reports, in the order in which it stands there.
pub enum Event {
    /// A message was written, in either direction.
    Message(Box<Message>),
    /// An earlier message was rewritten.
    Edit(Box<Edit>),
    /// An earlier message was deleted for everyone.
    Revoke(Box<Revoke>),
    /// A reaction was put on a message, or taken off it.
    Reaction(Box<Reaction>),
    /// A message that the account sent got further, or failed.
    Status(Box<Status>),
    /// The account's address book changed.
    Contact(Box<ContactUpdate>),
    /// A customer goes on under another number or user id.
    Moved(Box<Moved>),
    /// How a conversation stands: closed or not, whose it is, who takes part.
    Chat(Box<ChatState>),
    /// Somebody on the team.
    Teammate(Box<Teammate>),
    /// A `WhatsApp` number of the business, and who connected it.
    Account(Box<AccountState>),
    /// What became of a message template.
    Template(Box<TemplateStatus>),
    /// A note about the whole input. It holds nothing of a customer's.
    Remark(String),
    /// A change that carries no conversation, such as an account's review; kept so that it is counted.
    Ignored {
        /// Where the change stands.
        place: Place,
        /// The change's `field`, verbatim; empty if it had none.
        field: String,
    },
}

/// The `WhatsApp` number of the business that something belongs to. Neither is given where the source
/// doesn't name it.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct AccountRef {
    /// The number as shown to customers, digits only.
    pub display_number: Option<String>,
    /// The platform's own id of that number.
    pub phone_number_id: Option<String>,
}

impl AccountRef {
    /// Whether the source didn't name it.
    #[must_use]
    pub const fn is_unnamed(&self) -> bool {
        self.display_number.is_none() && self.phone_number_id.is_none()
    }
}

/// The person at the other end. Everything may be missing, but a message outside a group has at
/// least a `wa_id` or a `user_id`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Customer {
    /// The number, digits only where it looks like a number. Missing for people who hide it behind
    /// a username.
    pub wa_id: Option<String>,
    /// The business-scoped user id, such as `US.134…`.
    pub user_id: Option<String>,
    /// The name from the profile or the address book.
    pub name: Option<String>,
    /// The username, without the leading `@`.
    pub username: Option<String>,
    /// Another number that the payload itself gives for the same person.
    pub also: Option<String>,
}

/// Who wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// The customer wrote to the account.
    #[default]
    Incoming,
    /// The account wrote to the customer.
    Outgoing,
}

/// What every message, edit, deletion and reaction has: when, where, and between whom.
#[derive(Clone, Default)]
pub struct Origin {
    /// Where it stands in the input.
    pub place: Place,
    /// The account that received or sent it.
    pub account: AccountRef,
    /// The other side; in a group, the member who wrote, and nobody if the account wrote.
    pub customer: Customer,
    /// Its own id (`wamid…`). Built on the customer's number: not for show.
    pub id: String,
    /// Milliseconds since 1970 in UTC. The source has whole seconds.
    pub at_ms: i64,
    /// Who wrote.
    pub direction: Direction,
    /// The group it was written in.
    pub group_id: Option<String>,
    /// The source's own id of the conversation, where that is all it names.
    pub chat_id: Option<String>,
}

/// As of when a source tells what a message is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Told {
    /// As it was when it was written: what became of it is told apart.
    #[default]
    AsWritten,
    /// As it is when the source is asked.
    AsOfNow,
}

/// A message of any kind.
#[derive(Default)]
pub struct Message {
    /// When, where, between whom.
    pub origin: Origin,
    /// The payload's `type`, verbatim, unknown ones included; `unknown` where there is none.
    pub kind: String,
    /// The finer kind inside: `button_reply`, `user_changed_number`, `voice`, the type that is
    /// unsupported.
    pub subkind: Option<String>,
    /// What a person reads: body, caption, file name, place, names, title, order.
    pub text: Option<String>,
    /// All that the text and the other fields don't hold, as a JSON object.
    pub content: Option<String>,
    /// The id of the message that this one answers.
    pub reply_to: Option<String>,
    /// Passed on from another chat.
    pub forwarded: bool,
    /// How far a message from the history got, verbatim.
    pub delivery: Option<String>,
    /// Why the message has no content, as the platform puts it.
    pub error: Option<String>,
    /// Who of the business wrote it, by name.
    pub author: Option<String>,
    /// It is known to have been rewritten, though not when.
    pub edited: bool,
    /// It is known to have been deleted, though not when.
    pub deleted: bool,
    /// Whether what the source tells of a known message is news.
    pub told: Told,
    /// For how long the source's clock stands still, where it gives neither ids nor exact times: the
    /// same message may be known by another id and a time within so many milliseconds.
    pub span_ms: Option<i64>,
}

/// A message was rewritten.
pub struct Edit {
    /// When, where, between whom; the id is the edit's own.
    pub origin: Origin,
    /// The message that was rewritten.
    pub message_id: String,
    /// The kind of the new content.
    pub kind: String,
    /// The new text.
    pub text: Option<String>,
    /// What else the new content holds, as a JSON object.
    pub content: Option<String>,
}

/// A message was deleted for everyone.
pub struct Revoke {
    /// When, where, between whom; the id is the deletion's own.
    pub origin: Origin,
    /// The message that was deleted.
    pub message_id: String,
}

/// A reaction to a message.
pub struct Reaction {
    /// When, where, between whom; the id is the reaction's own.
    pub origin: Origin,
    /// The message reacted to.
    pub message_id: String,
    /// The emoji; `None` takes an earlier reaction back.
    pub emoji: Option<String>,
}

/// How far a message of the account got.
pub struct Status {
    /// Where it stands.
    pub place: Place,
    /// The account that sent the message.
    pub account: AccountRef,
    /// The recipient; in a group the member concerned. May be nobody.
    pub customer: Customer,
    /// The message.
    pub message_id: String,
    /// `sent`, `delivered`, `read`, `played`, `failed`, or whatever else was given, verbatim.
    pub status: String,
    /// When, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// Why it failed, as the platform puts it.
    pub error: Option<String>,
    /// What else is said of it, as a JSON object.
    pub details: Option<String>,
    /// The group, if the message went to one.
    pub group_id: Option<String>,
}

/// What happened to an entry of the address book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactChange {
    /// It was added or edited.
    Saved,
    /// It was removed.
    Removed,
}

/// An entry of the account's address book.
pub struct ContactUpdate {
    /// Where it stands.
    pub place: Place,
    /// The account whose address book it is.
    pub account: AccountRef,
    /// The person, as far as given.
    pub customer: Customer,
    /// Saved or removed.
    pub change: ContactChange,
    /// When, in milliseconds since 1970 in UTC, if given.
    pub at_ms: Option<i64>,
    /// What else is known of them, key and value.
    pub traits: Vec<(String, String)>,
    /// What else they are tagged with.
    pub tags: Vec<String>,
    /// Whether they agreed to be written to.
    pub opted_in: Option<bool>,
}

/// How a conversation stands.
#[derive(Default)]
pub struct ChatState {
    /// Where it stands in the input.
    pub place: Place,
    /// The source's own id of it.
    pub chat_id: Option<String>,
    /// The account it is on.
    pub account: AccountRef,
    /// The other side; nobody for a group.
    pub customer: Customer,
    /// The group, if it is one.
    pub group: Option<Group>,
    /// When it began, in milliseconds since 1970 in UTC, if given.
    pub began_ms: Option<i64>,
    /// When its newest message was written, in milliseconds since 1970 in UTC, if given.
    pub last_ms: Option<i64>,
    /// Whether it is closed, if given.
    pub closed: Option<bool>,
    /// Whose it is.
    pub responsible: Responsible,
    /// Its labels.
    pub labels: Vec<String>,
}

/// Whose a conversation is.
#[derive(Default)]
pub enum Responsible {
    /// The source doesn't say.
    #[default]
    NotSaid,
    /// The source says that it is nobody's.
    Nobody,
    /// Somebody's, by email.
    Member(String),
}

/// A group and who is in it.
pub struct Group {
    /// `WhatsApp`'s or the source's id of it.
    pub id: String,
    /// What it is called.
    pub subject: Option<String>,
    /// Those of its members who are customers, as far as given.
    pub members: Vec<Customer>,
    /// As what else it may be known.
    pub before: Option<Box<Before>>,
}

/// What a group may be known as where a source has no id of it but its name, which changes.
pub struct Before {
    /// Its ids under the names that it had before.
    pub ids: Vec<String>,
    /// Messages, by id: a group of such a name that has one of them is the same.
    pub messages: Vec<String>,
    /// As of when its name is told, in milliseconds since 1970 in UTC.
    pub named_ms: i64,
}

/// Somebody on the team.
pub struct Teammate {
    /// Where they stand in the input.
    pub place: Place,
    /// Their login id.
    pub email: String,
    /// Their name.
    pub name: Option<String>,
    /// Their role, as the source names it.
    pub role: String,
    /// Their team; `None` where the source names none.
    pub team: Option<String>,
    /// Whether they have joined, as the source names it.
    pub status: Option<String>,
}

/// A number of the business.
pub struct AccountState {
    /// Where it stands in the input.
    pub place: Place,
    /// The number.
    pub account: AccountRef,
    /// What people call it.
    pub label: Option<String>,
    /// Who connected it, by email.
    pub owner: Option<String>,
    /// The source says so itself; else it is only listed beside that member, who may share it.
    pub owner_is_certain: bool,
}

/// What became of a message template. The texts are the platform's and the business's own.
pub struct TemplateStatus {
    /// Where it stands in the input.
    pub place: Place,
    /// The template's name.
    pub name: String,
    /// Its language.
    pub language: String,
    /// What happened, verbatim: `APPROVED`, `REJECTED`, `PAUSED`, ….
    pub event: String,
    /// Why, as the platform puts it.
    pub reason: Option<String>,
    /// When, in milliseconds since 1970 in UTC, if given.
    pub at_ms: Option<i64>,
}

/// A customer goes on under another number or user id.
pub struct Moved {
    /// Where it stands.
    pub place: Place,
    /// The account that was told.
    pub account: AccountRef,
    /// The customer as known so far.
    pub customer: Customer,
    /// The new number, if one was given.
    pub new_wa_id: Option<String>,
    /// The new business-scoped user id, if one was given.
    pub new_user_id: Option<String>,
    /// When, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
}
