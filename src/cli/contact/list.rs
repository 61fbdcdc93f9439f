//! `contact list` and `contact show`.

use super::filter::FilterArgs;
use crate::{
    cli::{
        candidates,
        error::Error,
        verb::{Each, Limit, ListVerb, Listed, PagedVerb, Parts, Row, ShowVerb, row},
    },
    ops::{
        Session,
        contact::{ContactRow, Page, list, show},
    },
    rules::id::ContactId,
    ui::Value,
};

#[derive(clap::Args)]
pub struct Contacts {
    #[command(flatten)]
    filter: FilterArgs,
    /// Start after the contact with this ID
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
}

row!(contact: ContactRow {
    [traits_masked = contact.traits.is_none()]
    faint "id" => contact.id.0,
    name "name" => contact.name,
    "phone".least(16) => contact.phone,
    "country".rank(4) => contact.country,
    "opted_in".rank(2) => contact.opted_in,
    "tags".rank(1) => contact.tags,
    "traits".rank(3) => contact.traits.map(|traits| {
        Value::Map(traits.into_iter().map(|(key, value)| (key, value.into())).collect())
    }),
    "traits_masked".rank(8) => traits_masked,
    "whatsapp_username".rank(5) => contact.whatsapp_username,
    "whatsapp_user_id".rank(7) => contact.whatsapp_user_id,
    faint "added_at".rank(6) => Value::Time(contact.added_at),
});

impl ListVerb for Contacts {
    type Row = ContactRow;

    fn rows(&self, session: &mut Session, limit: Limit, each: Each<ContactRow>) -> Listed {
        let page = Page {
            filter: self.filter.filter(),
            after: self.after.map(ContactId),
            limit: limit.read(),
            ahead: limit.ahead,
        };
        Ok(list(session, &page, each)?)
    }
}

impl PagedVerb for Contacts {
    fn key(row: &ContactRow) -> Option<String> {
        Some(row.id.0.to_string())
    }
}

#[derive(clap::Args)]
pub struct Named {
    /// The contact: an ID, or a number with a plus and the country code
    #[arg(value_name = "ID|NUMBER", add = candidates::contacts())]
    contact: String,
    /// Country of a number in national form, such as IN
    #[arg(long, value_name = "CODE", env = "ROLECALL_COUNTRY", hide_env_values = true)]
    country: Option<String>,
}

impl ShowVerb for Named {
    fn parts(&self, session: &mut Session) -> Result<Parts, Error> {
        Ok(show(session, &self.contact, self.country.as_deref())?.parts())
    }
}
