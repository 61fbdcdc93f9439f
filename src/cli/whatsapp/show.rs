//! `whatsapp show`.

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        list::Fields,
    },
    ops::whatsapp::show,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Of that account only, by its number
    #[arg(value_name = "NUMBER")]
    account: Option<String>,
    #[command(flatten)]
    fields: Fields,
}

/// The fields of a profile: a contract with scripts.
pub const FIELDS: &[&str] = &[
    "account",
    "label",
    "display_name",
    "about",
    "address",
    "description",
    "email",
    "vertical",
    "websites",
];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let rows = show(&mut context.session()?, args.account.as_deref())?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for row in rows {
        let lens = row.lens;
        let text = |text: Option<String>| text.map(|text| lens.staff(text)).into();
        listing.row(vec![
            row.account.into(),
            row.label.into(),
            text(row.profile.display_name),
            text(row.profile.about),
            text(row.profile.address),
            text(row.profile.description),
            text(row.profile.email),
            text(row.profile.vertical),
            Value::List(
                row.profile.websites.into_iter().map(|page| lens.staff(page).into()).collect(),
            ),
        ])?;
    }
    listing.end()?;
    Ok(Exit::Done)
}
