//! `mask enable` and `mask disable`: one verb in two directions.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::mask::set,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// What: `number` or `traits`
    #[arg(add = candidates::masks())]
    mask: String,
    /// From which roles
    #[arg(long = "role", value_name = "ROLE", required = true, value_delimiter = ',',
        add = candidates::roles())]
    roles: Vec<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, on: bool, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = set(&mut context.session_in(mode)?, &args.mask, &args.roles, on)?;
    for effect in outcome.effects.iter().filter(|effect| effect.field == "module") {
        let members = if effect.members == 1 { "member" } else { "members" };
        let (role, module) = effect.object.split_once('/').unwrap_or_default();
        context.output.say(&format!(
            "`{module}` is {} for {} {members} with role `{role}`",
            effect.after, effect.members
        ))?;
    }
    context.report(&outcome, mode)
}
