//! `template show`.

use super::{
    Named,
    list::{FIELDS, cells},
};
use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
    },
    ops::template::{VersionRow, show},
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    named: Named,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let Named { name, language } = &args.named;
    let view = show(&mut context.session()?, name, language.as_deref())?;
    let mut parts: Vec<(&str, Value)> = FIELDS.iter().copied().zip(cells(view.head)).collect();
    parts.push(("versions", Value::List(view.versions.into_iter().map(version).collect())));
    context.output.object(&parts)?;
    Ok(Exit::Done)
}

fn version(version: VersionRow) -> Value {
    let buttons = version.buttons.into_iter().map(|(kind, text, target)| {
        Value::Object(vec![
            ("kind", Value::plain(kind.key())),
            ("text", text.into()),
            ("target", target.into()),
        ])
    });
    Value::Object(vec![
        ("version", Value::Int(version.number)),
        ("status", Value::plain(version.status.key())),
        ("reason", version.reason.into()),
        ("category", Value::plain(version.category.key())),
        ("header_format", version.header_format.into()),
        ("header", version.header.into()),
        ("body", version.body.into()),
        ("footer", version.footer.into()),
        ("buttons", Value::List(buttons.collect())),
        ("variables", Value::List(version.variables.into_iter().map(Value::from).collect())),
        ("written_at", Value::Time(version.written_at)),
        ("submitted_at", version.submitted_at.map(Value::Time).into()),
        ("decided_at", version.decided_at.map(Value::Time).into()),
    ])
}
