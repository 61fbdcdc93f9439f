//! `contact export`: every contact with everything, as `contact import` reads it back.

use std::collections::HashMap;

use crate::{
    formats::contacts::{FIXED, LAST, TRAITS, cell::written, trait_name, written_tags},
    ops::{
        Result, Session,
        contact::{ContactRow, consent},
    },
    rules::{
        policy::{actor::Actor, permission::Permission},
        privacy::{
            lens::{Focus, Lens, Shown},
            private::CustomerText,
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
    session.read(|snapshot, actor| {
        may_export(actor)?;
        let lens = actor.lens();
        snapshot.every_contact(|whole| {
            let Contact { id, name, username, phone, whatsapp_user_id, .. } = whole.record.contact;
            let focus = lens.on(phone.as_slice());
            tell(ContactRow {
                id,
                name: name.map(|name| focus.text(&name)),
                country: None,
                opted_in: whole.record.opted_in,
                tags: focus.tags(&whole.tags),
                traits: focus.traits(&whole.traits),
                whatsapp_username: username.map(|name| focus.text(&name)),
                whatsapp_user_id: whatsapp_user_id.map(|id| focus.text(&CustomerText::new(id))),
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
    tell: &mut dyn FnMut(&[Shown]) -> Result<()>,
) -> Result<()> {
    session.read(|snapshot, actor| {
        may_export(actor)?;
        let columns = Columns::of(snapshot, actor.lens())?;
        tell(&columns.header)?;
        let mut cells = Vec::with_capacity(columns.header.len());
        snapshot.every_contact(|whole| {
            cells.clear();
            columns.fill(&whole, actor.lens(), &mut cells);
            tell(&cells)
        })
    })
}

fn may_export(actor: &Actor) -> Result<()> {
    actor.require(Permission::UsersExport)?;
    Ok(actor.require_traits()?)
}

/// The columns of a list, and where each trait stands.
struct Columns {
    header: Vec<Shown>,
    /// By key; empty where one column holds them all.
    places: HashMap<String, usize>,
    are_together: bool,
}

impl Columns {
    fn of(snapshot: &Snapshot<'_>, lens: Lens) -> Result<Self> {
        let (keys, are_together) = snapshot.trait_keys(MOST_COLUMNS)?;
        let focus = lens.on(&[]);
        let keys: Vec<_> = if are_together { Vec::new() } else { keys };
        let keys: Vec<_> = keys.iter().map(|key| focus.text(key).to_string()).collect();
        let names = FIXED.iter().map(|name| Shown::plain(*name));
        let mut header: Vec<_> = names.collect();
        let mut places = HashMap::with_capacity(keys.len());
        for key in keys {
            header.push(Shown::plain(written(&trait_name(&key)).into_owned()));
            places.insert(key, header.len() - 1);
        }
        if are_together {
            header.push(Shown::plain(TRAITS));
        }
        header.push(Shown::plain(LAST));
        Ok(Self { header, places, are_together })
    }

    fn fill(&self, whole: &WholeContact, lens: Lens, cells: &mut Vec<Shown>) {
        let Contact { name, username, phone, whatsapp_user_id, .. } = &whole.record.contact;
        let focus = lens.on(phone.as_slice());
        let text = |text: Option<&CustomerText>| text.map_or(NOTHING, |text| cell(&focus, text));
        // Digits behind a plus are a number to a spreadsheet, and no formula.
        cells.push(phone.as_ref().map_or(NOTHING, |phone| focus.phone(phone)));
        cells.push(text(name.as_ref()));
        cells.push(text(username.as_ref()));
        cells.push(text(whatsapp_user_id.clone().map(CustomerText::new).as_ref()));
        cells.push(consent(whole.record.opted_in).map_or(NOTHING, Shown::plain));
        cells.resize(self.header.len(), NOTHING);
        if self.are_together {
            let traits = whole.traits.iter();
            let traits: serde_json::Map<_, _> = traits
                .map(|(key, value)| {
                    (focus.text(key).to_string(), focus.text(value).to_string().into())
                })
                .collect();
            if !traits.is_empty() {
                let object = serde_json::Value::Object(traits).to_string();
                cells[FIXED.len()] = Shown::plain(written(&object).into_owned());
            }
        } else {
            for (key, value) in &whole.traits {
                if let Some(place) = self.places.get(focus.text(key).as_str()) {
                    cells[*place] = cell(&focus, value);
                }
            }
        }
        if !whole.tags.is_empty() {
            let tags = focus.tags(&whole.tags);
            let tags: Vec<_> = tags.iter().map(Shown::as_str).collect();
            let tags = written(&written_tags(&tags)).into_owned();
            cells[self.header.len() - 1] = Shown::plain(tags);
        }
    }
}

const NOTHING: Shown = Shown::NOTHING;

fn cell(focus: &Focus, text: &CustomerText) -> Shown {
    let shown = focus.text(text);
    match written(shown.as_str()) {
        std::borrow::Cow::Borrowed(_) => shown,
        std::borrow::Cow::Owned(written) => Shown::plain(written),
    }
}
