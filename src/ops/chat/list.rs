//! `chat list`: exactly the chats that the member sees, newest first, a page or all of them.

use std::ops::ControlFlow;

use crate::{
    ops::{
        Result, Session,
        chat::{ChatRow, Status, row},
        lookup::{require_account, require_member, require_team},
        member::read_phone,
    },
    rules::{
        id::ChatId,
        phone::Phone,
        policy::{actor::Actor, permission::Permission},
        privacy::text::CustomerText,
    },
    store::{Assignee, Chat, ChatFilter, ChatQuery, Direction, Snapshot},
};

/// Which chats, as somebody names them. All conditions hold; what is `None` doesn't filter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// On that account, by its number.
    pub account: Option<&'a str>,
    /// Assigned to that member, by their email.
    pub assignee: Option<&'a str>,
    /// Assigned to nobody.
    pub unassigned: bool,
    /// Assigned to somebody who can't answer: suspended, or not joined.
    pub unanswerable: bool,
    /// Open or closed.
    pub status: Option<Status>,
    /// Whose contact has that tag.
    pub tag: Option<&'a str>,
    /// On an account that somebody in that team connected.
    pub team: Option<&'a str>,
    /// With a newest message at that time or later, in milliseconds since 1970.
    pub since: Option<i64>,
    /// With a newest message before that time, in milliseconds since 1970.
    pub until: Option<i64>,
    /// Whose newest message is the customer's, unanswered.
    pub unread: bool,
}

/// Which page of the list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Page<'a> {
    /// Which of the chats that the member sees.
    pub filter: Filter<'a>,
    /// Behind that chat; `None` for the first page.
    pub after: Option<ChatId>,
    /// The most rows to give; `None` for all.
    pub limit: Option<u64>,
    /// Of the contact with that number only.
    pub contact: Option<&'a str>,
}

/// A list of more chats than these is a long one.
const LONG: u64 = 10_000;

/// Gives the chats of a page to `show`, in order, one at a time: a list may be long.
///
/// # Errors
/// Refused where the inbox is closed; a chat to begin behind that the member doesn't see; what
/// `show` fails with.
pub fn list(
    session: &mut Session,
    page: &Page<'_>,
    mut show: impl FnMut(ChatRow) -> Result<()>,
) -> Result<()> {
    if page.limit.is_none_or(|limit| limit > LONG) {
        session.expect_long_list()?;
    }
    session.read(|snapshot, actor| {
        actor.require(Permission::Inbox)?;
        if let Some(number) = page.contact {
            actor.require_no_digits(number)?;
        }
        let after = match page.after {
            Some(id) => {
                let chat = snapshot.chat(id)?;
                actor.require_sight(id, chat.as_ref().map(Chat::facts))?;
                chat.map(|chat| (chat.last_at, chat.id))
            }
            None => None,
        };
        let filter = page.filter.resolve(snapshot, actor)?;
        let known = snapshot.known();
        let focus = actor.focus(&known);
        if let Some(number) = page.contact {
            let number = read_phone(number, None)?;
            let limit = usize::try_from(page.limit.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
            for chat in
                of_contact(snapshot, actor, &number, &filter, after)?.into_iter().take(limit)
            {
                show(row(actor, &chat, &focus))?;
            }
            return Ok(());
        }
        let query = ChatQuery {
            viewer: actor.id,
            team: actor.team,
            reach: actor.viewer().reach(),
            after,
            limit: page.limit,
            filter,
        };
        snapshot.chats(&query, &known, |chat| {
            show(row(actor, &chat, &focus))?;
            Ok(ControlFlow::Continue(()))
        })
    })
}

impl Filter<'_> {
    /// The names in it looked up.
    fn resolve(&self, snapshot: &Snapshot<'_>, actor: &Actor) -> Result<ChatFilter> {
        if let Some(tag) = self.tag {
            actor.require_no_digits(tag)?;
        }
        let account =
            self.account.map(|name| require_account(snapshot, actor, name)).transpose()?;
        let team = self.team.map(|name| require_team(snapshot, actor, name)).transpose()?;
        let assignee =
            self.assignee.map(|email| require_member(snapshot, actor, email)).transpose()?;
        let assignees = if self.unassigned {
            Some(vec![Assignee::Nobody])
        } else if self.unanswerable {
            Some(snapshot.absent_assignees()?.into_iter().map(Assignee::Member).collect())
        } else {
            assignee.map(|member| vec![Assignee::Member(member.id)])
        };
        Ok(ChatFilter {
            account: account.map(|account| account.id),
            team: team.map(|team| team.id),
            assignees,
            status: self.status.map(Status::key),
            tag: self.tag.map(CustomerText::new),
            since: self.since,
            until: self.until,
            unread: self.unread,
        })
    }
}

/// The chats of one contact that the actor sees and that fit, newest first: at most one for each account.
fn of_contact(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    number: &Phone,
    filter: &ChatFilter,
    after: Option<(i64, ChatId)>,
) -> Result<Vec<Chat>> {
    let mut chats = snapshot.chats_with(number)?;
    if let (Some(tag), Some(contact)) = (&filter.tag, chats.first().and_then(|chat| chat.contact))
        && !snapshot.tags(contact)?.contains(tag)
    {
        return Ok(Vec::new());
    }
    chats.retain(|chat| {
        actor.viewer().sees(chat.facts()).allowed
            && after.is_none_or(|after| (chat.last_at, chat.id) < after)
            && fits(filter, chat)
    });
    Ok(chats)
}

/// Whether what a chat's own row tells is what is asked for.
fn fits(filter: &ChatFilter, chat: &Chat) -> bool {
    let whose = chat.assignee.map_or(Assignee::Nobody, Assignee::Member);
    let team = chat.connector.map(|connector| connector.team);
    filter.assignees.as_ref().is_none_or(|asked| asked.contains(&whose))
        && filter.account.is_none_or(|account| chat.account == account)
        && filter.team.is_none_or(|asked| team == Some(asked))
        && filter.status.is_none_or(|status| chat.status == status)
        && filter.since.is_none_or(|since| chat.last_at >= since)
        && filter.until.is_none_or(|until| chat.last_at < until)
        && (!filter.unread || chat.last_direction == Some(Direction::In))
}
