//! Taking one entry back, by the operation that undoes its kind.

use super::entry::Done;
use crate::{
    ops::{
        Outcome, Result, Session, account, billing,
        chat::{self, Status},
        contact, import_undo, integration, key, member, outbox,
        policy::{self, Draft},
        team, whatsapp, workspace,
    },
    rules::{
        id::{ChatId, IntegrationId},
        policy::{change::Undoing, file::PolicyFile},
    },
    store::{Kept, Kind},
};

impl Done {
    /// Takes it back.
    ///
    /// # Errors
    /// What the operation that undoes it is refused for.
    pub(super) fn take_back(&self, session: &mut Session) -> Result<Outcome> {
        let object = self.object.as_str();
        match self.action.as_str() {
            "member.add" => {
                self.has_not_left(session)?;
                member::remove(session, object, member::Handover::Unsaid)
            }
            "member.edit" => member::edit_back(session, self.row(Kind::Member)?),
            "member.remove" => {
                let keys: Vec<_> = self.rows(Kind::Key).cloned().collect();
                member::bring_back(session, self.row(Kind::Member)?, &keys)
            }
            "member.suspend" => member::restore(session, object),
            "member.restore" => member::suspend(session, object),
            "team.add" => {
                self.is_empty_team(session)?;
                team::remove(session, object)
            }
            "team.remove" => team::bring_back(session, object, self.row(Kind::Team)?),
            "team.rename" => team::rename(
                session,
                self.needs(self.after("name"))?,
                self.needs(self.before("name"))?,
            ),
            "team.join" | "team.leave" => {
                team::join(session, self.needs(self.before("team"))?, &[object.to_owned()])
            }
            "account.connect" | "account.transfer" | "account.disconnect" => self.account(session),
            "chat.assign" | "chat.unassign" => {
                let chats = [self.chat()?];
                match self.before("assignee") {
                    Some(assignee) => chat::assign(session, &chats, assignee, true),
                    None => chat::unassign(session, &chats),
                }
            }
            "chat.close" => chat::set_status(session, &[self.chat()?], Status::Open),
            "chat.reopen" => chat::set_status(session, &[self.chat()?], Status::Closed),
            "contact.tag" | "contact.untag" => self.tags(session),
            "key.add" => key::remove(session, self.needs(self.after("key"))?),
            "key.remove" => key::bring_back(session, object, self.row(Kind::Key)?),
            "integration.add" => {
                let id = object.rsplit(' ').next().and_then(|id| id.parse().ok());
                let id = id.ok_or_else(|| self.refused("it names no integration"))?;
                integration::remove(session, IntegrationId(id))
            }
            "workspace.rename" => workspace::rename(session, self.needs(self.before("name"))?),
            "workspace.set" | "billing.set" | "outbox.configure" | "whatsapp.set" => {
                self.settings(session)
            }
            import if import_undo::ACTIONS.contains(&import) => {
                import_undo::take_back(session, self.id, import, &self.kept)
            }
            _ => self.restore_policy(session),
        }
    }

    /// A field as it was, an empty text where it had none; `None` where it didn't change.
    fn was(&self, field: &str) -> Option<&str> {
        let has_changed = self.before.contains_key(field) || self.after.contains_key(field);
        has_changed.then(|| self.before(field).unwrap_or_default())
    }

    fn settings(&self, session: &mut Session) -> Result<Outcome> {
        match self.action.as_str() {
            "workspace.set" => workspace::set(session, self.was("address"), self.was("host_key")),
            "billing.set" => billing::set(
                session,
                billing::BillingEdit {
                    plan: self.was("plan"),
                    payment_method: self.was("payment_method"),
                    seats: self.was("seats").map(|seats| {
                        seats.parse().map_or(billing::SeatLimit::None, billing::SeatLimit::Of)
                    }),
                },
            ),
            "outbox.configure" => {
                let names = outbox::SETTINGS.iter();
                let wanted: Vec<_> = names.map(|name| (*name, self.was(name))).collect();
                outbox::configure(session, &wanted)
            }
            _ => {
                let websites: Option<Vec<_>> = self
                    .was("websites")
                    .map(|text| text.split_whitespace().map(str::to_owned).collect());
                let edit = whatsapp::ProfileEdit {
                    display_name: self.was("display_name"),
                    about: self.was("about"),
                    address: self.was("address"),
                    description: self.was("description"),
                    email: self.was("email"),
                    vertical: self.was("vertical"),
                    websites: websites.as_deref(),
                };
                whatsapp::set(session, &self.object, edit)
            }
        }
    }

    /// Gives an account back to whose it was, or to nobody; one that was new goes again.
    fn account(&self, session: &mut Session) -> Result<Outcome> {
        let number = self.object.as_str();
        let Ok(row) = self.row(Kind::Account) else {
            return if self.before.is_empty() && self.action == "account.connect" {
                account::withdraw(session, number)
            } else {
                Err(self.refused("the history doesn't keep what it was before"))
            };
        };
        session.put_back([(Kind::Account, row.to_owned())]);
        match self.before("connector") {
            Some(connector) if self.action == "account.transfer" => {
                account::transfer(session, number, connector)
            }
            Some(connector) => account::connect(
                session,
                &account::Connection {
                    number,
                    country: None,
                    label: None,
                    member: Some(connector),
                },
            ),
            None => account::disconnect(session, number),
        }
    }

    fn tags(&self, session: &mut Session) -> Result<Outcome> {
        if self.kept.is_empty() {
            return Err(self.refused("somebody whom it was about was erased since"));
        }
        let mut outcome = Outcome::default();
        for kept in &self.kept {
            let Kept::Tag(tag, contacts) = kept else { continue };
            let tags = [tag.clone()];
            let is_given = self.action == "contact.tag";
            let turn = if is_given { contact::Turn::Take } else { contact::Turn::GiveBack };
            let tagging = contact::Tagging { tags: &tags, turn };
            let whom = contact::Whom::Keys(contact::ranges(contacts));
            outcome.join(contact::tag(session, tagging, whom)?);
        }
        Ok(outcome)
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

    /// Refuses to take back a team that somebody is in by now.
    fn is_empty_team(&self, session: &mut Session) -> Result<()> {
        let team = session.read(|snapshot, _| Ok(snapshot.team(&self.object)?))?;
        match team {
            Some(team) if team.members > 0 => Err(self.refused("somebody is in that team by now")),
            _ => Ok(()),
        }
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
}
