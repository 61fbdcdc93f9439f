//! `policy apply`.

use super::{plan::Wanted, screen};
use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        global::Change,
    },
    ops::policy::{Applied, Draft, apply, plan},
    store::Mode,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    wanted: Wanted,
    /// Apply it only if the policy still has this hash, which `policy plan` prints
    #[arg(long, value_name = "HASH")]
    expect: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let cleared = context.session()?.require_owner()?;
    let file = args.wanted.read(cleared, &mut context.output)?;
    let draft = Draft { file: &file, move_to: args.wanted.move_to.as_deref() };
    let mode = args.change.mode();
    let mut expect = args.expect.clone();
    let asks = mode == Mode::Apply && !context.global.yes;
    if asks {
        // The plan that was asked about is applied, or nothing is.
        let plan = plan(&mut context.session()?, draft, false)?;
        if !plan.is_empty() && !plan.is_rejected() {
            screen::show(&plan, &mut context.output)?;
            context.confirm("Apply this policy?")?;
        }
        expect.get_or_insert(plan.hash);
    }
    let applied = apply(&mut context.session_in(mode)?, draft, expect.as_deref())?;
    let rejected = applied.plan.is_rejected();
    let is_made = mode == Mode::Apply && !rejected && !applied.plan.is_empty();
    context.tell(is_made, |context| tell(&applied, asks, mode, context))
}

fn tell(applied: &Applied, asks: bool, mode: Mode, context: &mut Context) -> Result {
    let rejected = applied.plan.is_rejected();
    if !asks || applied.plan.is_empty() || rejected {
        screen::show(&applied.plan, &mut context.output)?;
    }
    if rejected {
        context.output.warn("tests in the file fail: nothing was changed")?;
        return Ok(Exit::No);
    }
    context.output.say(match (applied.plan.is_empty(), mode) {
        (true, _) => "nothing to change",
        (false, Mode::DryRun) => "dry run: nothing was changed",
        (false, Mode::Apply) => "the policy was applied",
    })?;
    if mode == Mode::Apply && context.output.is_screen() {
        context.offer_undo(&applied.outcome)?;
    }
    Ok(Exit::Done)
}
