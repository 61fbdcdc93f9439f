//! `contact list`.

use super::filter::FilterArgs;
use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        list::{Fields, Page},
    },
    ops::{
        self,
        contact::{ContactRow, list},
    },
    rules::id::ContactId,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    filter: FilterArgs,
    /// Begin behind that contact
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    fields: Fields,
}

/// The fields of a contact: a contract with scripts.
pub const FIELDS: &[&str] = &[
    "id",
    "name",
    "phone",
    "country",
    "opted_in",
    "tags",
    "traits",
    "traits_masked",
    "whatsapp_username",
    "whatsapp_user_id",
    "added_at",
];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let mut session = context.session()?;
    let page = ops::contact::Page {
        filter: args.filter.filter(),
        after: args.after.map(ContactId),
        limit: args.page.limit(),
    };
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    list(&mut session, &page, |contact| Ok(listing.row(cells(contact))?))?;
    let written = listing.end()?;
    args.page.end(written, &mut context.output)?;
    Ok(Exit::Done)
}

/// A contact's cells, in the order of the fields.
pub fn cells(contact: ContactRow) -> Vec<Value> {
    let traits_masked = contact.traits.is_none();
    let traits = contact.traits.map(|traits| {
        Value::Map(traits.into_iter().map(|(key, value)| (key, value.into())).collect())
    });
    vec![
        Value::Int(contact.id.0),
        contact.name.into(),
        contact.phone.into(),
        contact.country.into(),
        contact.opted_in.into(),
        Value::List(contact.tags.into_iter().map(Value::from).collect()),
        traits.into(),
        traits_masked.into(),
        contact.whatsapp_username.into(),
        contact.whatsapp_user_id.into(),
        Value::Time(contact.added_at),
    ]
}
