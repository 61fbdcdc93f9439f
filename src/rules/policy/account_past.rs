//! Who may connect an account that is there already. A fresh number is anybody's who may connect; one
//! that has chats or had another owner is for who sees its chats. Who left it may take it back.

use super::actor::Actor;
use crate::rules::{
    error::{Denied, Refusal},
    id::MemberId,
};

/// What an account without a connector was before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Past {
    /// Whether it has any chat.
    pub has_chats: bool,
    /// Who left it without a connector.
    pub last_connector: Option<MemberId>,
    /// The email of its owner in another product, who isn't a member yet.
    pub awaits: Option<String>,
}

impl Actor {
    /// Goes on only if an account that nobody has may be connected on their word.
    pub fn require_claim(&self, past: &Past) -> Result<(), Denied> {
        let is_fresh = *past == Past::default();
        let is_theirs = past.last_connector == Some(self.id) && past.awaits.is_none();
        if is_fresh || is_theirs || self.viewer().starts_from(None).allowed {
            Ok(())
        } else {
            Err(self.refused(Refusal::AccountWithPast))
        }
    }
}
