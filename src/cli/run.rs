//! One run of the program, from its arguments to its exit code.

use std::process::ExitCode;

use clap::{CommandFactory, error::ErrorKind};

use super::{
    Cli, branch,
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
    std::panic::set_hook(Box::new(|fault| {
        // The place alone: the message may hold what its reader may not know.
        let place = fault.location().map(ToString::to_string).unwrap_or_default();
        let mut output = Output::new(format_of_arguments(), ColorChoice::Auto, false);
        let error = Error::Operation(crate::ops::Error::Bug(format!(
            "a step that can't fail did, at {place}"
        )));
        std::process::exit(error.report(&mut output).into());
    }));
    clap_complete::CompleteEnv::with_factory(command).complete();
    let arguments: Vec<_> = std::env::args_os().collect();
    let cli = match branch::parse(&arguments) {
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
    // The first paragraph says what is wrong, on several lines where it names what is missing.
    let wrong: Vec<_> = text.lines().take_while(|line| !line.is_empty()).map(str::trim).collect();
    let tip = text.lines().find_map(|line| line.trim().strip_prefix("tip: "));
    let error = Error::usage(
        wrong.join(" ").trim_start_matches("error: "),
        tip.unwrap_or("`rolecall --help` lists the commands"),
    );
    ExitCode::from(error.report(&mut Output::new(Format::Json, ColorChoice::Never, false)))
}

/// The form that was asked for, also where the arguments as a whole can't be read.
fn format_of_arguments() -> Format {
    // Not `args`, which panics at an argument that is not UTF-8.
    let lossy = |argument: std::ffi::OsString| argument.to_string_lossy().into_owned();
    let mut arguments = std::env::args_os().skip(1).map(lossy);
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

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_tree_holds_together() {
        super::command().debug_assert();
    }
}
