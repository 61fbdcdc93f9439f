//! `api-key rotate`.

use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::{FieldChange, api_key::rotate},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let (mut outcome, key) = rotate(&mut context.session_in(mode)?)?;
    // The outcome is what the audit keeps; only what is printed has the key beside it.
    if let (Some(changed), Some(key)) = (outcome.changed.first_mut(), key) {
        let after = Some(key.to_string());
        changed.fields.push(FieldChange { field: "key", before: None, after });
        outcome.notes.push("the key is shown this once: keep it where secrets are kept".to_owned());
    }
    context.report(&outcome, mode)
}
