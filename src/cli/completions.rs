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
const BASH: &str = r#"
_rolecall() {
    local IFS=$'\n' line=$COMP_LINE rest word typed="$2" quote= index=-1 i
    local -a words=()
    for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
        word=${COMP_WORDS[i]}
        rest=${line#"${line%%[![:space:]]*}"}
        if ((i > 0 && i <= COMP_CWORD)) && [[ $rest == "$line" ]]; then
            words[index]+=$word
        else
            words+=("$word")
            index=$((${#words[@]} - 1))
        fi
        line=${rest#"$word"}
        ((i == COMP_CWORD)) && break
    done
    case ${words[index]} in \"* | \'*) quote=${words[index]:0:1} ;; esac
    words[index]=${words[index]#"$quote"}
    typed=${typed#"$quote"}
    local before=${words[index]%"$typed"}
    words[index]=${words[index]//\\ / }
    COMPREPLY=($(_CLAP_IFS="$IFS" _CLAP_COMPLETE_INDEX=$index _CLAP_COMPLETE_COMP_TYPE=$COMP_TYPE \
        _CLAP_COMPLETE_SPACE=false COMPLETE=bash rolecall -- "${words[@]}" 2>/dev/null))
    for i in "${!COMPREPLY[@]}"; do
        word=${COMPREPLY[i]#"$before"}
        [[ -z $quote ]] && printf -v word %q "$word" && word=${word//\\,/,}
        COMPREPLY[i]=$word
    done
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} != *[=/,] ]]; then
        compopt +o nospace 2>/dev/null
    fi
}
complete -o nospace -o bashdefault -F _rolecall rolecall
"#;

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
    Ok(String::from_utf8_lossy(&script).into_owned())
}
