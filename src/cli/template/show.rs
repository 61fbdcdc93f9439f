//! `template show`.

use super::Named;
use crate::{
    cli::{
        error::Error,
        verb::{Parts, Row, ShowVerb},
    },
    ops::{
        Session,
        template::{VersionRow, show},
    },
    ui::Value,
};

#[derive(clap::Args)]
pub struct Versions {
    #[command(flatten)]
    named: Named,
}

impl ShowVerb for Versions {
    fn parts(&self, session: &mut Session) -> Result<Parts, Error> {
        let Named { name, language } = &self.named;
        let view = show(session, name, language.as_deref())?;
        let mut parts = view.head.parts();
        parts.push(("versions", Value::List(view.versions.into_iter().map(version).collect())));
        Ok(parts)
    }
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
