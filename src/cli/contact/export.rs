//! `contact export`.

use std::path::PathBuf;

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        io::{Force, OutputFile},
    },
    ops::{
        Session,
        contact::{ContactRow, export, export_cells},
    },
    ui::{Format, Output, Value},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write to that file, which appears when it is whole [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

/// The parts of a contact in JSON: what `contact import` reads.
pub const FIELDS: &[&str] =
    &["phone", "name", "whatsapp_username", "whatsapp_user_id", "opted_in", "tags", "traits"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mut session = context.session()?;
    let Some(path) = &args.output else {
        write(&mut session, &mut context.output)?;
        return Ok(Exit::Done);
    };
    let workspace = context.global.workspace_path()?;
    let file = OutputFile::create(path, args.force.force, &[&workspace])?;
    let mut output = Output::to_file(file.handle()?, context.output.format());
    write(&mut session, &mut output)?;
    output.finish()?;
    file.save()?;
    Ok(Exit::Done)
}

fn write(
    session: &mut Session,
    output: &mut Output,
) -> std::result::Result<(), crate::cli::error::Error> {
    // A list is for a file: a table, which can't be read back, is none.
    if matches!(output.format(), Format::Table | Format::Csv) {
        return Ok(export_cells(session, &mut |cells| Ok(output.record(cells)?))?);
    }
    let mut listing = output.list(FIELDS, None);
    export(session, &mut |contact| Ok(listing.row(cells(contact))?))?;
    listing.end()?;
    Ok(())
}

fn cells(contact: ContactRow) -> Vec<Value> {
    let traits = contact.traits.unwrap_or_default();
    vec![
        contact.phone.into(),
        contact.name.into(),
        contact.whatsapp_username.into(),
        contact.whatsapp_user_id.into(),
        contact.opted_in.into(),
        Value::List(contact.tags.into_iter().map(Value::from).collect()),
        Value::Map(traits.into_iter().map(|(key, value)| (key, value.into())).collect()),
    ]
}
