//! `policy diff`.

use super::{file, print::CHANGES};
use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
    },
    ops::policy::{diff, diff_with_workspace},
    rules::{policy::permission::Permission, privacy::lens::Lens},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A policy file, or `-` for standard input
    #[arg(value_hint = clap::ValueHint::FilePath)]
    file: String,
    /// Another one [default: the file is compared with the workspace]
    #[arg(value_hint = clap::ValueHint::FilePath)]
    other: Option<String>,
    /// Exit with 1 if anything differs
    #[arg(long)]
    exit_code: bool,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let cleared = context.require_if_named(Permission::AccessPermissions)?;
    let first = file::policy(&args.file, cleared, &mut context.output)?;
    let (differences, lens) = match &args.other {
        Some(other) => {
            let second = file::policy(other, cleared, &mut context.output)?;
            (diff(&first, &second), Lens::clear())
        }
        None => diff_with_workspace(&mut context.session()?, &first)?,
    };
    let mut list = context.output.list(CHANGES, None);
    for cells in differences.iter().flat_map(|it| super::print::change_cells(it, lens)) {
        list.row(cells)?;
    }
    list.end()?;
    if differences.is_empty() {
        context.output.say("nothing differs")?;
    }
    Ok(if args.exit_code && !differences.is_empty() { Exit::No } else { Exit::Done })
}
