//! Contacts: the customers, as the All Users page shows and changes them. A file a verb; here stands
//! what the verbs share: how a contact looks to its reader, and how one is named.

mod add;
mod edit;
mod erase;
mod export;
mod import;
mod list;
mod merge;
mod tag;

pub use self::{
    add::{Addition, add},
    edit::{Edit, edit},
    erase::{erase, who},
    export::{export, export_cells},
    import::{Import, ImportReport, import},
    list::{Filter, Page, list, show},
    merge::merge,
    tag::{Tagging, Turn, Whom, tag},
};

pub(in crate::ops) use self::{list::country_test, tag::ranges};

use crate::{
    ops::{Result, member::read_phone},
    rules::{
        error::{ContactError, Kind, NameError},
        id::ContactId,
        phone::Phone,
        policy::actor::Actor,
        privacy::{lens::SafeText, text::CustomerText},
        workspace::member::{check_name, is_unprintable},
    },
    store::{Contact, ContactKey, ContactRecord, Snapshot},
};

/// The longest value of a trait that a person gives, in characters.
const LONGEST_VALUE: usize = 2000;

/// A contact as a member may see them.
#[derive(Debug, Clone)]
pub struct ContactRow {
    /// Their key.
    pub id: ContactId,
    /// Their name.
    pub name: Option<SafeText>,
    /// Their number, as far as the reader may know it.
    pub phone: Option<SafeText>,
    /// Their number's calling code with its plus.
    pub country: Option<SafeText>,
    /// Whether they agreed to be written to; `None` where nobody asked.
    pub opted_in: Option<bool>,
    /// Their tags.
    pub tags: Vec<SafeText>,
    /// Their traits; `None` where they are hidden.
    pub traits: Option<Vec<(SafeText, SafeText)>>,
    /// Their WhatsApp username.
    pub whatsapp_username: Option<SafeText>,
    /// WhatsApp's business-scoped id of them.
    pub whatsapp_user_id: Option<SafeText>,
    /// When they were added, in milliseconds since 1970.
    pub added_at: i64,
}

/// A contact through the reader's lens.
fn row(snapshot: &Snapshot<'_>, actor: &Actor, record: &ContactRecord) -> Result<ContactRow> {
    let Contact { id, name, username, phone, whatsapp_user_id, .. } = &record.contact;
    let known = snapshot.known();
    let focus = actor.focus(&known);
    let lens = actor.lens();
    let traits = if lens.hides_traits() { Vec::new() } else { snapshot.traits(*id)? };
    let user_id = whatsapp_user_id.clone().map(CustomerText::new);
    Ok(ContactRow {
        id: *id,
        name: name.as_ref().map(|name| focus.text(name)),
        phone: phone.as_ref().map(|phone| focus.phone(phone)),
        country: phone.as_ref().map(|phone| lens.country(phone)),
        opted_in: record.opted_in,
        tags: focus.tags(&snapshot.tags(*id)?),
        traits: focus.traits(&traits),
        whatsapp_username: username.as_ref().map(|name| lens.handle(name)),
        whatsapp_user_id: user_id.map(|id| lens.handle(&id)),
        added_at: record.created_at,
    })
}

/// The contact that somebody names: by key where there are digits only, else by number.
///
/// # Errors
/// [`NameError::Unknown`] where there is none; a number that is none.
fn require_contact(
    snapshot: &Snapshot<'_>,
    named: &str,
    country: Option<&str>,
) -> Result<ContactRecord> {
    let unknown = || NameError::unknown(Kind::Contact, named, None);
    let id = if named.bytes().all(|byte| byte.is_ascii_digit()) {
        ContactId(named.parse().map_err(|_| unknown())?)
    } else {
        let phone = read_phone(named, country)?;
        let key = ContactKey { phone: Some(&phone), whatsapp_user_id: None };
        snapshot.contact(&key)?.ok_or_else(unknown)?.id
    };
    Ok(snapshot.contact_record(id)?.ok_or_else(unknown)?)
}

/// Goes on only if no other contact has that number.
///
/// # Errors
/// [`ContactError::ContactNumber`] with as much of who has it as the actor may know.
fn require_free(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    phone: &Phone,
    own: Option<ContactId>,
) -> Result<()> {
    let key = ContactKey { phone: Some(phone), whatsapp_user_id: None };
    match snapshot.contact(&key)?.filter(|other| Some(other.id) != own) {
        Some(other) => Err(number_of_another(snapshot, actor, &other).into()),
        None => Ok(()),
    }
}

fn number_of_another(snapshot: &Snapshot<'_>, actor: &Actor, other: &Contact) -> ContactError {
    let known = snapshot.known();
    let focus = actor.focus(&known);
    let name = other.name.as_ref().filter(|name| !name.is_empty());
    ContactError::ContactNumber { contact: other.id.0, name: name.map(|name| focus.text(name)) }
}

/// How a contact is called in changes and in the audit: by their key, which tells nothing of them.
fn object(id: ContactId) -> String {
    format!("contact {}", id.0)
}

/// A tag as a person gives it.
fn read_tag(text: &str) -> Result<CustomerText> {
    Ok(CustomerText::new(check_name(Kind::Tag, text)?))
}

/// A trait as a person gives it.
fn read_trait((key, value): &(String, String)) -> Result<(CustomerText, CustomerText)> {
    let key = check_name(Kind::Trait, key)?;
    let problem = if value.chars().count() > LONGEST_VALUE {
        "has a value of more than 2000 characters"
    } else if value.chars().any(|c| is_unprintable(c) && c != '\n') {
        "has control characters in its value"
    } else {
        return Ok((CustomerText::new(key), CustomerText::new(value.clone())));
    };
    Err(NameError::invalid(Kind::Trait, &key, problem).into())
}

/// Whether somebody agreed to be written to, in words.
const fn consent(opted_in: Option<bool>) -> Option<&'static str> {
    match opted_in {
        Some(true) => Some("yes"),
        Some(false) => Some("no"),
        None => None,
    }
}
