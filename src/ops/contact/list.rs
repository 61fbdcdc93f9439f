//! `contact list` and `contact show`.

use crate::{
    ops::{
        Changed, Result, Session,
        contact::{ContactRow, require_contact, row},
    },
    rules::{
        error::{Kind, NameError},
        id::ContactId,
        phone::{CountryTest, PhoneError},
        policy::{actor::Actor, permission::Permission},
        privacy::text::CustomerText,
    },
    store::{ContactFilter, ContactWalk},
};

/// Which contacts, as somebody names them. All conditions hold; none lets everybody through.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// With each of these tags.
    pub tags: &'a [String],
    /// With each of these traits: key and value.
    pub traits: &'a [(String, String)],
    /// With a number of that country: `IN`, or its calling code `+91`.
    pub country: Option<&'a str>,
    /// Who agreed to be written to, or not; `Some(None)` for those who weren't asked.
    pub opted_in: Option<Option<bool>>,
}

/// Which page of the list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Page<'a> {
    /// Which contacts.
    pub filter: Filter<'a>,
    /// Behind that contact; `None` for the first page.
    pub after: Option<ContactId>,
    /// The most rows to give; `None` for all.
    pub limit: Option<u64>,
    /// How many of those are read only to know whether the list goes on.
    pub ahead: u64,
}

impl Page<'_> {
    /// More contacts at once are taken for an export.
    fn is_export(&self) -> bool {
        self.limit.is_none_or(|limit| limit.saturating_sub(self.ahead) > MOST_ON_A_PAGE)
    }
}

/// More contacts at once are taken for an export: they ask for the same, and stand in the audit.
const MOST_ON_A_PAGE: u64 = 100;

/// The number of contacts that are looked for before they are read.
const BLOCK: usize = 128;

/// Gives the contacts of a page to `show`, in the order in which they were added, one at a time: a
/// list may be long.
///
/// # Errors
/// Refused without `users`, and to whom traits are masked where they are asked for; a contact to
/// begin behind that there isn't; what `show` fails with.
pub fn list(
    session: &mut Session,
    page: &Page<'_>,
    mut show: impl FnMut(ContactRow) -> Result<()>,
) -> Result<()> {
    session.require_to_read(Permission::Users)?;
    if page.is_export() {
        session.record(Permission::UsersExport, Changed::new("contact.export", "contacts"))?;
    }
    session.read(|snapshot, actor| {
        let filter = page.filter.resolve(actor)?;
        if let Some(after) = page.after
            && snapshot.contact_record(after)?.is_none()
        {
            return Err(NameError::unknown(Kind::Contact, &after.0.to_string(), None).into());
        }
        let mut walk = ContactWalk::new(&filter, page.after);
        let mut left = page.limit.unwrap_or(u64::MAX);
        loop {
            let most = usize::try_from(left).unwrap_or(BLOCK).min(BLOCK);
            let ids = walk.some(most, snapshot)?;
            if ids.is_empty() {
                return Ok(());
            }
            left -= ids.len() as u64;
            snapshot.expect_contacts(&ids)?;
            for id in ids {
                if let Some(record) = snapshot.contact_record(id)? {
                    show(row(snapshot, actor, &record)?)?;
                }
            }
        }
    })
}

/// One contact, named by key or by number.
///
/// # Errors
/// Refused without `users`; a contact that isn't there; a number that is none.
pub fn show(session: &mut Session, named: &str, country: Option<&str>) -> Result<ContactRow> {
    session.read(|snapshot, actor| {
        actor.require(Permission::Users)?;
        row(snapshot, actor, &require_contact(snapshot, named, country)?)
    })
}

impl Filter<'_> {
    /// As the store takes it.
    ///
    /// # Errors
    /// Refused to whom traits are masked where they are asked for, before anything is looked up; a
    /// country that is none.
    pub(super) fn resolve(&self, actor: &Actor) -> Result<ContactFilter> {
        if !self.traits.is_empty() {
            actor.require_traits()?;
        }
        let texts =
            self.tags.iter().chain(self.traits.iter().flat_map(|(key, value)| [key, value]));
        texts.into_iter().try_for_each(|text| actor.require_no_digits(text))?;
        let country = self.country.map(country_test).transpose()?;
        let pair = |(key, value): &(String, String)| {
            (CustomerText::new(key.as_str()), CustomerText::new(value.as_str()))
        };
        Ok(ContactFilter {
            tags: self.tags.iter().map(CustomerText::new).collect(),
            traits: self.traits.iter().map(pair).collect(),
            country,
            opted_in: self.opted_in,
        })
    }
}

/// A country that somebody names.
pub(in crate::ops) fn country_test(country: &str) -> std::result::Result<CountryTest, NameError> {
    CountryTest::read(country).map_err(|error| {
        let problem = match error {
            PhoneError::UnknownCountryCode => "is no calling code",
            _ => "is no country: write it as `IN` or as `+91`",
        };
        NameError::invalid(Kind::Country, country, problem)
    })
}
