//! Chats and messages as analytics counts them: a few columns of every row, one at a time, in the
//! order in which the engine reads them fastest. What they add up to is not decided here.

use rusqlite::{Row, params};

use super::{Snapshot, chat::page::VISIBLE_ACCOUNTS, engine::error::Result};
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
    "SELECT id, account_id, assignee_id, status = 'open', created_at, last_at FROM chat";

const MESSAGE: &str = "SELECT chat_id, at, direction = 'in', member_id, campaign_id IS NOT NULL,
    CASE WHEN campaign_id IS NOT NULL THEN status END, template_version_id FROM message";

fn chat(row: &Row<'_>) -> rusqlite::Result<ChatFigure> {
    Ok(ChatFigure {
        id: row.get(0)?,
        account: AccountId(row.get(1)?),
        assignee: row.get::<_, Option<i64>>(2)?.map(MemberId),
        is_open: row.get(3)?,
        created_at: row.get(4)?,
        last_at: row.get(5)?,
    })
}

fn message(row: &Row<'_>) -> rusqlite::Result<MessageFigure> {
    let is_campaigns: bool = row.get(4)?;
    let fate = || Ok::<_, rusqlite::Error>(Fate::of(row.get_ref(5)?.as_bytes_or_null()?));
    Ok(MessageFigure {
        chat: row.get(0)?,
        at: row.get(1)?,
        is_incoming: row.get(2)?,
        member: row.get::<_, Option<i64>>(3)?.map(MemberId),
        campaign: if is_campaigns { Some(fate()?) } else { None },
        template: row.get(6)?,
    })
}

impl Snapshot<'_> {
    /// Gives every chat in that member's sight to `take`.
    pub fn each_chat_of(&self, viewer: &Viewer<'_>, take: impl FnMut(ChatFigure)) -> Result<()> {
        let reach = viewer.reach();
        if reach.every_account() {
            return self.each_chat(&format!("{CHAT} NOT INDEXED"), [], take);
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
        values: impl rusqlite::Params,
        mut take: impl FnMut(ChatFigure),
    ) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            take(chat(row)?);
        }
        Ok(())
    }

    /// The key of the newest chat: about how many there are.
    pub fn newest_chat(&self) -> Result<i64> {
        Ok(self
            .connection
            .prepare_cached("SELECT coalesce(max(id), 0) FROM chat")?
            .query_row([], |row| row.get(0))?)
    }

    /// Gives every message to `take`, in the order in which they came: not always that of their times.
    pub fn each_message(&self, mut take: impl FnMut(MessageFigure)) -> Result<()> {
        let mut statement = self.connection.prepare_cached(&format!("{MESSAGE} NOT INDEXED"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(message(row)?);
        }
        Ok(())
    }

    /// Gives the messages of one chat from that time on to `take`, in the order of their times.
    pub fn each_message_of(
        &self,
        chat: i64,
        since: i64,
        mut take: impl FnMut(MessageFigure),
    ) -> Result<()> {
        let mut statement = self.connection.prepare_cached(&format!(
            "{MESSAGE} WHERE chat_id = ?1 AND at >= ?2 ORDER BY at, id"
        ))?;
        let mut rows = statement.query([chat, since])?;
        while let Some(row) = rows.next()? {
            take(message(row)?);
        }
        Ok(())
    }

    /// Whether the last message of a chat before that time, campaigns' left out, is the customer's.
    pub fn waits_before(&self, chat: i64, at: i64) -> Result<bool> {
        let mut statement = self.connection.prepare_cached(
            "SELECT direction = 'in' FROM message
             WHERE chat_id = ?1 AND at < ?2 AND campaign_id IS NULL
             ORDER BY at DESC, id DESC LIMIT 1",
        )?;
        let mut rows = statement.query([chat, at])?;
        Ok(match rows.next()? {
            Some(row) => row.get(0)?,
            None => false,
        })
    }

    /// Every account with the team that it lies in.
    pub fn account_groups(&self) -> Result<Vec<AccountGroup>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT account.id, team.id, team.name FROM account
                LEFT JOIN member ON member.id = connector_id
                LEFT JOIN team ON team.id = member.team_id ORDER BY account.id",
        )?;
        let rows = statement.query_map([], |row| {
            let team: Option<i64> = row.get(1)?;
            let team = team.map(|id| Ok::<_, rusqlite::Error>((TeamId(id), row.get(2)?)));
            Ok(AccountGroup { id: AccountId(row.get(0)?), team: team.transpose()? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every version of every template, also of those that were removed.
    pub fn template_groups(&self) -> Result<Vec<TemplateGroup>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT template_version.id, template.id, name, language, author_id, shared
             FROM template_version JOIN template ON template.id = template_id
             ORDER BY template_version.id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(TemplateGroup {
                version: row.get(0)?,
                template: row.get(1)?,
                name: row.get(2)?,
                language: row.get(3)?,
                ownership: Ownership {
                    author: row.get::<_, Option<i64>>(4)?.map(MemberId),
                    is_shared: row.get(5)?,
                },
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
