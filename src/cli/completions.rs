//! `completions`: what makes a shell complete this program's commands, with the members, roles and
//! permissions that there are.

use clap_complete::env::Shells;

use super::{
    context::Context,
    error::{Error, Exit, Result},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_parser = ["bash", "elvish", "fish", "powershell", "zsh"])]
    shell: String,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    context.output.text(&script(&args.shell)?)?;
    Ok(Exit::Done)
}

/// The script that a shell reads at its start.
pub fn script(shell: &str) -> std::result::Result<String, Error> {
    let shells = Shells::builtins();
    let Some(completer) = shells.completer(shell) else {
        return Err(Error::usage(
            format!("no shell `{shell}`"),
            "the shells are bash, elvish, fish, powershell and zsh",
        ));
    };
    let mut script = Vec::new();
    completer.write_registration("COMPLETE", "rolecall", "rolecall", "rolecall", &mut script)?;
    Ok(String::from_utf8_lossy(&script).into_owned())
}
