//! People, teams and the policy as they were: what is now, with every later entry of the audit undone,
//! the newest first.

use serde_json::{Map, Value};

use crate::{
    ops::{Result, invitation::written_time},
    rules::{
        error::{Kind, NameError},
        id::MemberId,
        policy::{change::Undoing, matrix::Policy},
        workspace::member::Status,
    },
    store::{MemberFilter, Snapshot, TrailEntry},
};

/// Who was there, and under which policy.
pub(super) struct Standing {
    pub(super) policy: Policy,
    pub(super) people: Vec<Person>,
}

/// A member, as far as a review goes.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// `None` for somebody who is gone by now.
    pub(super) id: Option<MemberId>,
    pub(super) email: String,
    pub(super) name: Option<String>,
    pub(super) role: String,
    pub(super) team: String,
    pub(super) status: Status,
}

impl Standing {
    /// As it is, or as it was at that time, with the entries that had been written by then.
    ///
    /// # Errors
    /// A time that the audit doesn't lead back to.
    pub(super) fn at<'t>(
        snapshot: &Snapshot<'_>,
        trail: &'t [TrailEntry],
        at: Option<i64>,
        now: i64,
    ) -> Result<(Self, &'t [TrailEntry])> {
        let policy = snapshot.policy()?;
        let members = snapshot.members(&MemberFilter::default())?;
        let person = |member: crate::store::Member| Person {
            id: Some(member.id),
            email: member.email,
            name: member.name,
            role: member.role,
            team: member.team_name,
            status: member.status,
        };
        let people = members.into_iter().map(person).collect();
        let Some(at) = at else { return Ok((Self { policy, people }, trail)) };
        let refused = |problem: String| {
            Err(NameError::invalid(Kind::Time, &written_time(at), problem).into())
        };
        // The newest entry may be from after the present, by a clock that went wrong.
        let latest = trail.last().map_or(now, |last| last.at.max(now));
        if at > latest {
            return refused("is in the future; leave `--at` out for how it is now".to_owned());
        }
        if let Some(first) = trail.first().filter(|first| at < first.at) {
            let first = written_time(first.at);
            return refused(format!("is before the workspace existed; it begins at {first}"));
        }
        let end = trail.partition_point(|entry| entry.at <= at);
        let (told, later) = trail.split_at(end);
        let mut walk = Walk { undoing: Undoing::from(&policy), people };
        let there = later.iter().rev().try_for_each(|entry| walk.undo(entry));
        match there.and_then(|()| walk.undoing.policy()) {
            Some(policy) if !told.is_empty() => Ok((Self { policy, people: walk.people }, told)),
            _ => refused("is a time that the audit does not lead back to".to_owned()),
        }
    }
}

/// Whether an action is done to one person, whose login id is the entry's object.
pub(super) fn is_about_person(action: &str) -> bool {
    action.starts_with("member.")
        || action.starts_with("invite.")
        || matches!(action, "team.join" | "team.leave")
}

/// The login id that an entry gave to somebody.
pub(super) fn renamed(entry: &TrailEntry) -> Option<String> {
    fields(entry.after.as_deref())?.get("email")?.as_str().map(str::to_owned)
}

/// On the way back.
struct Walk {
    undoing: Undoing,
    people: Vec<Person>,
}

impl Walk {
    /// Goes back before an entry; `None` where it can't be undone.
    fn undo(&mut self, entry: &TrailEntry) -> Option<()> {
        let before = fields(entry.before.as_deref())?;
        let text = |field: &str| Some(before.get(field)?.as_str()?.to_owned());
        let noun = entry.action.split('.').next().unwrap_or_default();
        let is_new = entry.before.is_none();
        match entry.action.as_str() {
            "workspace.init" => return None,
            "policy.export" => {}
            "team.rename" => {
                let (old, new) = (text("name")?, fields(entry.after.as_deref())?);
                let new = new.get("name")?.as_str()?.to_owned();
                let renamed = self.people.iter_mut().filter(|person| person.team == new);
                renamed.for_each(|person| person.team.clone_from(&old));
            }
            "member.remove" => self.people.push(Person {
                id: None,
                email: entry.object.clone(),
                name: text("name"),
                role: text("role")?,
                team: text("team")?,
                status: Status::from_key(&text("status")?)?,
            }),
            "member.add" if is_new => {
                let place = self.place(&entry.object)?;
                self.people.remove(place);
            }
            action if is_about_person(action) => {
                let email = renamed(entry).unwrap_or_else(|| entry.object.clone());
                // An invitation may be of somebody who was never added, or is gone.
                let Some(place) = self.place(&email) else { return Some(()) };
                let person = &mut self.people[place];
                person.email = text("email").unwrap_or_else(|| entry.object.clone());
                person.role = text("role").unwrap_or_else(|| person.role.clone());
                person.team = text("team").unwrap_or_else(|| person.team.clone());
                if before.contains_key("name") {
                    person.name = text("name");
                }
                if let Some(status) = text("status") {
                    person.status = Status::from_key(&status)?;
                }
            }
            _ if matches!(noun, "perm" | "mask" | "role" | "policy") => {
                self.undoing.undo(&entry.object, text, is_new)?;
            }
            _ => {}
        }
        Some(())
    }

    fn place(&self, email: &str) -> Option<usize> {
        self.people.iter().position(|person| person.email.eq_ignore_ascii_case(email))
    }
}

fn fields(side: Option<&str>) -> Option<Map<String, Value>> {
    side.map_or_else(|| Some(Map::new()), |side| serde_json::from_str(side).ok())
}
