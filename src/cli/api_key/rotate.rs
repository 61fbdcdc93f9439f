//! `api-key rotate`.

use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::api_key::rotate,
    ui::Value,
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
    let row = key.map(|key| {
        outcome.notes.push("the key is shown this once: keep it where secrets are kept".to_owned());
        let [action, object, field] = ["api-key.rotate", "api-key", "key"].map(Value::plain);
        vec![action, object, field, Value::Null, Value::Text(key), Value::Null]
    });
    context.report_with(&outcome, mode, row.into_iter())
}
