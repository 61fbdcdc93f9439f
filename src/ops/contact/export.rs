//! `contact export`: every contact with everything, as `contact import` reads it back.

use std::collections::HashMap;

use crate::{
    formats::contacts::{FIXED, LAST, TRAITS, cell::written, trait_name, written_tags},
    ops::{
        Changed, Result, Session,
        contact::{ContactRow, consent},
    },
    rules::{
        policy::{actor::Actor, permission::Permission},
        privacy::{
            lens::{Focus, SafeText},
            text::CustomerText,
        },
    },
    store::{Contact, Snapshot, WholeContact},
};

/// So many traits have a column each; where there are more, one column holds them all.
const MOST_COLUMNS: usize = 256;

/// Everybody in the order in which they were added, told one by one, for what holds objects.
///
/// # Errors
/// Refused without `users.export`, and to whom numbers or traits are hidden: a list hands out all
/// there is.
pub fn export(session: &mut Session, tell: &mut dyn FnMut(ContactRow) -> Result<()>) -> Result<()> {
    may_export(session)?;
    session.read(|snapshot, actor| {
        let known = snapshot.known();
        let focus = actor.focus(&known);
        snapshot.every_contact(|whole| {
            let Contact { id, name, username, phone, whatsapp_user_id, .. } = whole.record.contact;
            tell(ContactRow {
                id,
                name: name.map(|name| focus.text(&name)),
                country: None,
                opted_in: whole.record.opted_in,
                tags: focus.tags(&whole.tags),
                traits: focus.traits(&whole.traits),
                whatsapp_username: username.map(|name| actor.lens().handle(&name)),
                whatsapp_user_id: whatsapp_user_id
                    .map(|id| actor.lens().handle(&CustomerText::new(id))),
                added_at: whole.record.created_at,
                phone: phone.map(|phone| focus.phone(&phone)),
            })
        })
    })
}

/// The same as the cells of a spreadsheet, the header first: none of them is run as a formula, and
/// reading undoes exactly what was done for that.
///
/// # Errors
/// As [`export`].
pub fn export_cells(
    session: &mut Session,
    tell: &mut dyn FnMut(&[SafeText]) -> Result<()>,
) -> Result<()> {
    may_export(session)?;
    session.read(|snapshot, actor| {
        let columns = Columns::of(snapshot, actor)?;
        tell(&columns.header)?;
        let mut cells = Vec::with_capacity(columns.header.len());
        let known = snapshot.known();
        snapshot.every_contact(|whole| {
            cells.clear();
            columns.fill(&whole, actor.focus(&known), &mut cells);
            tell(&cells)
        })
    })
}

/// Asks for it, and keeps in the audit who took all contacts away.
fn may_export(session: &mut Session) -> Result<()> {
    session.read(|_, actor| {
        actor.require(Permission::UsersExport)?;
        Ok(actor.require_traits()?)
    })?;
    session.record(Permission::UsersExport, Changed::new("contact.export", "contacts"))
}

/// The columns of a list, and where each trait stands.
struct Columns {
    header: Vec<SafeText>,
    /// By key; empty where one column holds them all.
    places: HashMap<SafeText, usize>,
    are_together: bool,
}

impl Columns {
    fn of(snapshot: &Snapshot<'_>, actor: &Actor) -> Result<Self> {
        let (keys, are_together) = snapshot.trait_keys(MOST_COLUMNS)?;
        let known = snapshot.known();
        let focus = actor.focus(&known);
        let keys: Vec<_> = if are_together { Vec::new() } else { keys };
        let keys: Vec<_> = keys.iter().map(|key| focus.label(key)).collect();
        let names = FIXED.iter().map(|name| SafeText::word(name));
        let mut header: Vec<_> = names.collect();
        let mut places = HashMap::with_capacity(keys.len());
        for key in keys {
            header.push(key.map(|key| written(&trait_name(key)).into_owned()));
            places.insert(key, header.len() - 1);
        }
        if are_together {
            header.push(SafeText::word(TRAITS));
        }
        header.push(SafeText::word(LAST));
        Ok(Self { header, places, are_together })
    }

    fn fill(&self, whole: &WholeContact, focus: Focus<'_>, cells: &mut Vec<SafeText>) {
        let Contact { name, username, phone, whatsapp_user_id, .. } = &whole.record.contact;
        let text = |text: Option<&CustomerText>| text.map_or(NOTHING, |text| cell(&focus, text));
        // Digits behind a plus are a number to a spreadsheet, and no formula.
        cells.push(phone.as_ref().map_or(NOTHING, |phone| focus.phone(phone)));
        cells.push(text(name.as_ref()));
        cells.push(text(username.as_ref()));
        cells.push(text(whatsapp_user_id.clone().map(CustomerText::new).as_ref()));
        cells.push(consent(whole.record.opted_in).map_or(NOTHING, SafeText::word));
        cells.resize(self.header.len(), NOTHING);
        if self.are_together {
            let pair = |(key, value): &(_, _)| [focus.label(key), focus.text(value)];
            let traits: Vec<_> = whole.traits.iter().flat_map(pair).collect();
            if !traits.is_empty() {
                cells[FIXED.len()] = SafeText::combine(&traits, object_of_pairs);
            }
        } else {
            for (key, value) in &whole.traits {
                if let Some(place) = self.places.get(&focus.label(key)) {
                    cells[*place] = cell(&focus, value);
                }
            }
        }
        if !whole.tags.is_empty() {
            let tags = focus.tags(&whole.tags);
            cells[self.header.len() - 1] =
                SafeText::combine(&tags, |tags| written(&written_tags(tags)).into_owned());
        }
    }
}

const NOTHING: SafeText = SafeText::NOTHING;

fn cell(focus: &Focus<'_>, text: &CustomerText) -> SafeText {
    focus.text(text).map(|text| written(text).into_owned())
}

/// Names and values in turn as the cell of one JSON object.
fn object_of_pairs(texts: &[&str]) -> String {
    let pair = |pair: &[&str]| match pair {
        [key, value] => Some(((*key).to_owned(), (*value).into())),
        _ => None,
    };
    let object: serde_json::Map<_, _> = texts.chunks(2).filter_map(pair).collect();
    written(&serde_json::Value::Object(object).to_string()).into_owned()
}
