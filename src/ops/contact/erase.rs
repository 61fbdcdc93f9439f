//! `contact erase`: forgets a contact who asks for it.

use super::{object, require_contact};
use crate::{
    ops::{Changed, Error, Outcome, Result, Session},
    rules::{
        error::ContactError,
        hex::Hex,
        policy::{grant::Identities, permission::Permission},
        privacy::lens::SafeText,
    },
    store::Contact,
};

/// Erases what a contact wrote and what is known of them. That there were so many messages stays.
///
/// # Errors
/// Refused without `users.erase`; a contact that isn't there, or was erased before; no random
/// numbers.
pub fn erase(session: &mut Session, named: &str) -> Result<Outcome> {
    let now = session.now();
    let mut outcome = session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<Identities>(now)?;
            let id = require_contact(snapshot, named, None)?.contact.id;
            if snapshot.erased_at(id)?.is_some() {
                return Err(ContactError::ContactErased { contact: id.0 }.into());
            }
            Ok((grant, id))
        },
        |change, _, id| {
            let erased = change.erase_contact(id, now, &fresh_key()?)?;
            let count = |count: u64| (count > 0).then_some(count);
            Ok(Changed::new("contact.erase", object(id))
                .old_field("card", Some("known"))
                .old_field("messages", count(erased.messages))
                .old_field("tags", count(erased.tags))
                .into())
        },
    )?;
    if !session.is_dry_run() && session.store_mut().purge().is_err() {
        outcome.notes.push(LEFT.to_owned());
    }
    Ok(outcome)
}

/// What a contact is called who may be erased.
///
/// # Errors
/// As [`erase`].
pub fn who(session: &mut Session, named: &str) -> Result<SafeText> {
    session.read(|snapshot, actor| {
        actor.require(Permission::UsersErase)?;
        let Contact { id, name, username, phone, .. } =
            require_contact(snapshot, named, None)?.contact;
        let known = snapshot.known();
        let focus = actor.focus(&known);
        let called = focus.called(name.as_ref(), username.as_ref(), phone.as_ref(), Some(id));
        let number = phone.map(|phone| SafeText::of(&[&", ", &focus.phone(&phone)]));
        Ok(SafeText::join(&called.into_iter().chain(number).collect::<Vec<_>>(), ""))
    })
}

/// What is to be said where the file couldn't be written anew. It is erased all the same.
const LEFT: &str = "what was erased may still lie in unused parts of the file, which somebody else has open \
    or the disk has no room to write anew; the next `rolecall contact erase` clears them";

/// A key for the hashes of who is erased.
fn fresh_key() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::Output(std::io::Error::other(format!("no random numbers: {error}")))
    })?;
    Ok(Hex(&bytes).to_string())
}
