//! `api-key`: the key that the organisation's own programs sign in with.

use super::{
    context::Context,
    error::{Error, Exit, Result},
    io,
    tree::{Node, Noun},
    verb::{Change, Done, Parts, Run, Show, ShowVerb, change, plan},
};
use crate::{
    ops::{self, Session, api_key},
    store::Mode,
    ui::{Format, Value},
};

pub struct ApiKey;

impl Noun for ApiKey {
    const VERBS: &'static [Node] = &[
        Node::verb::<Show<Known>>("show", "Show what is known of the key, never the key itself")
            .examples(&["api-key show"]),
        Node::verb::<Rotate>(
            "rotate",
            "Make a new key and show it once; the old one stops working",
        )
        .examples(&["api-key rotate"]),
        Node::verb::<Change<Revoke>>("revoke", "Revoke the key").examples(&["api-key revoke"]),
        Node::verb::<Verify>(
            "verify",
            "Check a key from standard input: exit code 0 is yes, 1 is no",
        )
        .examples(&["api-key verify < key.txt"]),
    ];
}

#[derive(clap::Args)]
struct Known {}

impl ShowVerb for Known {
    fn parts(&self, session: &mut Session) -> std::result::Result<Parts, Error> {
        let key = api_key::show(session)?;
        let state = match &key {
            None => "none",
            Some(key) if key.in_force => "in-force",
            Some(_) => "revoked",
        };
        let key = key.as_ref();
        let time = |at: Option<i64>| at.map(Value::Time).into();
        Ok(vec![
            ("state", state.into()),
            ("prefix", key.map(|key| key.prefix.clone()).into()),
            ("created_by", key.map(|key| key.created_by.clone()).into()),
            ("created_at", time(key.map(|key| key.created_at))),
            ("last_used_at", time(key.and_then(|key| key.last_used_at))),
            ("revoked_by", key.and_then(|key| key.ended_by.clone()).into()),
            ("revoked_at", time(key.and_then(|key| key.ended_at))),
        ])
    }
}

#[derive(clap::Args)]
struct Rotate {
    /// Print what would change, without changing anything
    #[arg(long)]
    dry_run: bool,
}

impl Run for Rotate {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let mode = if self.dry_run { Mode::DryRun } else { Mode::Apply };
        if mode == Mode::Apply && context.asks() {
            let mut planned = None;
            api_key::rotate(&mut context.session_in(Mode::DryRun)?, &mut |outcome, _| {
                planned = Some(outcome.clone());
                Ok(())
            })?;
            planned.map_or(Ok(()), |planned| context.confirm_plan(&plan(&planned)))?;
        }
        let mut session = context.session_in(mode)?;
        api_key::rotate(&mut session, &mut |made, key| {
            let mut outcome = made.clone();
            if key.is_some() {
                let note = "the key is shown only this once: store it as a secret";
                outcome.notes.push(note.to_owned());
            }
            // A table on a terminal would cut it.
            let (line, key) = if context.output.is_screen() { (key, None) } else { (None, key) };
            if let Some(line) = line {
                context.output.text(&format!("{line}\n"))?;
            }
            // The audit has its entry already: only what is printed has the key beside it.
            let rows = key.map(|key| {
                let [action, object, field] =
                    ["api-key.rotate", "api-key", "key"].map(Value::plain);
                [action, object, field, Value::Null, key.into(), Value::Null]
            });
            context
                .end(Done { rows: rows.into_iter().collect(), ..outcome.into() }, mode)
                .map_err(printing)?;
            Ok(context.output.finish()?)
        })?;
        Ok(Exit::Done)
    }
}

/// What is printed within an operation can only fail as output does.
fn printing(error: Error) -> ops::Error {
    match error {
        Error::Operation(error) => error,
        other => ops::Error::Output(std::io::Error::other(other.to_string())),
    }
}

#[derive(clap::Args)]
struct Revoke {}

change!(Revoke, |_it, session| api_key::revoke(session));

#[derive(clap::Args)]
struct Verify {
    /// Don't note the use of the key
    #[arg(long)]
    dry_run: bool,
}

impl Run for Verify {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let text = io::secret(&mut context.output)?;
        let mode = if self.dry_run { Mode::DryRun } else { Mode::Apply };
        let verdict = api_key::verify(&mut context.session_in(mode)?, &text)?;
        if context.output.format() == Format::Table {
            let prefix = verdict.prefix.map(|prefix| format!(" {prefix}")).unwrap_or_default();
            context.output.answer(verdict.valid, &format!("{prefix} ({})", verdict.reason))?;
        } else {
            context.output.object(&[
                ("valid", verdict.valid.into()),
                ("reason", Value::plain(verdict.reason)),
                ("prefix", verdict.prefix.into()),
            ])?;
        }
        Ok(if verdict.valid { Exit::Done } else { Exit::No })
    }
}
