//! On many accounts, where a page begins with a walk and may be handed over to the merge: the same
//! chats in the same order as a query that simply picks and sorts them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::ops::ControlFlow;

use rusqlite::params;

use super::{ChatQuery, MANY_ACCOUNTS};
use crate::{
    rules::{
        id::{ChatId, MemberId, TeamId},
        policy::scope::Reach,
    },
    store::{ChatFilter, Error, Store},
};

const CHATS: i64 = 3000;

/// Members 1 and 2 are in the first team, 3 in the second. One in three accounts is 3's and the rest
/// are 2's, but for one of 1's and one of nobody's. One in `apart` chats lies on any account, the
/// others on 3's. Times repeat.
fn fill(store: &Store, apart: i64) {
    let accounts = i64::try_from(MANY_ACCOUNTS).unwrap() + 72;
    let statements = format!(
        "INSERT INTO role VALUES ('agent', 1, 'Agent', 'agent', 0, 0, 'numbers', NULL);
         INSERT INTO team VALUES (1, 'A', 'a', 1, 0), (2, 'B', 'b', 0, 0);
         INSERT INTO member (id, email, email_key, role, team_id, status, added_at) VALUES
             (1, 'a', 'a', 'agent', 1, 'active', 0), (2, 'b', 'b', 'agent', 1, 'active', 0),
             (3, 'c', 'c', 'agent', 2, 'active', 0);
         INSERT INTO account (id, number, number_country_code, connector_id, connected_at)
             WITH RECURSIVE counted (key) AS
                 (VALUES (1) UNION ALL SELECT key + 1 FROM counted WHERE key < {accounts})
             SELECT key, '+' || key, 1, CASE key WHEN 1 THEN 1 WHEN 2 THEN NULL
                 ELSE CASE WHEN key % 3 = 0 THEN 3 ELSE 2 END END, 0 FROM counted;
         INSERT INTO chat (id, account_id, group_id, status, assignee_id, last_at, created_at)
             WITH RECURSIVE counted (key) AS
                 (VALUES (1) UNION ALL SELECT key + 1 FROM counted WHERE key < {CHATS})
             SELECT key, CASE WHEN key % {apart} = 0 THEN 1 + key * 31 % {accounts}
                     ELSE 3 + 3 * (key * 31 % 60) END, key, 'open',
                 CASE WHEN key % 40 = 0 THEN 1 END, key * 7919 % 1009, 0 FROM counted;"
    );
    store.connection.batch(&statements).unwrap();
}

fn expected(store: &Store, reach: Reach) -> Vec<(i64, i64)> {
    let sql = "SELECT last_at, chat.id FROM chat JOIN account ON account.id = account_id
            LEFT JOIN member ON member.id = connector_id
        WHERE (?1 AND connector_id = 1) OR (?2 AND connector_id = 2)
            OR (?3 AND (connector_id = 3 OR connector_id IS NULL)) OR (?4 AND assignee_id = 1)
        ORDER BY last_at DESC, chat.id DESC";
    let mut statement = store.connection.file().unwrap().prepare(sql).unwrap();
    let Reach { own, same_team, other_teams, assigned } = reach;
    let rows = statement
        .query_map(params![own, same_team, other_teams, assigned], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    rows.map(Result::unwrap).collect()
}

fn listed(store: &mut Store, query: &ChatQuery) -> Vec<(i64, i64)> {
    let mut found = Vec::new();
    store
        .read(|snapshot| {
            snapshot.chats(query, &snapshot.known(), |chat| {
                found.push((chat.last_at, chat.id.0));
                Ok::<_, Error>(ControlFlow::Continue(()))
            })
        })
        .unwrap();
    found
}

#[test]
fn a_page_is_the_same_whichever_way_it_is_read() {
    // Member 1 sees most of the chats, where the walk goes to the end; or so few that it gives up,
    // and the merge goes on from where it stands.
    for apart in [1, 10] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("workspace.db");
        Store::create(&path, |store| {
            fill(store, apart);
            Ok::<_, Error>(())
        })
        .unwrap();
        let mut store = Store::open(&path).unwrap();
        for bits in 0..16 {
            let on = |bit: i32| bits >> bit & 1 == 1;
            let reach = Reach { own: on(0), same_team: on(1), other_teams: on(2), assigned: on(3) };
            let all = expected(&store, reach);
            let last = all.get(all.len() / 2).copied();
            for (after, limit) in [
                (None, None),
                (None, Some(0)),
                (None, Some(1)),
                (None, Some(700)),
                (last, None),
                (last, Some(50)),
            ] {
                let query = ChatQuery {
                    viewer: MemberId(1),
                    team: TeamId(1),
                    reach,
                    after: after.map(|(at, id)| (at, ChatId(id))),
                    limit,
                    filter: ChatFilter::default(),
                };
                let from = after.map_or(0, |_| all.len() / 2 + 1);
                let most = usize::try_from(limit.unwrap_or(u64::MAX)).unwrap();
                let page: Vec<_> = all.iter().skip(from).take(most).copied().collect();
                assert_eq!(
                    listed(&mut store, &query),
                    page,
                    "{apart} {reach:?} {after:?} {limit:?}"
                );
            }
        }
    }
}
