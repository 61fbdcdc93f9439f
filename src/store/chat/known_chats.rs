//! The chats that a change met, with what their messages need to know of them.

use std::collections::HashMap;

use crate::rules::id::{AccountId, ChatId};

/// How many chats are known at most. Some 100 bytes each.
const MOST: usize = 1 << 17;

/// The chats that a change met.
#[derive(Default)]
pub(in crate::store) struct KnownChats {
    pub(super) chats: HashMap<ChatId, KnownChat>,
    /// The country codes of accounts.
    pub(super) codes: HashMap<AccountId, String>,
}

/// One of them.
#[derive(Clone)]
pub(super) struct KnownChat {
    pub(super) account: AccountId,
    /// The country codes of the account and of the contact.
    pub(super) codes: String,
}

impl KnownChats {
    pub(super) fn add(&mut self, chat: ChatId, known: KnownChat) {
        if self.chats.len() >= MOST {
            self.chats.clear();
        }
        self.chats.insert(chat, known);
    }
}
