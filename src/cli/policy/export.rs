//! `policy export`.

use clap::ValueEnum;

use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Error, Exit, Result},
    },
    ops::policy::{export, preset, row_security},
};

/// What the policy is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Target {
    /// A policy file, which rolecall reads
    #[default]
    File,
    /// SQL by which a PostgreSQL server shows each member's login their rows, for reading alone
    PostgresRls,
}

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Also write which teams there are
    #[arg(long)]
    teams: bool,
    /// Write that preset instead of the workspace's policy
    #[arg(long, conflicts_with = "teams", add = candidates::presets())]
    preset: Option<String>,
    /// What to write the policy for
    #[arg(long, value_enum, default_value_t)]
    target: Target,
    /// The schema that the SQL is for: where the workspace lies, else `rolecall`, unless it is given
    #[arg(long, value_name = "NAME", conflicts_with_all = ["teams", "preset"])]
    schema: Option<String>,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let text = match (args.target, &args.preset) {
        (Target::PostgresRls, None) if !args.teams => {
            row_security(&mut context.session()?, args.schema.as_deref())?
        }
        (Target::PostgresRls, _) => {
            let message = "`--target postgres-rls` is of the workspace's policy, and has no teams";
            return Err(Error::usage(message, "leave out `--teams` and `--preset`"));
        }
        (Target::File, _) if args.schema.is_some() => {
            let message = "`--schema` is for `--target postgres-rls`";
            return Err(Error::usage(message, "name the target too: `--target postgres-rls`"));
        }
        (Target::File, Some(name)) => preset(name)?.to_owned(),
        (Target::File, None) => export(&mut context.session()?, args.teams)?,
    };
    context.output.text(&text)?;
    Ok(Exit::Done)
}
