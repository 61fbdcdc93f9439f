//! Pages of chats on a server: one statement a page, made of the same sources as in a file. Each source gives the
//! newest of its chats along its own index, and the newest of all of them are the page.

use std::ops::ControlFlow;

use super::{
    filter::{FITTING_ACCOUNTS, sources},
    merge::Source,
    page::{ChatQuery, VISIBLE_ACCOUNTS},
    record::{CHAT, Chat, chat},
    tag::{ANY, assignee_key},
};
use crate::{
    rules::{policy::scope::Reach, privacy::text::CustomerText},
    store::{
        Snapshot,
        contact::number::KnownPeople,
        engine::{
            Value,
            error::{Error, Result},
        },
    },
};

/// The most chats that are read at a time.
const BLOCK: usize = 1000;

/// Who sees more accounts than this is read for along all chats: nearly each of them is seen.
const MANY_ACCOUNTS: usize = 512;

/// Whose chats a source gives, account by account.
#[derive(Clone, Copy)]
enum Accounts {
    /// Those that the reader sees and the filter lets through.
    Seen,
    /// Those that the filter lets through.
    Fitting,
}

impl Accounts {
    const fn name(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Fitting => "fitting",
        }
    }
}

/// A statement with numbers of ours in the places for values, from the first on.
fn with_numbers(sql: &str, numbers: &[&str]) -> String {
    let placed = (1..).zip(numbers);
    placed.fold(sql.to_owned(), |sql, (place, number)| sql.replace(&format!("?{place}"), number))
}

/// The statement of a page. The tag that is filtered by, if there is one, is its only value.
fn statement(query: &ChatQuery) -> String {
    let filter = &query.filter;
    let limit = query.limit.map_or_else(String::new, |limit| format!(" LIMIT {limit}"));
    let (at, id) = query.from();
    let (at, id) = (at.to_string(), id.to_string());
    let newest = " ORDER BY last_at DESC, id DESC";
    let source = |source: &Source<Accounts>| {
        let assignee = assignee_key(source.assignee).to_string();
        let any = ANY.to_string();
        let account = if source.account.is_some() { "account.id" } else { &any };
        let sql = with_numbers(&filter.statement(source), &[account, &assignee, &at, &id, "?1"]);
        match source.account {
            None => format!("SELECT * FROM ({sql}{limit}) AS source (last_at, id)"),
            Some(accounts) => format!(
                "SELECT source.* FROM (SELECT id FROM {} WHERE NOT (SELECT are_many FROM many))
                    AS account JOIN LATERAL ({sql}{limit}) AS source (last_at, id) ON true",
                accounts.name()
            ),
        }
    };
    let is_filtered = filter.account.is_some() || filter.team.is_some();
    let fitting = is_filtered.then_some(&[Accounts::Fitting][..]);
    let mut parts: Vec<_> =
        sources(query, (&[Accounts::Seen], fitting)).iter().map(source).collect();
    if filter.is_empty() {
        parts.push(format!(
            "SELECT * FROM (SELECT last_at, id FROM chat WHERE (SELECT are_many FROM many)
                AND account_id = ANY (ARRAY (SELECT id FROM seen)) AND (last_at, id) < ({at}, {id})
                {newest}{limit}) AS along_all"
        ));
    }
    // Filtered by an assignee who is none of those that may be: no chat is.
    if parts.is_empty() {
        parts.push("SELECT last_at, id FROM chat WHERE false".to_owned());
    }
    let Reach { own, same_team, other_teams, .. } = query.reach;
    let truth = |it: bool| if it { "1" } else { "0" };
    let seen = with_numbers(
        VISIBLE_ACCOUNTS,
        &[
            &query.viewer.0.to_string(),
            &query.team.0.to_string(),
            truth(own),
            truth(same_team),
            truth(other_teams),
        ],
    );
    let key =
        |key: Option<i64>| key.map_or_else(|| "NULL::bigint".to_owned(), |key| key.to_string());
    let (account, team) = (filter.account.map(|it| it.0), filter.team.map(|it| it.0));
    let fitting = with_numbers(FITTING_ACCOUNTS, &[&key(account), &key(team)]);
    let are_many = if filter.is_empty() {
        format!("SELECT count(*) > {MANY_ACCOUNTS} FROM seen")
    } else {
        "SELECT false".to_owned()
    };
    format!(
        "WITH fitting AS MATERIALIZED ({fitting}),
            seen AS MATERIALIZED (SELECT id FROM ({seen}) AS it WHERE id IN (SELECT id FROM fitting)),
            many (are_many) AS MATERIALIZED ({are_many}),
            page AS MATERIALIZED (SELECT last_at, id FROM ({}) AS every_source{newest}{limit})
         {CHAT} JOIN page ON page.id = chat.id ORDER BY chat.last_at DESC, chat.id DESC",
        parts.join("\nUNION ")
    )
}

impl Snapshot<'_> {
    /// Gives the chats of a page to `show`, in order, until it breaks off.
    pub(super) fn chats_on_server<E: From<Error>>(
        &self,
        query: &ChatQuery,
        known: &KnownPeople<'_>,
        mut show: impl FnMut(Chat) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let sql = if query.reach.every_account() && query.filter.is_empty() {
            let (at, id) = query.from();
            let limit = query.limit.map_or_else(String::new, |limit| format!(" LIMIT {limit}"));
            format!(
                "{CHAT} WHERE (chat.last_at, chat.id) < ({at}, {id})
                 ORDER BY chat.last_at DESC, chat.id DESC{limit}"
            )
        } else {
            statement(query)
        };
        let tag = query.filter.tag.as_ref().map(CustomerText::raw_for_storage);
        let tag: Vec<_> = tag.map(|tag| Value::from(tag.to_owned())).into_iter().collect();
        let mut show_all = |chats: Vec<Chat>| {
            known.gather(chats.iter().flat_map(Chat::texts));
            for chat in chats {
                if show(chat)?.is_break() {
                    return Ok::<_, E>(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        };
        if query.limit.is_some_and(|limit| limit <= BLOCK as u64 + 1) {
            return show_all(self.connection.all(&sql, tag, chat)?).map(drop);
        }
        let mut block = Vec::new();
        self.connection.each(&sql, tag, |row| {
            block.push(chat(row)?);
            if block.len() < BLOCK {
                return Ok(ControlFlow::Continue(()));
            }
            show_all(std::mem::take(&mut block))
        })?;
        show_all(block).map(drop)
    }
}
