//! What is known to be asked before anything is read: a server is asked all of it in one round trip.

use super::{Store, chat::facts, engine::Question, member::person};
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

    /// How a chat stands, and who sees it.
    #[must_use]
    pub fn chat_standing(id: ChatId) -> Self {
        Self(facts::standing(id))
    }
}

impl Store {
    /// Says what will be asked in the next read or change.
    pub fn ask_ahead(&self, asked: impl IntoIterator<Item = Ahead>) {
        self.connection.ask_ahead(asked.into_iter().map(|Ahead(question)| question).collect());
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
