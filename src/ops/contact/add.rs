//! `contact add`.

use super::{consent, object, read_tag, read_trait, require_free};
use crate::{
    ops::{Changed, Outcome, Result, Session, member::read_phone},
    rules::{
        error::Kind, policy::permission::Permission, privacy::text::CustomerText,
        workspace::member::check_name,
    },
    store::{ContactKey, NewContact},
};

/// Somebody to add.
#[derive(Debug, Clone, Copy)]
pub struct Addition<'a> {
    /// Their number.
    pub number: &'a str,
    /// The country whose national form the number may have.
    pub country: Option<&'a str>,
    /// Their name.
    pub name: Option<&'a str>,
    /// Their traits: key and value.
    pub traits: &'a [(String, String)],
    /// Their tags.
    pub tags: &'a [String],
    /// Whether they agreed to be written to; `None` where nobody asked.
    pub opted_in: Option<bool>,
}

/// Adds a contact.
///
/// # Errors
/// Refused without `users.add`; a number that is none or another contact's; a name, trait or tag
/// that can't be.
pub fn add(session: &mut Session, addition: &Addition<'_>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize_contacts(Permission::UsersAdd, now)?;
            let phone = read_phone(addition.number, addition.country)?;
            let name = addition.name.map(|name| check_name(Kind::Name, name)).transpose()?;
            let traits = addition.traits.iter().map(read_trait).collect::<Result<Vec<_>>>()?;
            let tags = addition.tags.iter().map(|tag| read_tag(tag)).collect::<Result<Vec<_>>>()?;
            require_free(snapshot, actor, &phone, None)?;
            Ok((grant, (phone, name.map(CustomerText::new), traits, tags)))
        },
        |change, _, (phone, name, traits, tags)| {
            let id = change.insert_contact(&NewContact {
                key: ContactKey { phone: Some(&phone), whatsapp_user_id: None },
                name: name.as_ref(),
                username: None,
                named_at: now,
                opted_in: addition.opted_in,
                at: now,
            })?;
            let mut set = 0_u64;
            for (key, value) in &traits {
                set += u64::from(change.set_trait(id, key, value)?);
            }
            let mut given = 0_u64;
            for tag in &tags {
                given += u64::from(change.add_tag(id, tag)?);
            }
            Ok(Changed::new("contact.add", object(id))
                .new_field("phone", Some(phone.masked()))
                .new_field("name", name.map(|_| "given"))
                .new_field("opted_in", consent(addition.opted_in))
                .new_field("traits", (set > 0).then(|| format!("{set} set")))
                .new_field("tags", (given > 0).then(|| format!("{given} given")))
                .into())
        },
    )
}
