//! One import under way: what comes, handed to the file that knows where it goes.

use super::{
    accounts::Accounts, again::Tick, chats::Chats, fault::Fault, members::Team, people::People,
    pipe::Item, report::ImportReport, said::Said, source::Informed,
};
use crate::rules::policy::grant::Import;
use crate::{
    formats::event::{ContactChange, Event, Status},
    rules::{
        id::ContactId,
        policy::{actor::Actor, matrix::Policy},
        privacy::text::CustomerText,
    },
    store::{Change, EarlyEvent, EarlyKind},
};

/// One import under way.
pub(super) struct Writer<'w> {
    pub(super) change: &'w Change<'w, Import>,
    pub(super) actor: &'w Actor,
    pub(super) now: i64,
    pub(super) request: &'w Informed<'w>,
    pub(super) report: &'w mut ImportReport,
    pub(super) accounts: Accounts,
    pub(super) people: People,
    /// Whether the contact at hand was just found to be one with another.
    pub(super) united: bool,
    pub(super) chats: Chats,
    pub(super) said: Said,
    pub(super) tick: Tick,
    /// The first contact that was given a tag: more than one takes a permission of its own.
    pub(super) tagged: Option<ContactId>,
    pub(super) policy: Policy,
    /// The teams that were met.
    pub(super) teams: Vec<Team>,
    /// Whether anything waits for its message: mostly nothing does, and nobody need look.
    pub(super) early: bool,
}

impl<'w> Writer<'w> {
    pub(super) fn new(
        change: &'w Change<'w, Import>,
        actor: &'w Actor,
        now: i64,
        request: &'w Informed<'w>,
        report: &'w mut ImportReport,
    ) -> Result<Self, crate::ops::Error> {
        Ok(Self {
            change,
            actor,
            now,
            request,
            report,
            accounts: Accounts::default(),
            people: People::new(change)?,
            united: false,
            chats: Chats::default(),
            said: Said::default(),
            tick: Tick::default(),
            tagged: None,
            policy: change.policy()?,
            teams: Vec::new(),
            early: change.has_early_events()?,
        })
    }

    /// Puts events where they belong, and notes those that don't belong anywhere.
    pub(super) fn take_all(&mut self, items: Vec<Item>) -> Result<(), Fault> {
        self.look_up(&items)?;
        for item in items {
            match item.map_err(Fault::from).and_then(|event| self.take(event)) {
                Ok(()) => {}
                Err(Fault::Input(error)) => self.report.refuse(error),
                Err(Fault::Erased) => self.report.leave_out("erased contact"),
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// Puts one event where it belongs.
    fn take(&mut self, event: Event) -> Result<(), Fault> {
        match event {
            Event::Message(message) => self.message(*message),
            Event::Reaction(reaction) => self.reaction(*reaction),
            Event::Edit(edit) => {
                let (kind, text) = (Some(edit.kind), edit.text.map(CustomerText::new));
                let at = edit.origin.at_ms;
                let content = edit.content.map(CustomerText::new);
                let happened = EarlyEvent { event: EarlyKind::Edit, at, kind, text, content };
                self.happened(&edit.origin, &edit.message_id, &happened)
            }
            Event::Revoke(revoke) => {
                let at = revoke.origin.at_ms;
                let happened = EarlyEvent {
                    event: EarlyKind::Revoke,
                    at,
                    kind: None,
                    text: None,
                    content: None,
                };
                self.happened(&revoke.origin, &revoke.message_id, &happened)
            }
            Event::Status(status) => {
                let Status {
                    place,
                    account,
                    customer,
                    message_id,
                    status,
                    at_ms,
                    group_id,
                    details,
                    ..
                } = *status;
                let event = EarlyKind::Status(status);
                let content = details.map(CustomerText::new);
                let happened = EarlyEvent { event, at: at_ms, kind: None, text: None, content };
                let target = super::messages::Target {
                    account: &account,
                    customer: &customer,
                    group_id: group_id.as_deref(),
                    message_id: &message_id,
                    place: &place,
                };
                self.update(&target, &happened)
            }
            Event::Contact(update) => match update.change {
                ContactChange::Saved => self.contact_update(&update),
                // An entry that was deleted from a phone's address book is still a contact.
                ContactChange::Removed => {
                    self.account(&update.account, &update.place)?;
                    self.report.leave_out("removed contact");
                    Ok(())
                }
            },
            Event::Chat(chat) => self.chat_state(&chat),
            Event::Teammate(teammate) => self.teammate(&teammate),
            Event::Account(account) => self.account_state(&account),
            Event::Template(template) => self.template_status(&template),
            Event::Moved(moved) => self.moved(&moved),
            Event::Remark(remark) => {
                self.report.notes.push(remark);
                Ok(())
            }
            Event::Ignored { field, .. } => {
                self.report.leave_out(&field);
                Ok(())
            }
        }
    }

    /// Writes everything that was put off.
    pub(super) fn finish(&mut self) -> Result<(), Fault> {
        self.end_tick()?;
        self.said.flush(self.change)?;
        self.people.flush(self.change)?;
        self.chats.flush(self.change)?;
        self.tell_claimed()
    }
}
