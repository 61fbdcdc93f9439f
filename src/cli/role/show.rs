//! `role show`.

use super::list::{FIELDS, cells};
use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Exit, Result},
        perm,
    },
    ops::role::show,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The role
    #[arg(add = candidates::roles())]
    role: String,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let (role, matrix) = show(&mut context.session()?, &args.role)?;
    let cell = |cell| {
        let named = perm::FIELDS.iter().copied().zip(perm::cells(cell));
        // The role stands at the head already.
        Value::Object(named.filter(|(field, _)| *field != "role").collect())
    };
    let limit = role.reveals_per_day.map(|limit| Value::count(limit.into()));
    let mut parts: Vec<(&str, Value)> = FIELDS.iter().copied().zip(cells(role)).collect();
    parts.push(("reveals_per_day", limit.into()));
    parts.push(("cells", Value::List(matrix.into_iter().map(cell).collect())));
    context.output.object(&parts)?;
    Ok(Exit::Done)
}
