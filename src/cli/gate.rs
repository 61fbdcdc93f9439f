//! `gate`: runs one command for somebody who signed in elsewhere, pinned to who they are. OpenSSH runs
//! it as the forced command of a key; any other service that knows who signed in may run it as well.

use std::{ffi::OsString, path::PathBuf};

use super::{
    context::Context,
    error::{Error, Refused, Result},
    pin::{Pin, Who},
    run::Program,
    surroundings::Surroundings,
};
use crate::{
    ops::key::{Holder, holder, holder_called},
    rules::{
        error::SignInError,
        policy::caller::Visitor,
        workspace::{
            member::Status,
            sign_in::{PublicKey, operator},
        },
    },
    store::Access,
    ui::Streams,
};

/// The command that the client asked for, as the server's environment has it.
const ASKED: &str = "SSH_ORIGINAL_COMMAND";

/// Both ends of the connection: the client's address and port, then the server's.
const CONNECTION: &str = "SSH_CONNECTION";

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The key that signed in, as `rolecall key authorized` writes it
    #[arg(long, required_unless_present = "member", conflicts_with = "member")]
    key: Option<String>,
    /// The member who signed in, where a service knows it by other means than a key
    #[arg(long, value_name = "EMAIL")]
    member: Option<String>,
    /// Who really runs the command, for the audit
    #[arg(long, value_name = "NAME", requires = "member", value_parser = operator_name)]
    operator: Option<String>,
    /// The time, for tests
    #[arg(long, value_name = "TIME", hide = true)]
    now: Option<jiff::Timestamp>,
    /// The command to run [default: the one in `SSH_ORIGINAL_COMMAND`]
    #[arg(last = true, value_name = "WORD")]
    words: Vec<OsString>,
}

/// Who runs it is said, and isn't said to be a key that nobody checked.
fn operator_name(name: &str) -> std::result::Result<String, &'static str> {
    match name.trim() {
        "" => Err("it is empty"),
        name if name.starts_with("SHA256:") => Err("it looks like the fingerprint of a key"),
        name => Ok(name.to_owned()),
    }
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let workspace = context.global.whole_workspace_path()?;
    let pin = pin(args, context, workspace)?;
    let words = if args.words.is_empty() { asked()? } else { args.words.clone() };
    if words.is_empty() {
        return Err(Error::Refused(Refused::NoCommand {
            member: pin.who.member().map(str::to_owned),
        }));
    }
    let (streams, is_coloured) = Streams::of_connection();
    // The environment is the client's, if the server lets it: its clock doesn't count.
    let now = args.now.unwrap_or_else(jiff::Timestamp::now).as_millisecond();
    let pin = Some(Pin { is_coloured, ..pin });
    let (now, access) = (Some(now), Access::Full);
    let around = Surroundings { streams, now, access, masks: None, pin };
    let words = std::iter::once(OsString::from("rolecall")).chain(words);
    Err(Error::Ended(Program::of(context.commands).run(words, around)))
}

/// Who signed in: a member who may act, or a stranger who may join.
fn pin(args: &Args, context: &Context, workspace: PathBuf) -> std::result::Result<Pin, Error> {
    let mut store = context.store_at(&workspace)?;
    let unfit = |fault| Error::Operation(SignInError::UnfitKey(fault).into());
    let key = args.key.as_deref().map(PublicKey::read).transpose().map_err(unfit)?;
    let named = args.member.clone().unwrap_or_default();
    let holder = match &key {
        Some(key) => holder(&mut store, &key.fingerprint)?,
        None => holder_called(&mut store, &named)?,
    };
    let (who, comment) = match holder {
        Holder::Member { status: Status::Suspended, email, comment } => {
            (Who::Suspended(email), comment)
        }
        Holder::Member { email, comment, .. } => (Who::Member(email), comment),
        Holder::Stranger => (Who::Stranger, String::new()),
    };
    let name = key.as_ref().map_or(named, |key| key.fingerprint.clone());
    let ends = std::env::var(CONNECTION).unwrap_or_default();
    let address = ends.split(' ').next().filter(|address| !address.is_empty());
    let counted_by = std::iter::once(format!("key {name}"))
        .chain(address.map(|address| format!("address {address}")))
        .collect();
    let operator = args.operator.clone().unwrap_or_else(|| operator(&name, &comment));
    let visitor = Visitor { key: key.filter(|_| who.member().is_none()), counted_by };
    Ok(Pin { workspace, who, operator, visitor, is_coloured: false })
}

/// The client's command, in words as a shell would part them, without a shell.
fn asked() -> std::result::Result<Vec<OsString>, Error> {
    let Some(line) = std::env::var_os(ASKED) else { return Ok(Vec::new()) };
    let line = line
        .into_string()
        .map_err(|_| Error::usage("the command is not UTF-8", "type it in a terminal that is"))?;
    let words = shlex::split(&line).ok_or_else(|| {
        Error::usage(
            "the command has a quote that is not closed",
            "quote it for both ends, as in `ssh HOST \"chat reply 1 -m 'I see'\"`",
        )
    })?;
    // `ssh HOST rolecall status` is what people type who are used to it.
    let own_name = usize::from(words.first().is_some_and(|word| word == "rolecall"));
    Ok(words.into_iter().skip(own_name).map(OsString::from).collect())
}
