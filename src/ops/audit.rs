//! `audit list`: what was done, by whom and when, newest first. Who may read the matrix may read how
//! it and everything else came to be, as far as they see what it was done to.
//!
//! An entry's texts go through the reader's lens like any others: a reason somebody gave may hold a
//! number, and so may the name of a file that was brought in.

use crate::{
    ops::{
        Result, Session,
        lookup::require_member,
        outcome::{ACTIONS, shown_object, shown_value},
    },
    rules::{
        error::{Kind, NameError},
        nearest::nearest,
        policy::{actor::Actor, permission::Permission},
        privacy::lens::SafeText,
    },
    store::{AuditFields, AuditObject, Head, Snapshot, TrailEntry, TrailFilter},
};

/// An entry of the audit as a member may see it.
#[derive(Debug, Clone)]
pub struct AuditRow {
    /// Its key.
    pub id: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who did it, by their email at the time.
    pub actor: SafeText,
    /// Who really ran it: the system's user and host, or the key that signed in.
    pub operator: SafeText,
    /// How the actor was chosen.
    pub via: SafeText,
    /// What was done, such as `chat.assign`.
    pub action: SafeText,
    /// To what.
    pub object: SafeText,
    /// The fields it changed, as they were.
    pub before: Option<Vec<(SafeText, SafeText)>>,
    /// The same, as they were afterwards.
    pub after: Option<Vec<(SafeText, SafeText)>>,
    /// What was asked of the actor.
    pub needed: SafeText,
    /// Whether the clock was set by hand.
    pub clock_is_set: bool,
    /// The entry that it takes back.
    pub undoes: Option<i64>,
    /// Where the history ended with it; `None` for who may not read all that it was made of.
    pub head: Option<Head>,
}

/// Gives the entries of a page to `show`, newest first; at most so many, `None` for all. Of one `object`,
/// as the reader reads its name: a filter by the stored name would tell what the mask hides of it.
///
/// # Errors
/// Refused without `access-permissions`; an actor who never was, an action that there isn't, an
/// entry to begin behind that the member doesn't see; what `show` fails with.
pub fn list(
    session: &mut Session,
    filter: &TrailFilter<'_>,
    object: Option<&str>,
    limit: Option<u64>,
    mut show: impl FnMut(AuditRow) -> Result<()>,
) -> Result<()> {
    session.read(|snapshot, actor| {
        actor.require(Permission::AccessPermissions)?;
        check(snapshot, actor, filter)?;
        let mut left = limit.unwrap_or(u64::MAX);
        let object = object.map(str::to_lowercase);
        let lens = actor.lens();
        let is_wanted = |entry: &TrailEntry| {
            let named = |wanted: &String| {
                shown_object(&entry.about(), lens).as_str().to_lowercase() == *wanted
            };
            object.as_ref().is_none_or(named)
        };
        snapshot.trail_of(filter, |entry| {
            if is_wanted(&entry)
                && let Some(row) = row(snapshot, actor, entry)?
            {
                show(row)?;
                left -= 1;
            }
            Ok(left > 0)
        })
    })
}

/// One entry.
///
/// # Errors
/// Refused without `access-permissions`; an entry that there isn't, or that the member doesn't see.
pub fn show(session: &mut Session, id: i64) -> Result<AuditRow> {
    session.read(|snapshot, actor| {
        actor.require(Permission::AccessPermissions)?;
        visible(snapshot, actor, id)
    })
}

/// The entry of that key, if the actor sees what it is about.
fn visible(snapshot: &Snapshot<'_>, actor: &Actor, id: i64) -> Result<AuditRow> {
    let entry = snapshot.trail_entry(id)?;
    let row = entry.map(|entry| row(snapshot, actor, entry)).transpose()?.flatten();
    row.ok_or_else(|| NameError::unknown(Kind::Entry, &id.to_string(), None).into())
}

fn check(snapshot: &Snapshot<'_>, actor: &Actor, filter: &TrailFilter<'_>) -> Result<()> {
    if let Some(email) = filter.actor
        && !snapshot.has_acted(email)?
    {
        // A member who never did anything has an empty list, nobody has none.
        require_member(snapshot, actor, email)?;
    }
    let is_known = |action: &String| ACTIONS.iter().any(|it| it == action || noun(it) == action);
    if let Some(action) = filter.actions.iter().find(|action| !is_known(action)) {
        let near = nearest(action, ACTIONS.iter().copied());
        return Err(NameError::unknown(Kind::Action, action, near).into());
    }
    match filter.after {
        Some(after) => visible(snapshot, actor, after).map(drop),
        None => Ok(()),
    }
}

/// Whether an entry is the actor's to read: their own, or for who reads the audit, any.
pub(in crate::ops) fn may_read(actor: &Actor, entry: &TrailEntry) -> bool {
    entry.member == Some(actor.id) || actor.may(Permission::AccessPermissions).allowed
}

/// Whether an actor may know where the history ends. Its hash covers the names of files, which may hold
/// customers' numbers: who knows the rest of an entry could find them by trying.
pub(in crate::ops) const fn may_know_head(actor: &Actor) -> bool {
    !actor.lens().hides_numbers() && !actor.lens().hides_traits()
}

/// What an action is about: the word before its dot.
fn noun(action: &str) -> &str {
    action.split('.').next().unwrap_or(action)
}

/// An entry as its reader may read it; `None` for one about a chat that they don't see. This is the
/// only way from the audit to what is printed.
pub(in crate::ops) fn row(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    entry: TrailEntry,
) -> Result<Option<AuditRow>> {
    let object = entry.about();
    if let AuditObject::Chat(id) = object {
        let facts = snapshot.chat_facts(id)?;
        if actor.require_sight(id, facts).is_err() {
            return Ok(None);
        }
    }
    let lens = actor.lens();
    let hides_counts = lens.hides_traits() && entry.action.ends_with(".import");
    let shown = |fields: AuditFields| {
        // That there is the field would tell that there are traits.
        let told = fields.iter().filter(|(field, _)| field != "traits" || !lens.hides_traits());
        let pairs = told.map(|(field, value)| (lens.staff(field), shown_value(value, lens)));
        pairs.collect::<Vec<_>>()
    };
    let [before, after] = entry.sides().map(|side| side.filter(|_| !hides_counts).map(shown));
    Ok(Some(AuditRow {
        id: entry.id,
        at: entry.at,
        actor: lens.staff(entry.actor),
        operator: lens.staff(entry.operator),
        clock_is_set: entry.clock_is_set,
        undoes: entry.undoes,
        head: Some(entry.head).filter(|_| may_know_head(actor)),
        via: lens.staff(entry.via),
        needed: lens.staff(entry.needed),
        action: lens.staff(entry.action),
        object: shown_object(&object, lens),
        before,
        after,
    }))
}
