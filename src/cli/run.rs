//! One run of the program, from its arguments to its exit code.

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, error::ErrorKind};

use super::{
    Cli,
    context::Context,
    error::{Class, Error, Exit},
};
use crate::ui::{ColorChoice, Format, Output};

/// The whole command tree, for help, completions and manual pages.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|_| {
        let mut output = Output::new(format_of_arguments(), ColorChoice::Auto, false);
        let error = Error::Operation(crate::ops::Error::Bug("a step failed that can't".to_owned()));
        std::process::exit(error.report(&mut output).into());
    }));
    clap_complete::CompleteEnv::with_factory(command).complete();
    let cli = match parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let output = Output::new(cli.global.format, cli.global.color, cli.global.quiet);
    let mut context = Context { global: cli.global, output };
    let ended = cli.command.run(&mut context).and_then(|exit| {
        context.output.finish()?;
        Ok(exit)
    });
    match ended {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(error) if error.is_broken_pipe() => ExitCode::from(Exit::Done as u8),
        Err(error) => ExitCode::from(error.report(&mut context.output)),
    }
}

/// Reads the arguments. The command tree, some thousand small pieces of memory, is left to the
/// system to take back at the end: taking it apart is a good part of a short run.
fn parse() -> Result<Cli, clap::Error> {
    let mut command = std::mem::ManuallyDrop::new(command());
    let mut matches = command.try_get_matches_from_mut(std::env::args_os())?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

/// Help and versions go to standard output; what doesn't fit goes the way of every error.
fn usage(error: &clap::Error) -> ExitCode {
    let is_help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let is_for_people = matches!(format_of_arguments(), Format::Table | Format::Csv);
    if is_help || is_for_people {
        // With nowhere left to say it, the exit code still tells.
        drop(error.print());
        return ExitCode::from(if is_help { Exit::Done as u8 } else { Class::Usage.exit_code() });
    }
    let text = error.render().to_string();
    let message = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let error = Error::usage(message, "`rolecall --help` lists the commands");
    ExitCode::from(error.report(&mut Output::new(Format::Json, ColorChoice::Never, false)))
}

/// The form that was asked for, also where the arguments as a whole can't be read.
fn format_of_arguments() -> Format {
    let mut arguments = std::env::args().skip(1);
    let mut wanted = std::env::var("ROLECALL_FORMAT").ok();
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--format") {
            Some("") => wanted = arguments.next(),
            Some(value) if value.starts_with('=') => wanted = Some(value[1..].to_owned()),
            _ => {}
        }
    }
    let wanted = wanted.unwrap_or_default();
    <Format as clap::ValueEnum>::from_str(&wanted, false).unwrap_or_default()
}
