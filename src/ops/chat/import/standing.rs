//! Whose a chat is and whether it is closed, as a file says: each by the check of the verb that would
//! change it, and with that verb's entry in the audit.

use super::{fault::Fault, writer::Writer};
use crate::{
    formats::event::Responsible,
    ops::{
        Changed,
        acting::{as_actor, can_join},
    },
    rules::{
        error::ChatError,
        id::{ChatId, ContactId, MemberId},
        policy::{
            grant::{Assignments, Grant},
            permission::Permission,
            scope::ChatFacts,
        },
        workspace::member::Status,
    },
    store::{ChatDetails, Member},
};

impl Writer<'_> {
    /// Gives a chat to whom the file names, where the importer could. Says whether that changed it.
    pub(super) fn set_responsible(
        &mut self,
        chat: ChatId,
        before: &ChatDetails,
        responsible: &Responsible,
    ) -> Result<bool, Fault> {
        let (assignee, awaited) = match responsible {
            Responsible::NotSaid => return Ok(false),
            Responsible::Nobody => (None, None),
            Responsible::Member(email) => {
                let awaited = || Some(email.trim().to_ascii_lowercase());
                match self.change.member(email)? {
                    // The chat waits until an invitation is sent, as it does for who comes later.
                    Some(member) if self.is_uninvited(&member)? => (None, awaited()),
                    Some(member) => (Some(member), None),
                    None => (None, awaited()),
                }
            }
        };
        let id = assignee.as_ref().map(|member| member.id);
        let is_same = (before.assignee, &before.awaited_assignee) == (id, &awaited);
        if is_same {
            self.report.awaited += u64::from(awaited.is_some());
            return Ok(false);
        }
        let object = format!("chat {}", chat.0);
        let verb =
            if assignee.is_some() || awaited.is_some() { "chat.assign" } else { "chat.unassign" };
        let checked = self.authorize_assignment(chat, id);
        let Some(grant) = self.report.denied.unless(verb, &object, checked)? else {
            return Ok(false);
        };
        let change = self.change.under(&grant);
        let was = match before.assignee {
            Some(member) => self.change.member_by_id(member)?.map(|member| member.email),
            None => before.awaited_assignee.clone(),
        };
        change.set_assignee(chat, id)?;
        if awaited.is_some() {
            change.set_awaited_assignee(chat, awaited.as_deref())?;
            self.report.awaited += 1;
        }
        let is = assignee.map(|member| member.email).or(awaited);
        self.report.tell(&change, Changed::new(verb, object).field("assignee", was, is))?;
        Ok(true)
    }

    /// Whether somebody was a guest in another product and has no invitation to this one.
    fn is_uninvited(&self, member: &Member) -> Result<bool, Fault> {
        Ok(member.status == Status::Invited && !can_join(self.change, member.id, self.now)?)
    }

    /// Asks what `chat assign` asks: sight of the chat, the permission, and that it isn't given to
    /// somebody who couldn't see it.
    fn authorize_assignment(
        &self,
        chat: ChatId,
        assignee: Option<MemberId>,
    ) -> Result<Grant<Assignments>, Fault> {
        let facts = self.change.chat_facts(chat)?;
        self.actor.require_sight(chat, facts)?;
        let grant = self.actor.authorize_chats(Permission::ChatsAssign, self.now)?;
        let member = assignee.map(|id| self.change.member_by_id(id)).transpose()?.flatten();
        if let (Some(member), Some(facts)) = (member, facts) {
            let mut assignee = as_actor(self.change, member)?;
            if assignee.status == Status::Invited && can_join(self.change, assignee.id, self.now)? {
                assignee.previews = true;
            }
            let after = ChatFacts { assignee: Some(assignee.id), ..facts };
            let sight = assignee.viewer().sees(after);
            if !sight.allowed {
                let (email, reason) = (assignee.email, sight.reason);
                return Err(ChatError::BlindAssignee { email, chats: vec![chat.0], reason }.into());
            }
        }
        Ok(grant)
    }

    /// Closes or reopens a chat that was known, where the importer could. Says whether it may.
    pub(super) fn may_close(&mut self, chat: ChatId, closed: bool) -> Result<bool, Fault> {
        let verb = if closed { "chat.close" } else { "chat.reopen" };
        let facts = self.change.chat_facts(chat)?;
        let seen = self.actor.require_sight(chat, facts).map_err(Fault::from);
        Ok(self.report.denied.unless(verb, &format!("chat {}", chat.0), seen)?.is_some())
    }

    /// Whether a contact may be given tags: one with `users`, more with `users.bulk-tag`.
    pub(super) fn may_tag(&mut self, contact: ContactId) -> Result<bool, Fault> {
        let is_one = *self.tagged.get_or_insert(contact) == contact;
        let permission = if is_one { Permission::Users } else { Permission::UsersBulkTag };
        let may = self.actor.require(permission).map_err(Fault::from);
        let object = format!("contact {}", contact.0);
        Ok(self.report.denied.unless("contact.tag", &object, may)?.is_some())
    }
}
