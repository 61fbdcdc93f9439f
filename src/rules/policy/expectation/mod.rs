//! Expectations of a policy: who can and who cannot do what, who sees which chat, from whom what is
//! hidden. They are about members and chats of a workspace, or about made-up ones that stand beside
//! them. Reading them from a file is `policy_file`'s business; here they are held against a policy.

mod coverage;
mod run;
mod starter;

pub use self::{
    coverage::{Cell, Coverage},
    run::{Failure, Outcome, RealMember, Report, World, run},
    starter::starter,
};

use super::{
    decision::Reason,
    mask::{Mask, MaskSet},
    permission::Permission,
};
use crate::rules::workspace::member::Status;

/// Tests, and the made-up people and things that they speak of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suite {
    /// Where the policy is that they are about; `None` for the one they stand beside, or that of
    /// the workspace.
    pub source: Option<PolicySource>,
    /// Members.
    pub members: Vec<MadeUpMember>,
    /// Accounts.
    pub accounts: Vec<MadeUpAccount>,
    /// Chats.
    pub chats: Vec<MadeUpChat>,
    /// The tests, in the order in which they stand.
    pub tests: Vec<Test>,
}

/// Where a policy is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicySource {
    /// In a file, named from the folder of the tests.
    File(String),
    /// In the program.
    Preset(super::preset::Preset),
}

/// A member who is nobody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeUpMember {
    /// What the tests call them.
    pub name: String,
    /// Their role.
    pub role: String,
    /// Their team.
    pub team: String,
    /// Their status.
    pub status: Status,
}

/// An account that is nowhere connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeUpAccount {
    /// What the tests call it.
    pub name: String,
    /// The made-up member who connected it.
    pub connector: Option<String>,
}

/// A chat that nobody had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeUpChat {
    /// What the tests call it.
    pub name: String,
    /// The made-up account it is on.
    pub account: String,
    /// The made-up member it is assigned to.
    pub assignee: Option<String>,
}

/// About whom a test is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// A member, made up or real.
    Member(String),
    /// Any active member of a role.
    Role(String),
}

/// Which chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhichChat {
    /// A made-up one.
    MadeUp(String),
    /// One of the workspace.
    Real(i64),
}

/// Several expectations of one member or role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// What it is called.
    pub name: String,
    /// The line of its file on which it stands, from 1.
    pub line: usize,
    /// About whom.
    pub whom: Whom,
    /// As if the role had these masks; `None` for those that it has.
    pub masks: Option<MaskSet>,
    /// What is expected.
    pub checks: Vec<Check>,
}

/// One expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// They can, or cannot, do something.
    Permission {
        /// What.
        permission: Permission,
        /// Whether they can.
        allowed: bool,
        /// The rule that is to decide it, where that is expected too.
        reason: Option<Reason>,
    },
    /// They see a chat, or don't.
    Chat {
        /// Which.
        chat: WhichChat,
        /// Whether they see it.
        seen: bool,
    },
    /// Something of contacts is hidden from them, or isn't.
    Mask {
        /// What.
        mask: Mask,
        /// Whether it is hidden.
        hidden: bool,
    },
}
