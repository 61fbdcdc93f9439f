//! `template mark`.

use clap::ValueEnum;

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::template::{Verdict, mark},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The template
    #[arg(add = candidates::templates())]
    name: String,
    /// What came back
    verdict: VerdictName,
    /// Why it was rejected or paused
    #[arg(long, value_name = "TEXT", required_if_eq("verdict", "rejected"))]
    reason: Option<String>,
    /// Its language, such as `en_US`, where it is there in several
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    #[command(flatten)]
    change: Change,
}

/// What came back, as it is named on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum VerdictName {
    /// It can be sent; also after a pause
    Approved,
    /// It was turned down
    Rejected,
    /// It can't be sent for now
    Paused,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let verdict = match args.verdict {
        VerdictName::Approved => Verdict::Approved,
        VerdictName::Rejected => Verdict::Rejected,
        VerdictName::Paused => Verdict::Paused,
    };
    let (language, reason) = (args.language.as_deref(), args.reason.as_deref());
    let outcome = mark(&mut context.session_in(mode)?, &args.name, language, verdict, reason)?;
    context.report(&outcome, mode)
}
