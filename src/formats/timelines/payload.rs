//! The shape of a page, as far as a workspace needs it: borrowed from the input, unknown keys
//! skipped. A page, the things on it and a thing that stands alone have one shape with all keys, so
//! that each can come in each other's place.

use serde::Deserialize;

use crate::formats::json::{Leaf, Leaves, List, Named, OneOrMany};

/// A page, or a thing that stands alone.
pub(super) type Page<'a> = Node<'a, OneOrMany<Box<Inner<'a>>>, List<Box<Record<'a>>>>;

/// What a page holds under `data`: lists of things, or one of them.
pub(super) type Inner<'a> = Node<'a, Nothing, List<Box<Record<'a>>>>;

/// One thing. It holds no page again, which keeps the type, and so the stack, from nesting as deep as
/// the input likes.
pub(super) type Record<'a> = Node<'a, Nothing, Nothing>;

/// Something that is not read.
#[derive(Default)]
pub(super) struct Nothing;

impl<'de> Deserialize<'de> for Nothing {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Node<'a, D, L> {
    pub data: D,
    pub chats: Option<L>,
    pub messages: Option<L>,
    pub teammates: Option<L>,
    // On a page of accounts, and beside a teammate.
    pub whatsapp_accounts: Option<List<AccountBody<'a>>>,
    #[serde(borrow)]
    pub status: Leaf<'a>,
    pub message: Leaf<'a>,

    // A chat, and what is found with it in other things.
    pub id: Leaf<'a>,
    pub name: Leaf<'a>,
    pub jid: Leaf<'a>,
    pub phone: Leaf<'a>,
    pub is_group: Leaf<'a>,
    pub closed: Leaf<'a>,
    pub labels: Leaves<'a>,
    pub whatsapp_account_id: Leaf<'a>,
    pub whatsapp_account_phone: Leaf<'a>,
    pub responsible_email: Named<'a, Nothing>,
    pub responsible: Named<'a, Person<'a>>,
    pub created_timestamp: Leaf<'a>,
    pub last_message_timestamp: Leaf<'a>,
    pub group_members: List<GroupMember<'a>>,

    // A message.
    pub uid: Leaf<'a>,
    pub chat_id: Leaf<'a>,
    pub timestamp: Leaf<'a>,
    pub sender_phone: Leaf<'a>,
    pub sender_name: Leaf<'a>,
    pub from_me: Leaf<'a>,
    pub text: Leaf<'a>,
    pub message_type: Leaf<'a>,
    pub attachment_url: Leaf<'a>,
    pub attachment_filename: Leaf<'a>,
    pub created_by: Leaf<'a>,

    // A teammate.
    pub display_name: Leaf<'a>,
    pub email: Leaf<'a>,
    pub role: Leaf<'a>,
    pub team: Named<'a, TeamBody<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Person<'a> {
    #[serde(borrow)]
    pub email: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct TeamBody<'a> {
    #[serde(borrow)]
    pub name: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct GroupMember<'a> {
    #[serde(borrow)]
    pub name: Leaf<'a>,
    pub phone: Leaf<'a>,
    pub jid: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct AccountBody<'a> {
    #[serde(borrow)]
    pub id: Leaf<'a>,
    pub phone: Leaf<'a>,
    pub owner_email: Leaf<'a>,
    pub account_name: Leaf<'a>,
}

/// What a record is, by the keys it has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Chat,
    Message,
    Teammate,
}

impl<D, L> Node<'_, D, L> {
    /// What this is, if it is a thing at all.
    pub(super) fn sort(&self) -> Option<Sort> {
        let given = |leaf: &Leaf<'_>| !matches!(leaf, Leaf::Absent);
        if given(&self.uid) || (given(&self.chat_id) && given(&self.timestamp)) {
            Some(Sort::Message)
        } else if given(&self.email) && (given(&self.role) || given(&self.display_name)) {
            Some(Sort::Teammate)
        } else if given(&self.id)
            && (given(&self.jid) || given(&self.phone) || given(&self.is_group))
            || given(&self.whatsapp_account_id)
        {
            Some(Sort::Chat)
        } else {
            None
        }
    }
}
