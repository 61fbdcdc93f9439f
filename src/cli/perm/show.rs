//! `perm show`.

use super::{FIELDS, cells};
use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Exit, Result},
    },
    ops::permission::show,
    rules::policy::permission::Source,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The permission
    #[arg(add = candidates::permissions())]
    permission: String,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let (permission, matrix) = show(&mut context.session()?, &args.permission)?;
    let entry = permission.entry();
    let source = match entry.source {
        Source::Interakt => "Interakt",
        Source::TimelinesAi => "TimelinesAI",
        Source::Both => "Interakt and TimelinesAI",
        Source::Own => "rolecall",
    };
    let cell = |cell| {
        let named = FIELDS.iter().copied().zip(cells(cell));
        // The permission stands at the head already.
        Value::Object(named.filter(|(field, _)| *field != "permission").collect())
    };
    context.output.object(&[
        ("permission", Value::plain(entry.key)),
        ("label", Value::plain(entry.label)),
        ("gates", Value::plain(entry.gates)),
        (
            "module",
            permission
                .module()
                .map(|module| crate::rules::privacy::lens::SafeText::word(module.key()))
                .into(),
        ),
        ("source", Value::plain(source)),
        ("cells", Value::List(matrix.into_iter().map(cell).collect())),
    ])?;
    Ok(Exit::Done)
}
