//! What can be wrong with a request, as values. How each is worded for people, and which exit code
//! it has, is decided once, in `cli::error`; here stands only what happened.

mod kind;
mod refusal;

pub use self::{kind::Kind, refusal::Refusal};

use super::{
    policy::{decision::Reason, mask::Mask, permission::Permission, role::Model},
    privacy::{lens::SafeText, phone::PhoneError},
    whatsapp::{
        campaign::{State, Stop},
        template::{Fault, FillFault, Unfit},
    },
    workspace::{member::Status, sign_in::KeyFault},
};

/// Something that was done to the policy since it was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// By whom.
    pub actor: String,
    /// What.
    pub action: String,
    /// To what.
    pub object: String,
}

/// What is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The actor may not do it.
    #[error("refused: {}", .refusal.code())]
    Denied {
        /// The actor's email.
        actor: String,
        /// The actor's role.
        role: String,
        /// Why not.
        refusal: Refusal,
    },
    /// A name that is not known.
    #[error("unknown {}", .kind.noun())]
    Unknown {
        /// What kind of thing was named.
        kind: Kind,
        /// As it was given.
        name: String,
        /// The nearest name that is known.
        nearest: Option<String>,
    },
    /// A name that is taken.
    #[error("duplicate {}", .kind.noun())]
    Duplicate {
        /// What kind of thing was named.
        kind: Kind,
        /// As it was given.
        name: String,
    },
    /// A number that another contact has.
    #[error("number of another contact")]
    ContactNumber {
        /// The contact's key.
        contact: i64,
        /// What the actor may know of their name.
        name: Option<SafeText>,
    },
    /// A contact to merge with themselves.
    #[error("the same contact")]
    SameContact {
        /// The contact's key.
        contact: i64,
    },
    /// A contact who was erased.
    #[error("erased contact")]
    ContactErased {
        /// The contact's key.
        contact: i64,
    },
    /// A cell that nobody can change.
    #[error("locked cell")]
    LockedCell {
        /// The role.
        role: String,
        /// The permission.
        permission: Permission,
        /// The value it is locked to.
        value: bool,
    },
    /// The owner can't be masked.
    #[error("mask on the owner")]
    OwnerMask {
        /// The mask asked for.
        mask: Mask,
    },
    /// The last owner can't be removed, suspended or demoted.
    #[error("last owner")]
    LastOwner {
        /// Their email.
        email: String,
    },
    /// The policy allows one owner only, and there is one.
    #[error("second owner")]
    SingleOwner,
    /// A policy that allows one owner only, while there are more.
    #[error("too many owners")]
    TooManyOwners {
        /// Their emails.
        owners: Vec<String>,
    },
    /// Roles that are to vanish while members hold them.
    #[error("roles are held")]
    RolesHeld {
        /// Each role with the emails of those who hold it.
        roles: Vec<(String, Vec<String>)>,
    },
    /// The owner's role can't be removed, nor can another be like it.
    #[error("the owner's role stands alone")]
    OwnerRole,
    /// A built-in role's name for a role of another model.
    #[error("built-in role")]
    BuiltInRole {
        /// The name.
        name: String,
    },
    /// The policy is not the one that was planned against.
    #[error("the policy has changed")]
    PolicyMoved {
        /// The hash that was expected.
        expected: String,
        /// The hash of the policy in force.
        found: String,
        /// What changed in between, oldest first; `None` where no policy of that hash is known.
        since: Option<Vec<Drift>>,
    },
    /// A change can't be taken back.
    #[error("can't be undone")]
    NotUndone {
        /// Its entry in the audit.
        entry: i64,
        /// Why not.
        reason: &'static str,
    },
    /// A change can't be taken back because a later one is about the same thing.
    #[error("later changes build on it")]
    BuiltOn {
        /// Its entry in the audit.
        entry: i64,
        /// The later one's.
        later: i64,
    },
    /// The member still holds accounts or assigned chats.
    #[error("member has loose ends")]
    LooseEnds {
        /// Their email.
        email: String,
        /// The numbers of the accounts they connected: the workspace's own.
        accounts: Vec<String>,
        /// The keys of the chats that are assigned to them.
        chats: Vec<i64>,
    },
    /// Somebody who is to take over accounts couldn't connect or use them.
    #[error("successor without accounts")]
    UnfitSuccessor {
        /// Their email.
        email: String,
        /// What they lack.
        permission: Permission,
        /// Why they lack it.
        reason: Reason,
    },
    /// A member was named as the one to take over from themselves.
    #[error("own successor")]
    OwnSuccessor {
        /// Their email.
        email: String,
    },
    /// The default team can't be renamed or removed.
    #[error("default team")]
    DefaultTeam {
        /// Its name.
        name: String,
    },
    /// Only a member who has joined can be given this.
    #[error("member hasn't joined")]
    NotActive {
        /// Their email.
        email: String,
        /// What they are instead.
        status: Status,
    },
    /// The member isn't what the change starts from.
    #[error("member has another status")]
    WrongStatus {
        /// Their email.
        email: String,
        /// What they are.
        status: Status,
        /// What they would have to be.
        needed: Status,
    },
    /// The member has no invitation that could be accepted.
    #[error("no pending invitation")]
    NoInvitation {
        /// Their email.
        email: String,
    },
    /// The code doesn't open the door. Why not is not said: whoever guesses learns nothing.
    #[error("invitation refused")]
    InvitationRefused,
    /// Too many wrong codes were tried by whoever tries one more.
    #[error("too many wrong codes")]
    TooManyCodes {
        /// From when on the next is looked at, in milliseconds since 1970.
        until: i64,
    },
    /// Whoever signed in is no member.
    #[error("stranger")]
    Stranger,
    /// A text that is no key one can sign in with.
    #[error("unfit key")]
    UnfitKey(KeyFault),
    /// An account that nobody connected, and that so can't be shared.
    #[error("account without a connector")]
    NotConnected {
        /// Its number: the workspace's own.
        account: String,
    },
    /// A role that uses no account which others connected.
    #[error("role without shared accounts")]
    UnsharedRole {
        /// Who has it; `None` where it was to be given.
        email: Option<String>,
        /// The role.
        role: String,
        /// The model under which it stands.
        model: Model,
        /// Why it doesn't.
        reason: Reason,
    },
    /// Every seat is taken.
    #[error("no seats left")]
    NoSeats {
        /// How many seats there are.
        limit: u64,
        /// How many are taken.
        taken: u64,
    },
    /// There is no API key in force.
    #[error("no API key")]
    NoApiKey,
    /// A search for leaks where nothing is hidden from anybody.
    #[error("nothing masked")]
    NothingMasked {
        /// The member who was to read; `None` for everybody.
        member: Option<String>,
    },
    /// A group's chat has many numbers, and none of them was asked for.
    #[error("group without a choice")]
    WhoseNumber {
        /// The chat's key.
        chat: i64,
    },
    /// There is no number to reveal: WhatsApp withholds it, or a colleague wrote the message.
    #[error("no number")]
    NoNumber {
        /// The chat's key.
        chat: i64,
        /// The message whose author was meant, where one was.
        message: Option<i64>,
    },
    /// An assignee who could not see the chat even when it is theirs.
    #[error("assignee without sight")]
    BlindAssignee {
        /// Their email.
        email: String,
        /// The keys of the chats.
        chats: Vec<i64>,
        /// Why not.
        reason: Reason,
    },
    /// A campaign that isn't where the change starts from: over, or not set going.
    #[error("campaign has another state")]
    CampaignState {
        /// Its name.
        name: String,
        /// Where it stands.
        state: State,
    },
    /// A campaign that can't go on as it is.
    #[error("campaign can't run")]
    CampaignStopped {
        /// Its name.
        name: String,
        /// What is in its way.
        stop: Stop,
    },
    /// A template that is not within `WhatsApp`'s limits.
    #[error("invalid template")]
    Template {
        /// Its name.
        name: String,
        /// Everything that is wrong with it; at least one thing.
        faults: Vec<Fault>,
    },
    /// A template of several languages, none of which was named.
    #[error("template in several languages")]
    SeveralLanguages {
        /// Its name.
        name: String,
        /// The languages it is there in.
        languages: Vec<String>,
    },
    /// A template stands so that this can't be done with it.
    #[error("template has another status")]
    UnfitTemplate {
        /// Its name.
        name: String,
        /// Why not.
        unfit: Unfit,
    },
    /// A template that can't be sent, since it isn't approved.
    #[error("template isn't approved")]
    UnapprovedTemplate {
        /// Its name.
        name: String,
        /// Its language.
        language: String,
        /// How it stands instead.
        status: &'static str,
    },
    /// A template's category can't change once it was approved.
    #[error("category of an approved template")]
    FixedCategory {
        /// Its name.
        name: String,
    },
    /// A template can't be filled with what was given.
    #[error("template can't be filled")]
    Fill {
        /// Its name.
        name: String,
        /// The variables that it has.
        variables: Vec<String>,
        /// Everything that is wrong; at least one thing.
        faults: Vec<FillFault>,
    },
    /// A number that is none.
    #[error("invalid phone number")]
    Phone {
        /// As it was given.
        value: String,
        /// What is wrong with it.
        problem: PhoneError,
    },
    /// A value that is not well formed.
    #[error("invalid {}", .kind.noun())]
    Invalid {
        /// What it should have been.
        kind: Kind,
        /// As it was given.
        value: String,
        /// What is wrong with it, to stand behind the value in a sentence.
        problem: String,
    },
}

impl Error {
    /// A name that is not known.
    #[must_use]
    pub fn unknown(kind: Kind, name: &str, nearest: Option<String>) -> Self {
        Self::Unknown { kind, name: name.to_owned(), nearest }
    }

    /// A name that is taken.
    #[must_use]
    pub fn duplicate(kind: Kind, name: &str) -> Self {
        Self::Duplicate { kind, name: name.to_owned() }
    }

    /// A value that is not well formed.
    #[must_use]
    pub fn invalid(kind: Kind, value: &str, problem: impl Into<String>) -> Self {
        Self::Invalid { kind, value: value.to_owned(), problem: problem.into() }
    }
}
