//! `member remove`: a member goes, and what they held goes to somebody or to nobody, as was said.

use crate::rules::policy::grant::Members;
use crate::{
    ops::{
        Changed, Outcome, Result, Session,
        account::number_of,
        acting::as_actor,
        effect::{Effect, of_moves},
        integration::removed,
        lookup::require_member,
        sight::check_given,
    },
    rules::{
        error::{ChatError, MemberError, Refusal},
        id::ChatId,
        policy::{
            actor::Actor,
            escalation::Intent,
            permission::Permission,
            scope::{ChatFacts, Connector},
        },
    },
    store::{Account, Change, Integration, Kind, Member, Snapshot},
};

/// What becomes of the accounts and chats that a member holds who goes.
#[derive(Debug, Clone, Copy)]
pub enum Handover<'a> {
    /// Nothing was said: somebody who holds any can't go.
    Unsaid,
    /// They go to the member with that login id.
    To(&'a str),
    /// Accounts are left without a connector, chats unassigned.
    Release,
}

/// Everything that the change needs, decided before anything is written.
struct Leave {
    member: Member,
    successor: Option<Actor>,
    accounts: Vec<Account>,
    chats: Vec<ChatId>,
    has_invitation: bool,
}

/// Removes a member. What they wrote keeps their name.
///
/// # Errors
/// Refused, a member who isn't known, the last owner, loose ends, a successor who couldn't do it.
pub fn remove(session: &mut Session, email: &str, handover: Handover<'_>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            actor.require(Permission::TeamSettings)?;
            let member = require_member(snapshot, actor, email)?;
            let policy = snapshot.policy()?;
            let intent = Intent {
                current: Some(policy.role(&member.role)?),
                themselves: member.id == actor.id,
                ..Intent::default()
            };
            let grant = actor.authorize_member(intent, now)?;
            let was = Some((member.role.as_str(), member.status));
            super::check_owners(snapshot, &policy, &member.email, was, None)?;
            let chats = snapshot.chats_of(member.id)?;
            let leave = Leave {
                successor: successor(snapshot, actor, &member, handover)?,
                accounts: snapshot.accounts_of(member.id)?,
                chats: chats.iter().map(|(id, _)| *id).collect(),
                has_invitation: snapshot.pending_invitation(member.id)?.is_some(),
                member,
            };
            leave.check(handover, &chats)?;
            leave.check_given(snapshot, actor, &chats)?;
            Ok((grant, leave))
        },
        |change, _, leave| {
            let effects = leave.effects(change)?;
            Ok(Outcome { effects, ..leave.write(change, now)? })
        },
    )
}

fn successor(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    member: &Member,
    handover: Handover<'_>,
) -> Result<Option<Actor>> {
    let Handover::To(email) = handover else { return Ok(None) };
    let successor = require_member(snapshot, actor, email)?;
    if successor.id == member.id {
        return Err(MemberError::OwnSuccessor { email: member.email.clone() }.into());
    }
    as_actor(snapshot, successor).map(Some)
}

impl Leave {
    fn check(&self, handover: Handover<'_>, chats: &[(ChatId, ChatFacts)]) -> Result<()> {
        let email = || self.member.email.clone();
        if matches!(handover, Handover::Unsaid) && !(self.accounts.is_empty() && chats.is_empty()) {
            let numbers = self.accounts.iter();
            return Err(MemberError::LooseEnds {
                email: email(),
                accounts: numbers.map(|account| number_of(&account.number).to_string()).collect(),
                chats: chats.iter().map(|(id, _)| id.0).collect(),
            }
            .into());
        }
        match &self.successor {
            Some(successor) => self.check_successor(successor, chats),
            None => Ok(()),
        }
    }

    /// Who sees what was theirs by the change must be given it by who sees it.
    fn check_given(
        &self,
        snapshot: &Snapshot<'_>,
        actor: &Actor,
        chats: &[(ChatId, ChatFacts)],
    ) -> Result<()> {
        let (gone, next) = (self.member.id, self.successor.as_ref().map(|next| next.id));
        check_given(snapshot, actor, |census| {
            census.people.retain(|person| person.id != gone);
            let theirs = census.accounts.iter_mut().filter(|it| it.connector == Some(gone));
            theirs.for_each(|account| account.connector = next);
        })?;
        let sees = |chat: &ChatFacts| actor.viewer().sees(*chat).allowed;
        if next.is_some() && !chats.iter().all(|(_, chat)| sees(chat)) {
            return Err(actor.refused(Refusal::UnseenChats).into());
        }
        Ok(())
    }

