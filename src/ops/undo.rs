//! `undo`: takes one change back, by the ordinary operations and under the ordinary rules. What the audit
//! tells of it says how it was before.

use serde_json::{Map, Value};

use crate::{
    ops::{
        Changed, Outcome, Result, Session, account,
        chat::{self, Status},
        import_undo, member,
        policy::{self, Draft},
        team, workspace,
    },
    rules::{
        error::{Kind, NameError, UndoError},
        id::ChatId,
        policy::{change::Undoing, file::PolicyFile, permission::Permission},
    },
    store::{Snapshot, TrailEntry, TrailFilter},
};

/// A change as the audit has it.
struct Done {
    id: i64,
    action: String,
    object: String,
    before: Map<String, Value>,
    after: Map<String, Value>,
    is_new: bool,
}

/// Takes back the change of that entry; without one, the actor's newest.
///
/// # Errors
/// An entry that isn't there, or isn't the actor's to read; a change that can't be taken back, or that later
/// ones rest on; and whatever the operation that takes it back is refused for.
pub fn undo(session: &mut Session, entry: Option<i64>) -> Result<Outcome> {
    let done = session.read(|snapshot, actor| {
        let found = match entry {
            Some(id) => snapshot.trail_entry(id)?,
            None => newest_of(snapshot, &actor.email)?,
        };
        let may_read = |found: &TrailEntry| {
            found.member == Some(actor.id) || actor.may(Permission::AccessPermissions).allowed
        };
        let found = found.filter(may_read).ok_or_else(|| {
            let name = entry.map_or_else(|| "newest".to_owned(), |id| id.to_string());
            NameError::unknown(Kind::Entry, &name, None)
        })?;
        let done = Done::from(found);
        // An import is about many things, and looks after itself.
        if !import_undo::ACTIONS.contains(&done.action.as_str()) {
            rests_on_nothing(snapshot, &done)?;
        }
        Ok(done)
    })?;
    done.take_back(session)
}

/// The actor's newest entry, if it is about this change and can be taken back now.
pub fn entry_of(session: &mut Session, changed: &Changed) -> Option<i64> {
    let newest = session.read(|snapshot, actor| newest_of(snapshot, &actor.email)).ok()??;
    let is_it = newest.action == changed.action && newest.object == changed.object;
    let id = is_it.then_some(newest.id)?;
    // To try is to know: who runs it may do it, nothing rests on it, and the history tells how it was.
    session.is_dry_run().then(|| undo(session, Some(id)).ok())?.map(|_| id)
}

fn newest_of(snapshot: &Snapshot<'_>, email: &str) -> Result<Option<TrailEntry>> {
    let mut newest = None;
    snapshot.trail_of(&TrailFilter { actor: Some(email), ..TrailFilter::default() }, |entry| {
        newest = Some(entry);
        Ok::<_, crate::ops::Error>(false)
    })?;
    Ok(newest)
}

/// Refuses what a later entry builds on: one that left a field of the same thing, by the name it has now
/// too, otherwise than this change did.
fn rests_on_nothing(snapshot: &Snapshot<'_>, done: &Done) -> Result<()> {
    let mut later = None;
    let names = [Some(done.object.as_str()), done.after("name"), done.after("email")];
    let mut open: Vec<_> = done.before.keys().chain(done.after.keys()).cloned().collect();
    snapshot.trail_of(&TrailFilter::default(), |entry| {
        let newer = entry.id > done.id;
        if newer && names.contains(&Some(entry.object.as_str())) {
            let other = Done::from(entry);
            // Of each field the newest word counts: a change that was itself taken back is no obstacle.
            let told = |field: &String| {
                other.before.contains_key(field) || other.after.contains_key(field)
            };
            let differs = |field: &String| other.after.get(field) != done.after.get(field);
            if open.iter().any(|field| told(field) && differs(field)) {
                later.get_or_insert(other.id);
            }
            open.retain(|field| !told(field));
        }
        Ok::<_, crate::ops::Error>(newer)
    })?;
    match later {
        Some(later) => Err(UndoError::BuiltOn { entry: done.id, later }.into()),
        None => Ok(()),
    }
}

impl From<TrailEntry> for Done {
    fn from(entry: TrailEntry) -> Self {
        let fields = |text: Option<&String>| {
            text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
        };
        Self {
            id: entry.id,
            before: fields(entry.before.as_ref()),
            after: fields(entry.after.as_ref()),
            is_new: entry.before.is_none(),
            action: entry.action,
            object: entry.object,
        }
    }
}

impl Done {
    fn before(&self, field: &str) -> Option<&str> {
        self.before.get(field)?.as_str()
    }

    fn after(&self, field: &str) -> Option<&str> {
        self.after.get(field)?.as_str()
    }

