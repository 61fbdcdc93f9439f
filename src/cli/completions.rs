//! `completions`: the script that makes a shell complete this program's commands, with the members, roles
//! and permissions that there are.

use clap_complete::env::Shells;

use super::{
    context::Context,
    error::{Error, Exit, Result},
    verb::Run,
};

#[derive(clap::Args)]
pub struct Completions {
    /// The shell
    #[arg(value_parser = ["bash", "elvish", "fish", "powershell", "zsh"])]
    shell: String,
}

impl Run for Completions {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        context.output.text(&script(&self.shell)?)?;
        Ok(Exit::Done)
    }
}

/// Bash parts words at `@`, `=` and `:`, so that an email is three. This joins them again, and takes off
/// the candidates what stands before the part that Bash replaces.
const BASH: &str = include_str!("../../completions/rolecall.bash");

/// The end of the script for zsh, and what stands there instead: a function that zsh loads at the first Tab
/// is expected to complete at once.
const ZSH_END: &str = "\ncompdef _clap_dynamic_completer_rolecall rolecall";
const ZSH: &str = r#"
if [[ ${funcstack[1]} == _rolecall ]]; then
    _clap_dynamic_completer_rolecall "$@"
else
    compdef _clap_dynamic_completer_rolecall rolecall
fi"#;

fn script(shell: &str) -> std::result::Result<String, Error> {
    if shell == "bash" {
        return Ok(BASH.to_owned());
    }
    let shells = Shells::builtins();
    let Some(completer) = shells.completer(shell) else {
        return Err(Error::usage(
            format!("no shell `{shell}`"),
            "the shells are bash, elvish, fish, powershell and zsh",
        ));
    };
    let mut script = Vec::new();
    completer.write_registration("COMPLETE", "rolecall", "rolecall", "rolecall", &mut script)?;
    let script = String::from_utf8_lossy(&script).into_owned();
    Ok(if shell == "zsh" { script.replace(ZSH_END, ZSH) } else { script })
}
