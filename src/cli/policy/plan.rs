//! `policy plan`.

use super::{file, screen};
use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Exit, Result},
    },
    ops::policy::{Draft, plan},
    rules::{counted::counted, policy::permission::Permission},
};

/// What a plan is in JSON, for `--help`; the keys are a contract with scripts.
const SHAPE: &str = "\
In JSON a plan is one object:
  policy            the hash of the policy in force, for `policy apply --expect`
  wanted            the hash of the policy in the file
  changes_anything  whether applying it would change anything
  totals            members gaining losing modules_shown modules_hidden permissions_gained
                    permissions_lost chats_gained chats_lost numbers_hidden numbers_readable
                    traits_hidden traits_readable texts_hidden texts_readable; over all members touched
  changes           [{object field before after}], in the matrix
  teams             the teams that are missing, and would be made
  moves             [{member from to}], with `--move-to`
  members           [{member role modules_shown modules_hidden permissions_gained permissions_lost
                    chats_gained chats_lost numbers traits texts}], those touched; `numbers` and
                    `traits` are `hidden`, `readable` or null, `texts` is the new mode or null
  tests             {run failed failures}, where the file has tests
  replay            {decided undecided refused: [{id at actor action object reason refused_now}]},
                    with `--replay`
  warnings          [{role warning text}], where `warning` is `adds-less` (who can no longer add whom),
                    `still-open` (by another way) or `idle` (on, and opens nothing)
  invited           the same as `members`, of who is invited and has not joined; `--fail-on-gain` counts them";

#[derive(Debug, clap::Args)]
#[command(after_long_help = SHAPE)]
pub struct Args {
    #[command(flatten)]
    wanted: Wanted,
    /// Exit with 1 if anything would change
    #[arg(long)]
    exit_code: bool,
    /// Exit with 1 if anybody would gain anything: a permission, chats, numbers or traits
    #[arg(long)]
    fail_on_gain: bool,
    /// Decide the actions in the audit again, and list those that would have been refused
    #[arg(long)]
    replay: bool,
}

/// Which policy, and what becomes of those whose role it doesn't have.
#[derive(Debug, clap::Args)]
pub struct Wanted {
    /// A policy file, or `-` for standard input
    #[arg(required_unless_present = "preset", conflicts_with = "preset",
        value_hint = clap::ValueHint::FilePath)]
    file: Option<String>,
    /// A preset instead of a file
    #[arg(long, add = candidates::presets())]
    preset: Option<String>,
    /// The role for members whose role vanishes
    #[arg(long, value_name = "ROLE", add = candidates::roles())]
    pub move_to: Option<String>,
}

impl Wanted {
    /// The policy that is wanted.
    pub fn read(
        &self,
        cleared: crate::ops::Cleared,
        output: &mut crate::ui::Output,
    ) -> crate::ops::Result<crate::rules::policy::file::PolicyFile> {
        match (&self.file, &self.preset) {
            (Some(file), _) => file::policy(file, cleared, output),
            (None, preset) => file::preset_policy(preset.as_deref().unwrap_or_default()),
        }
    }
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let cleared = context.session()?.require_to_read(Permission::AccessPermissions)?;
    let file = args.wanted.read(cleared, &mut context.output)?;
    let draft = Draft { file: &file, move_to: args.wanted.move_to.as_deref() };
    let plan = plan(&mut context.session()?, draft, args.replay)?;
    screen::show(&plan, &mut context.output)?;
    if plan.is_empty() {
        context.output.say("nothing to change")?;
    }
    let rejected = plan.is_rejected();
    if rejected {
        context.output.say("tests in the file fail: it can't be applied")?;
    }
    let differs = args.exit_code && !plan.is_empty();
    let gains = args.fail_on_gain && plan.effects.gaining() > 0;
    if gains {
        let people = counted(plan.effects.gaining(), "person");
        context.output.say(&format!("{people} would gain something"))?;
    }
    Ok(if differs || gains || rejected { Exit::No } else { Exit::Done })
}
