//! `key`: the keys by which members sign in.

use std::path::PathBuf;

use super::{
    candidates,
    context::Context,
    error::{Error, Exit, Result},
    io::{Input, OutputFile},
    tree::{Node, Noun},
    verb::{Change, ChangeVerb, Done, Each, Limit, List, ListVerb, Listed, Run, row},
};
use crate::{
    ops::{
        self, Session,
        key::{self, KeyRow},
    },
    rules::workspace::sign_in::{LONGEST_KEY, PublicKey},
    ui::Value,
};

pub struct Key;

impl Noun for Key {
    const VERBS: &'static [Node] = &[
        Node::verb::<List<Keys>>(
            "list",
            "List the keys that you sign in with; as an owner, everybody's",
        )
        .examples(&["key list", "key list tess@acme.test"]),
        Node::verb::<Change<Add>>(
            "add",
            "Add a key to sign in with: yours, or anybody's as an owner",
        )
        .examples(&["key add - < ~/.ssh/id_ed25519.pub"]),
        Node::verb::<Change<Remove>>("remove", "Remove a key").examples(&["key remove --help"]),
        Node::verb::<Authorized>(
            "authorized",
            "Print `authorized_keys` lines for OpenSSH's `AuthorizedKeysCommand`, or a file",
        )
        .examples(&["key authorized --all"]),
    ];
}

#[derive(clap::Args)]
struct Keys {
    /// The member whose keys to list [default: you; as an owner, everybody]
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: Option<String>,
}

row!(key: KeyRow {
    "fingerprint" => key.fingerprint,
    name "member" => key.member,
    "comment".rank(1) => key.comment,
    "added_by".rank(3) => key.added_by,
    faint "added_at".rank(2) => Value::Time(key.added_at),
});

impl ListVerb for Keys {
    type Row = KeyRow;

    fn rows(&self, session: &mut Session, _: Limit, each: Each<KeyRow>) -> Listed {
        Ok(key::list(session, self.member.as_deref())?.into_iter().try_for_each(each)?)
    }
}

#[derive(clap::Args)]
struct Add {
    /// File with the public key, such as `~/.ssh/id_ed25519.pub`; `-` is standard input
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: String,
    /// Member whose key it is [default: you]
    #[arg(long = "for", value_name = "EMAIL", add = candidates::members())]
    member: Option<String>,
    #[arg(skip)]
    text: String,
}

impl ChangeVerb for Add {
    fn prepare(&mut self, context: &mut Context) -> std::result::Result<(), Error> {
        let cleared = key::require_to_add(&mut context.session()?, self.member.as_deref())?;
        let input = Input::open(&self.file, cleared, &mut context.output)?;
        self.text = input.text(LONGEST_KEY as u64)?;
        Ok(())
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(key::add(session, &self.text, self.member.as_deref())?.into())
    }
}

#[derive(clap::Args)]
struct Remove {
    /// Fingerprint of the key, as `rolecall key list` shows it
    fingerprint: String,
}

impl ChangeVerb for Remove {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(key::remove(session, &self.fingerprint)?.into())
    }
}

/// `key authorized`: asks nobody's permission for a key that is offered, as whoever offers one may at
/// least try a code; the gate decides who it is when a command comes.
#[derive(clap::Args)]
struct Authorized {
    /// The key that is offered: its type and its text (`%t %k` in `AuthorizedKeysCommand`)
    #[arg(required_unless_present = "all", num_args = 2, value_names = ["TYPE", "KEY"])]
    key: Vec<String>,
    /// Print a line for every key by which a member signs in
    #[arg(long, conflicts_with = "key")]
    all: bool,
    /// Write a file instead of printing
    #[arg(long, short, value_name = "FILE", requires = "all", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "output")]
    force: bool,
}

impl Run for Authorized {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let workspace = context.global.whole_workspace_path()?;
        let keys = if self.all {
            key::authorized(&mut context.session()?)?
        } else {
            // A key of a kind that no member signs in with opens nothing.
            PublicKey::read(&self.key.join(" ")).into_iter().collect()
        };
        let program = std::env::current_exe()?;
        let mut text = String::new();
        for key in keys {
            let words = [
                program.to_string_lossy(),
                "gate".into(),
                "--workspace".into(),
                workspace.to_string_lossy(),
                "--key".into(),
                key.text.as_str().into(),
            ];
            text.push_str(&line(&words, &key)?);
        }
        match &self.output {
            Some(path) => {
                let mut file = OutputFile::create(path, self.force, &[&workspace])?;
                std::io::Write::write_all(&mut file, text.as_bytes())?;
                file.save()?;
            }
            None => context.output.help(&text)?,
        }
        Ok(Exit::Done)
    }
}

/// A line of an `authorized_keys` file: the command is run by a shell, and stands in double quotes.
fn line(
    words: &[std::borrow::Cow<'_, str>],
    key: &PublicKey,
) -> std::result::Result<String, Error> {
    let command = shlex::try_join(words.iter().map(|word| &**word)).ok();
    let command = command.filter(|command| !command.contains(['\n', '\r'])).ok_or_else(|| {
        Error::usage(
            "the path of the workspace or the program can't stand in a command",
            "give them names without line ends",
        )
    })?;
    let quoted = command.replace('"', "\\\"");
    Ok(format!("restrict,pty,command=\"{quoted}\" {}\n", key.text))
}