    /// Whoever takes over must be able to connect the accounts, and to see and answer the chats.
    fn check_successor(&self, successor: &Actor, chats: &[(ChatId, ChatFacts)]) -> Result<()> {
        if !self.accounts.is_empty() {
            for permission in [Permission::AccountsConnect, Permission::ChatsOwn] {
                let decision = successor.may(permission);
                if !decision.allowed {
                    let (email, reason) = (successor.email.clone(), decision.reason);
                    return Err(MemberError::UnfitSuccessor { email, permission, reason }.into());
                }
            }
        }
        let becomes = Connector { member: successor.id, team: successor.team };
        let (mut blind, mut reason) = (Vec::new(), None);
        for (id, chat) in chats {
            let theirs = chat.connector.filter(|connector| connector.member == self.member.id);
            let connector = theirs.map_or(chat.connector, |_| Some(becomes));
            let after = ChatFacts { connector, assignee: Some(successor.id) };
            let sight = successor.viewer().sees(after);
            if !sight.allowed {
                blind.push(id.0);
                reason.get_or_insert(sight.reason);
            }
        }
        match reason {
            None => Ok(()),
            Some(reason) => {
                let email = successor.email.clone();
                Err(ChatError::BlindAssignee { email, chats: blind, reason }.into())
            }
        }
    }

    /// Who gains and who loses sight of chats. Who goes sees nothing any more, which needs no saying.
    fn effects(&self, snapshot: &Snapshot<'_>) -> Result<Vec<Effect>> {
        let (gone, next) = (self.member.id, self.successor.as_ref().map(|next| next.id));
        let mut effects = of_moves(snapshot, |census, chats| {
            census.people.retain(|person| person.id != gone);
            for account in &mut census.accounts {
                chats.reassign(gone, next, account.id);
                if account.connector == Some(gone) {
                    account.connector = next;
                }
            }
        })?;
        for touched in [&mut effects.members, &mut effects.invited] {
            touched.retain(|touched| touched.effect.member != gone);
        }
        Ok(effects.one_by_one())
    }

    fn write(self, change: &Change<'_, Members>, now: i64) -> Result<Outcome> {
        let member = self.member;
        let (from, to) = (Some(member.email.as_str()), self.successor.as_ref());
        let (id, email) = (to.map(|to| to.id), to.map(|to| to.email.as_str()));
        let mut outcome = Outcome::default();
        for account in &self.accounts {
            let row = change.row_of(Kind::Account, account.id.0)?;
            change.set_connector(account.id, id, None, now)?;
            let number = number_of(&account.number).to_string();
            let changed = Changed::new("account.transfer", number).keeping(row);
            outcome.changed.push(changed.field("connector", from, email));
        }
        for chat in &self.chats {
            change.set_assignee(*chat, id)?;
            let changed = Changed::new("chat.assign", format!("chat {}", chat.0));
            outcome.changed.push(changed.field("assignee", from, email));
        }
        if self.has_invitation {
            // It goes with the member: their rows hang on theirs.
            let changed = Changed::new("invite.revoke", member.email.as_str());
            outcome.changed.push(changed.field("state", Some("pending"), Some("revoked")));
        }
        let integrations = change.integrations()?;
        let is_theirs = |integration: &&Integration| {
            integration.member.as_ref().is_some_and(|(owner, _)| *owner == member.id)
        };
        // Personal ones go with the member: their rows hang on theirs.
        let gone = integrations.iter().filter(is_theirs);
        outcome.changed.extend(gone.map(|gone| removed("integration.drop", gone)));
        let rows = change.row_of(Kind::Member, member.id.0)?;
        let keys = change.rows_of_keys(member.id.0)?;
        change.delete_member(member.id)?;
        outcome.changed.push(
            Changed::new("member.remove", member.email.as_str())
                .old_field("name", member.name)
                .old_field("role", Some(member.role))
                .old_field("team", Some(member.team_name))
                .old_field("status", Some(member.status.key()))
                .keeping(rows.into_iter().chain(keys)),
        );
        Ok(outcome)
    }
}
