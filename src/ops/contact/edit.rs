//! `contact edit`.

use super::{consent, object, read_trait, require_contact, require_free};
use crate::rules::policy::grant::Contacts;
use crate::{
    ops::{Changed, FieldChange, Outcome, Result, Session, member::read_phone},
    rules::{
        error::Kind,
        phone::Phone,
        policy::{actor::Actor, permission::Permission},
        privacy::text::CustomerText,
        workspace::member::check_name,
    },
    store::{Change, ContactRecord, Said},
};

/// What to edit of a contact. What is `None` stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct Edit<'a> {
    /// Another name.
    pub name: Option<&'a str>,
    /// Another number.
    pub number: Option<&'a str>,
    /// The country whose national form the numbers may have.
    pub country: Option<&'a str>,
    /// Traits to set: key and value.
    pub traits: &'a [(String, String)],
    /// Traits to take away, by key.
    pub removed_traits: &'a [String],
    /// Whether they agreed to be written to; `Some(None)` for nobody knows.
    pub opted_in: Option<Option<bool>>,
}

/// The values of an edit, checked.
struct Edited {
    phone: Option<Phone>,
    name: Option<CustomerText>,
    traits: Vec<(CustomerText, CustomerText)>,
    removed: Vec<CustomerText>,
}

/// Edits a contact.
///
/// To whom traits are masked is told nothing of those that were there: whatever is set or taken away
/// counts as changed.
///
/// # Errors
/// Refused without `users`; a contact that isn't there; a number that is none or another contact's; a
/// name or trait that can't be.
pub fn edit(session: &mut Session, named: &str, edit: &Edit<'_>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize_contacts(Permission::Users, now)?;
            let record = require_contact(snapshot, named, edit.country)?;
            let phone = edit.number.map(|text| read_phone(text, edit.country)).transpose()?;
            let name = edit.name.map(|name| check_name(Kind::Name, name)).transpose()?;
            let traits = edit.traits.iter().map(read_trait).collect::<Result<Vec<_>>>()?;
            let removed = edit.removed_traits.iter().map(CustomerText::new).collect();
            if let Some(phone) = &phone {
                require_free(snapshot, actor, phone, Some(record.contact.id))?;
            }
            let name = name.map(CustomerText::new);
            Ok((grant, (record, Edited { phone, name, traits, removed })))
        },
        |change, actor, (record, edited)| {
            let id = record.contact.id;
            let mut changed = Changed::new("contact.edit", object(id));
            write_row(change, record, &edited, now, &mut changed)?;
            if let Some(opted_in) = edit.opted_in {
                let before = change.contact_record(id)?.and_then(|record| record.opted_in);
                change.set_opted_in(id, opted_in, Said::Now(now))?;
                changed = changed.field("opted_in", consent(before), consent(opted_in));
            }
            let traits = write_traits(change, actor, id, &edited)?;
            changed = changed.new_field("traits", traits);
            Ok(if changed.fields.is_empty() { Outcome::default() } else { changed.into() })
        },
    )
}

fn write_row(
    change: &Change<'_, Contacts>,
    record: ContactRecord,
    edited: &Edited,
    now: i64,
    changed: &mut Changed,
) -> Result<()> {
    let mut contact = record.contact;
    if edited.phone.is_some() && edited.phone != contact.phone {
        // Noted also where the two look alike once they are masked.
        let masked = |phone: &Option<Phone>| phone.as_ref().map(|phone| phone.masked().into());
        let (before, after) = (masked(&contact.phone), masked(&edited.phone));
        changed.fields.push(FieldChange { field: "phone", before, after });
        contact.phone.clone_from(&edited.phone);
    }
    if edited.name.is_some() && edited.name != contact.name {
        let before = contact.name.as_ref().map(|_| "known".into());
        let after = Some(if before.is_some() { "another" } else { "given" }.into());
        changed.fields.push(FieldChange { field: "name", before, after });
        contact.name.clone_from(&edited.name);
        contact.named_at = Some(now);
    }
    if !changed.fields.is_empty() {
        change.update_contact(&contact)?;
    }
    Ok(())
}

fn write_traits(
    change: &Change<'_, Contacts>,
    actor: &Actor,
    id: crate::rules::id::ContactId,
    edited: &Edited,
) -> Result<Option<String>> {
    let is_masked = actor.lens().hides_traits();
    let (mut set, mut taken) = (0_u64, 0_u64);
    for (key, value) in &edited.traits {
        set += u64::from(change.set_trait(id, key, value)? || is_masked);
    }
    for key in &edited.removed {
        taken += u64::from(change.remove_trait(id, key)? || is_masked);
    }
    Ok(match (set, taken) {
        (0, 0) => None,
        (set, 0) => Some(format!("{set} set")),
        (0, taken) => Some(format!("{taken} taken away")),
        (set, taken) => Some(format!("{set} set, {taken} taken away")),
    })
}
