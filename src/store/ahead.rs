//! What is known to be asked before anything is read: a server is asked all of it in one round trip.

use super::{
    Store,
    chat::{facts, message, record},
    contact::{self, erase},
    engine::Question,
    member::person,
    policy,
    settings::setting,
};
use crate::rules::id::ChatId;

/// Something to ask ahead. Whatever isn't asked ahead is asked when it is needed.
pub struct Ahead(Question);

impl Ahead {
    /// The member with that login id, with their role.
    #[must_use]
    pub fn person(email: &str) -> Self {
        Self(person::by_email(email))
    }

    /// The owner who acts where nobody is named.
    #[must_use]
    pub fn first_owner() -> Self {
        Self(person::first_owner())
    }

    /// What numbers of people who were erased are kept by: for who reads customers' texts.
    #[must_use]
    pub fn erasure_key() -> Self {
        Self(setting::beginning_with(erase::SETTING))
    }

    /// The whole policy.
    pub fn policy() -> impl Iterator<Item = Self> {
        policy::questions().into_iter().map(Self)
    }

    /// A chat, the traits and tags of whom it is with, and at most that many of its newest messages.
    pub fn chat(id: ChatId, messages: Option<u64>) -> impl Iterator<Item = Self> {
        let with = [
            contact::record::traits_in(id),
            contact::record::tags_in(id),
            message::newest(id, messages),
        ];
        std::iter::once(record::by_key(id)).chain(with).map(Self)
    }

    /// How a chat stands, and who sees it.
    #[must_use]
    pub fn chat_standing(id: ChatId) -> Self {
        Self(facts::standing(id))
    }
}

impl Store {
    /// Says what will be asked in the next read or change. A file is asked nothing ahead, so no question is made.
    pub fn ask_ahead<A: IntoIterator<Item = Ahead>>(&self, asked: impl FnOnce() -> A) {
        if !self.connection.is_file() {
            let questions = asked().into_iter().map(|Ahead(question)| question);
            self.connection.ask_ahead(questions.collect());
        }
    }

    /// Looks whether it can be read from at all.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn looked_at(mut self) -> Result<Self, super::Error> {
        self.read(|_| Ok::<_, super::Error>(()))?;
        Ok(self)
    }
}
