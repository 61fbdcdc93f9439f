//! Chats and messages as analytics counts them: a few columns of every row, one at a time, in the
//! order in which the engine reads them fastest. What they add up to is not decided here.

use std::ops::ControlFlow;

use super::{
    Snapshot,
    chat::page::VISIBLE_ACCOUNTS,
    engine::{
        Row, Values,
        error::{Error, Result},
        hint, params,
    },
};
use crate::rules::{
    id::{AccountId, MemberId, TeamId},
    policy::scope::{Reach, Viewer},
    whatsapp::template::Ownership,
    workspace::analytics::Fate,
};

/// A chat.
#[derive(Debug, Clone, Copy)]
pub struct ChatFigure {
    /// Its key.
    pub id: i64,
    /// Its account.
    pub account: AccountId,
    /// Whom it is assigned to.
    pub assignee: Option<MemberId>,
    /// Whether it is open.
    pub is_open: bool,
    /// When it began here, in milliseconds since 1970.
    pub created_at: i64,
    /// When its newest message was written, in milliseconds since 1970.
    pub last_at: i64,
}

/// A message.
#[derive(Debug, Clone, Copy)]
pub struct MessageFigure {
    /// Its chat's key.
    pub chat: i64,
    /// When it was written, in milliseconds since 1970.
    pub at: i64,
    /// Whether the customer wrote it.
    pub is_incoming: bool,
    /// The member who wrote it.
    pub member: Option<MemberId>,
    /// How far it came, where a campaign wrote it.
    pub campaign: Option<Fate>,
    /// The key of the template's version by which it was made.
    pub template: Option<i64>,
}

/// An account as a group of chats.
#[derive(Debug, Clone)]
pub struct AccountGroup {
    /// Its key.
    pub id: AccountId,
    /// The team of whoever connected it, with its name.
    pub team: Option<(TeamId, String)>,
}

/// A version of a template as a group of messages.
#[derive(Debug, Clone)]
pub struct TemplateGroup {
    /// The version's key.
    pub version: i64,
    /// The template's key.
    pub template: i64,
    /// Its name and its language.
    pub name: String,
    /// Its language.
    pub language: String,
    /// Whose it is.
    pub ownership: Ownership,
}

const CHAT: &str =
    "SELECT id, account_id, assignee_id, status = 'open' AS is_open, created_at, last_at FROM chat";

const MESSAGE: &str = "SELECT chat_id, at, direction = 'in' AS is_incoming, member_id,
    campaign_id IS NOT NULL AS is_campaigns, CASE WHEN campaign_id IS NOT NULL THEN status END AS fate,
    template_version_id FROM message";

fn chat(row: &Row<'_>) -> Result<ChatFigure> {
    Ok(ChatFigure {
        id: row.get("id")?,
        account: row.get("account_id")?,
        assignee: row.get("assignee_id")?,
        is_open: row.get("is_open")?,
        created_at: row.get("created_at")?,
        last_at: row.get("last_at")?,
    })
}

fn message(row: &Row<'_>) -> Result<MessageFigure> {
    let is_campaigns: bool = row.get("is_campaigns")?;
    Ok(MessageFigure {
        chat: row.get("chat_id")?,
        at: row.get("at")?,
        is_incoming: row.get("is_incoming")?,
        member: row.get("member_id")?,
        campaign: if is_campaigns { Some(row.get("fate")?) } else { None },
        template: row.get("template_version_id")?,
    })
}

impl Snapshot<'_> {
    /// Gives every chat in that member's sight to `take`.
    pub fn each_chat_of(&self, viewer: &Viewer<'_>, take: impl FnMut(ChatFigure)) -> Result<()> {
        let reach = viewer.reach();
        if reach.every_account() {
            return self.each_chat(&format!("{CHAT} {}", hint::SCAN), [], take);
        }
        let Reach { own, same_team, other_teams, assigned } = reach;
        let also = if assigned { " OR assignee_id = ?1" } else { "" };
        let sql = format!("{CHAT} WHERE account_id IN ({VISIBLE_ACCOUNTS}){also}");
        let (member, team) = (viewer.member.0, viewer.team.0);
        self.each_chat(&sql, params![member, team, own, same_team, other_teams], take)
    }

    fn each_chat(
        &self,
        sql: &str,
        values: impl Values,
        mut take: impl FnMut(ChatFigure),
    ) -> Result<()> {
        self.connection.each(sql, values, |row| {
            take(chat(row)?);
            Ok(ControlFlow::Continue(()))
        })
    }

    /// The key of the newest chat: about how many there are.
    pub fn newest_chat(&self) -> Result<i64> {
        self.connection.one("SELECT coalesce(max(id), 0) FROM chat", [], Row::only)
    }

    /// Gives every message to `take`, in the order in which they came: not always that of their times.
    pub fn each_message(&self, take: impl FnMut(MessageFigure)) -> Result<()> {
        self.messages_by(&format!("{MESSAGE} {}", hint::SCAN), [], take)
    }

    /// Gives the messages of one chat from that time on to `take`, in the order of their times.
    pub fn each_message_of(
        &self,
        chat: i64,
        since: i64,
        take: impl FnMut(MessageFigure),
    ) -> Result<()> {
        let sql = format!("{MESSAGE} WHERE chat_id = ?1 AND at >= ?2 ORDER BY at, id");
        self.messages_by(&sql, [chat, since], take)
    }

    fn messages_by(
        &self,
        sql: &str,
        values: impl Values,
        mut take: impl FnMut(MessageFigure),
    ) -> Result<()> {
        self.connection.each(sql, values, |row| {
            take(message(row)?);
            Ok(ControlFlow::Continue(()))
        })
    }

    /// Whether the last message of a chat before that time, campaigns' left out, is the customer's.
    pub fn waits_before(&self, chat: i64, at: i64) -> Result<bool> {
        let last = "SELECT direction = 'in' FROM message
             WHERE chat_id = ?1 AND at < ?2 AND campaign_id IS NULL
             ORDER BY at DESC, id DESC LIMIT 1";
        Ok(self.connection.find(last, [chat, at], Row::only)?.unwrap_or(false))
    }

    /// Every account with the team that it lies in.
    pub fn account_groups(&self) -> Result<Vec<AccountGroup>> {
        self.connection.all(
            "SELECT account.id, team.id AS team_id, team.name FROM account
                LEFT JOIN member ON member.id = connector_id
                LEFT JOIN team ON team.id = member.team_id ORDER BY account.id",
            [],
            |row| {
                let team: Option<TeamId> = row.get("team_id")?;
                let team = team.map(|id| Ok::<_, Error>((id, row.get("name")?)));
                Ok(AccountGroup { id: row.get("id")?, team: team.transpose()? })
            },
        )
    }

    /// Every version of every template, also of those that were removed.
    pub fn template_groups(&self) -> Result<Vec<TemplateGroup>> {
        self.connection.all("SELECT template_version.id AS version_id, template.id, name, language, author_id, shared
             FROM template_version JOIN template ON template.id = template_id
             ORDER BY template_version.id", [], |row| {
            Ok(TemplateGroup {
                version: row.get("version_id")?,
                template: row.get("id")?,
                name: row.get("name")?,
                language: row.get("language")?,
                ownership: Ownership {
                    author: row.get("author_id")?,
                    is_shared: row.get("shared")?,
                },
            })
        })
    }
}