    fn take_back(&self, session: &mut Session) -> Result<Outcome> {
        let object = self.object.as_str();
        match self.action.as_str() {
            "member.add" => {
                self.has_not_left(session)?;
                member::remove(session, object, member::Handover::Unsaid)
            }
            "member.edit" => self.edit_back(session),
            "member.suspend" => member::restore(session, object),
            "member.restore" => member::suspend(session, object),
            "team.add" => team::remove(session, object),
            "team.rename" => team::rename(
                session,
                self.needs(self.after("name"))?,
                self.needs(self.before("name"))?,
            ),
            "team.join" | "team.leave" => {
                team::join(session, self.needs(self.before("team"))?, &[object.to_owned()])
            }
            "account.connect" if self.before.is_empty() => account::disconnect(session, object),
            "account.transfer" | "account.disconnect" => match self.before("connector") {
                Some(connector) if self.action == "account.transfer" => {
                    account::transfer(session, object, connector)
                }
                Some(connector) => account::connect(
                    session,
                    &account::Connection {
                        number: object,
                        country: None,
                        label: None,
                        member: Some(connector),
                    },
                ),
                None => account::disconnect(session, object),
            },
            "chat.assign" | "chat.unassign" => {
                let chats = [self.chat()?];
                match self.before("assignee") {
                    Some(assignee) => chat::assign(session, &chats, assignee, true),
                    None => chat::unassign(session, &chats),
                }
            }
            "chat.close" => chat::set_status(session, &[self.chat()?], Status::Open),
            "chat.reopen" => chat::set_status(session, &[self.chat()?], Status::Closed),
            "workspace.rename" => workspace::rename(session, self.needs(self.before("name"))?),
            "perm.allow" | "perm.deny" | "perm.toggle" | "perm.reset" | "mask.enable"
            | "mask.disable" | "role.add" | "role.remove" | "policy.apply" => {
                self.restore_policy(session)
            }
            import if import_undo::ACTIONS.contains(&import) => {
                import_undo::take_back(session, self.id, import)
            }
            "chat.reply" | "chat.start" | "outbox.flush" | "chat.reveal" | "campaign.send"
            | "campaign.begin" | "contact.export" | "member.export" => {
                Err(self.refused("what left the workspace can't be taken back"))
            }
            _ => Err(self.refused("the history doesn't keep what it was before")),
        }
    }

    fn edit_back(&self, session: &mut Session) -> Result<Outcome> {
        // A number isn't kept in the history, and a field that was empty can't be emptied again.
        let is_kept = |field: &String| {
            field != "phone" && self.before.get(field).is_some_and(Value::is_string)
        };
        if !self.after.keys().all(is_kept) {
            return Err(self.refused("the history doesn't keep what it was before"));
        }
        let email = self.after("email").unwrap_or(&self.object);
        let edit = member::Edit {
            email: self.before("email"),
            name: self.before("name"),
            role: self.before("role"),
            team: self.before("team"),
            ..member::Edit::default()
        };
        member::edit(session, email, &edit)
    }

    fn restore_policy(&self, session: &mut Session) -> Result<Outcome> {
        let before = session.read(|snapshot, _| {
            let mut undoing = Undoing::from(&snapshot.policy()?);
            let get = |field: &str| self.before(field).map(str::to_owned);
            Ok(undoing.undo(&self.object, get, self.is_new).and_then(|()| undoing.policy()))
        })?;
        let before =
            before.ok_or_else(|| self.refused("the history doesn't keep what it was before"))?;
        let file = PolicyFile::from(before);
        Ok(policy::apply(session, Draft { file: &file, move_to: None }, None)?.outcome)
    }

    /// Refuses to take back an invitation whose mail is on its way or was read.
    fn has_not_left(&self, session: &mut Session) -> Result<()> {
        let invitation = session.read(|snapshot, _| {
            let member = snapshot.member(&self.object)?;
            Ok(member.map(|member| snapshot.newest_invitation(member.id)).transpose()?.flatten())
        })?;
        match invitation.and_then(|invitation| invitation.mail) {
            Some(mail) if mail == "sent" => {
                Err(self
                    .refused("the invitation was sent; revoke it with `rolecall invite revoke`"))
            }
            _ => Ok(()),
        }
    }

    fn chat(&self) -> Result<ChatId> {
        let id = self.object.strip_prefix("chat ").and_then(|id| id.parse().ok());
        id.map(ChatId).ok_or_else(|| self.refused("it changed several chats at once"))
    }

    fn needs<'t>(&self, value: Option<&'t str>) -> Result<&'t str> {
        value.ok_or_else(|| self.refused("the history doesn't keep what it was before"))
    }

    fn refused(&self, reason: &'static str) -> crate::ops::Error {
        UndoError::NotUndone { entry: self.id, reason }.into()
    }
}
