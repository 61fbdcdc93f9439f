//! `api-key show`.

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
    },
    ops::api_key::show,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_: &Args, context: &mut Context) -> Result {
    let key = show(&mut context.session()?)?;
    let state = match &key {
        None => "none",
        Some(key) if key.in_force => "in-force",
        Some(_) => "revoked",
    };
    let key = key.as_ref();
    let time = |at: Option<i64>| at.map(Value::Time).into();
    context.output.object(&[
        ("state", Value::plain(state)),
        ("prefix", key.map(|key| key.prefix.clone()).into()),
        ("created_by", key.map(|key| key.created_by.clone()).into()),
        ("created_at", time(key.map(|key| key.created_at))),
        ("last_used_at", time(key.and_then(|key| key.last_used_at))),
        ("revoked_by", key.and_then(|key| key.ended_by.clone()).into()),
        ("revoked_at", time(key.and_then(|key| key.ended_at))),
    ])?;
    Ok(Exit::Done)
}
