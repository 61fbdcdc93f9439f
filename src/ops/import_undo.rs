//! Taking an import back: of chats, or of a list of contacts.

use crate::{
    ops::{Changed, Outcome, Result, Session, audit::may_read},
    rules::{
        error::UndoError,
        policy::{
            actor::Actor,
            grant::{Contacts, Import, Opens},
            permission::Permission,
        },
    },
    store::{Change, ImportStart, Kept, TakeBack},
};

/// What an import's own entry in the audit is called.
pub(in crate::ops) const ACTIONS: [&str; 2] = ["chat.import", "contact.import"];

/// And that of what took it back.
pub(in crate::ops) const UNDO: &str = "import.undo";

/// Keeps what an import did, under its entry, so that it can be taken back.
pub(in crate::ops) fn keep<K: Opens<Contacts>>(
    change: &Change<'_, K>,
    start: &ImportStart,
    mut outcome: Outcome,
) -> Result<Outcome> {
    let entries = outcome.changed.len();
    let own = outcome.changed.first_mut().filter(|it| ACTIONS.contains(&it.action));
    let kept = change.end_import(start, own.as_ref().map_or(0, |_| entries))?;
    if let Some(own) = own {
        own.kept.extend(kept);
    }
    Ok(outcome)
}

/// Takes the import of that entry back, which was of chats or of a list of contacts.
///
/// # Errors
/// Refused to who may not import so; an import that something rests on.
pub(in crate::ops) fn take_back(
    session: &mut Session,
    entry: i64,
    action: &str,
    kept: &[Kept],
) -> Result<Outcome> {
    let now = session.now();
    session.expect_many_rows()?;
    if action == "chat.import" {
        return session.change(
            |_, actor| {
                let grant = actor.authorize::<Import>(now)?;
                actor.require_numbers()?;
                actor.require_traits()?;
                Ok((grant, ()))
            },
            |change, actor, ()| done(change, actor, entry, kept),
        );
    }
    session.change(
        |_, actor| Ok((actor.authorize_contacts(Permission::UsersAdd, now)?, ())),
        |change, actor, ()| done(change, actor, entry, kept),
    )
}

fn done<K: Opens<Contacts>>(
    change: &Change<'_, K>,
    actor: &Actor,
    entry: i64,
    kept: &[Kept],
) -> Result<Outcome> {
    let not_undone = |reason| UndoError::NotUndone { entry, reason };
    let taken = match change.take_back_import(entry, kept)? {
        TakeBack::Done(taken) => taken,
        TakeBack::BuiltOn(Some(later)) => {
            let later = change.trail_entry(later)?.filter(|later| may_read(actor, later));
            return Err(UndoError::BuiltOn {
                entry,
                later: later.map(|later| later.id),
                is_final: false,
            }
            .into());
        }
        TakeBack::BuiltOn(None) => {
            return Err(not_undone("what it brought was changed or used since").into());
        }
        TakeBack::Altered => return Err(UndoError::Altered { entry }.into()),
        TakeBack::Forgotten => {
            return Err(not_undone("the history doesn't keep what it was before").into());
        }
    };
    let count = |count: u64| (count > 0).then_some(count);
    let changed = Changed::new(UNDO, format!("entry {entry}"))
        .old_field("accounts", count(taken.accounts))
        .old_field("contacts", count(taken.contacts))
        .old_field("chats", count(taken.chats))
        .old_field("messages", count(taken.messages))
        .old_field("restored", count(taken.restored));
    let rights = "what the import did to members, teams, accounts and assignments stays: each has an \
         entry of its own in the audit, which `rolecall undo` takes";
    let notes = if taken.has_other_entries { vec![rights.to_owned()] } else { Vec::new() };
    Ok(Outcome { notes, ..changed.into() })
}
