//! How a chat stands: whose it is, whether it is closed, its labels, its members.

use super::{fault::Fault, writer::Writer};
use crate::{
    formats::{
        event::{ChatState, Group},
        place::Place,
    },
    rules::{id::ChatId, privacy::text::CustomerText},
};

impl Writer<'_> {
    /// How a chat stands: whose it is, whether it is closed, its labels, its members.
    pub(super) fn chat_state(&mut self, state: &ChatState) -> Result<(), Fault> {
        Self::key_of(&state.customer, &state.place)?;
        for member in state.group.iter().flat_map(|group| &group.members) {
            Self::key_of(member, &state.place)?;
        }
        let account = self.account(&state.account, &state.place)?;
        let at = state.last_ms.or(state.began_ms).unwrap_or(self.now);
        let new_before = self.report.chats.new;
        let began = state.began_ms.unwrap_or(at);
        let (chat, contact) = match &state.group {
            Some(group) => {
                self.meet_renamed(account, group)?;
                (self.group_chat(account, &group.id, began)?, None)
            }
            None => {
                let found = self.contact(&state.customer, at, &state.place)?.map(|found| found.id);
                let Some(contact) = found else {
                    let problem = "the chat has neither a number, an id nor a group";
                    return Err(Fault::input(
                        &state.place,
                        problem,
                        "give the page as it was received",
                    ));
                };
                (self.contact_chat(account, contact, began)?.0, Some(contact))
            }
        };
        let is_new = self.report.chats.new > new_before;
        let mut is_different = self.set_details(chat, state, is_new)?;
        if let Some(group) = &state.group {
            is_different |= self.members_of_group(chat, group, at, &state.place)?;
        }
        match contact {
            Some(contact) => {
                let labels = &state.labels;
                let may_tag = !labels.is_empty() && self.may_tag(contact)?;
                for label in labels.iter().filter(|_| may_tag) {
                    self.chats.add_tag(contact);
                    is_different |=
                        self.change.add_tag(contact, &CustomerText::new(label.clone()))?;
                }
            }
            None => self.report.loose_labels += state.labels.iter().map(|_| 1).sum::<u64>(),
        }
        if !is_new {
            self.report.chats.known(is_different);
        }
        Ok(())
    }

    fn set_details(
        &mut self,
        chat: ChatId,
        state: &ChatState,
        is_new: bool,
    ) -> Result<bool, Fault> {
        let before = self.change.chat_details(chat)?;
        let mut after = before.clone();
        if let Some(id) = &state.chat_id {
            let free = self.change.chat_of_source(id)?.is_none_or(|known| known.id == chat);
            if !free {
                let problem = "another chat has the same id";
                return Err(Fault::input(
                    &state.place,
                    problem,
                    "give the pages of one workspace only",
                ));
            }
            after.external_id = Some(id.clone());
        }
        // What an older source calls it is what it was called then.
        let is_newest = |group: &&Group| {
            group.before.as_ref().is_none_or(|it| is_new || it.named_ms >= before.last_at)
        };
        let group = state.group.as_ref().filter(is_newest);
        let subject = group.and_then(|group| group.subject.clone());
        after.subject = subject.map(CustomerText::new).or(after.subject);
        if let Some(closed) = state.closed
            && (is_new || (after.status == "closed") == closed || self.may_close(chat, closed)?)
        {
            let status = if closed { "closed" } else { "open" };
            status.clone_into(&mut after.status);
        }
        if let Some(last) = state.last_ms {
            after.last_at = after.last_at.max(last);
        }
        let is_different = before != after;
        if is_different {
            self.change.set_chat_details(chat, &after)?;
        }
        Ok(self.set_responsible(chat, &before, &state.responsible)? || is_different)
    }

    fn members_of_group(
        &mut self,
        chat: ChatId,
        group: &Group,
        at: i64,
        place: &Place,
    ) -> Result<bool, Fault> {
        let mut news = false;
        for member in &group.members {
            let contact = match (self.contact(member, at, place)?, &member.name) {
                (Some(found), _) => found.id,
                (None, Some(name)) => self.named_participant(chat, name, at)?,
                (None, None) => continue,
            };
            news |= self.change.add_participant(chat, contact)?;
        }
        Ok(news)
    }
}
