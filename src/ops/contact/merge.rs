//! `contact merge`: two contacts who are one person become one.

use super::{object, require_contact};
use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::{error::ContactError, policy::grant::Identities},
};

/// Makes the second contact a part of the first, whose name, number and traits hold where both have
/// one.
///
/// # Errors
/// Refused without `users.erase`; a contact that isn't there; twice the same one.
pub fn merge(session: &mut Session, keep: &str, gone: &str) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<Identities>(now)?;
            let keep = require_contact(snapshot, keep, None)?.contact.id;
            let gone = require_contact(snapshot, gone, None)?.contact.id;
            if keep == gone {
                return Err(ContactError::SameContact { contact: keep.0 }.into());
            }
            Ok((grant, (keep, gone)))
        },
        |change, _, (keep, gone)| {
            let merged = change.merge_contacts(keep, gone)?;
            let count = |count: u64| (count > 0).then_some(count);
            Ok(Changed::new("contact.merge", object(keep))
                .new_field("merged", Some(object(gone)))
                .new_field("chats", count(merged.chats))
                .new_field("joined_chats", count(merged.joined_chats))
                .new_field("messages", count(merged.messages))
                .new_field("tags", count(merged.tags))
                .into())
        },
    )
}
