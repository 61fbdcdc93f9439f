//! On random workspaces: the chats that SQL lists for a member are those that the rules let them
//! see, asked one by one; the same set, in the same order, page by page too.

use std::{collections::BTreeSet, ops::ControlFlow, sync::LazyLock};

use proptest::{collection::vec, option, prelude::*};
use rolecall::{
    rules::{
        id::{ChatId, MemberId, TeamId},
        policy::{
            actor::Actor,
            permission::CATALOGUE,
            scope::{ChatFacts, Connector},
        },
        workspace::member::Status,
    },
    store::{ChatFilter, ChatQuery, Error, Store},
};
use rusqlite::{Connection, params};

use crate::support::{Workspace, cases};

const ROLES: [&str; 5] = ["owner", "admin", "teammate", "agent", "collaborator"];

#[derive(Debug, Clone)]
pub(super) struct Row {
    /// By role without the owner: which permissions are on, and the mask.
    pub(super) roles: Vec<(Vec<bool>, bool)>,
    /// Role, team, status.
    pub(super) members: Vec<(usize, i64, usize)>,
    /// Who connected each account.
    pub(super) accounts: Vec<Option<usize>>,
    /// Account, assignee, time. Few times, so that many are equal.
    pub(super) chats: Vec<(usize, Option<usize>, i64)>,
}

pub(super) fn workspaces() -> impl Strategy<Value = Row> {
    let role = (vec(prop::bool::weighted(0.6), CATALOGUE.len()), any::<bool>());
    let members = vec((0..5_usize, 1..4_i64, prop::sample::select(vec![0, 1, 1, 1, 2])), 1..7);
    (vec(role, 4), members).prop_flat_map(|(roles, members)| {
        let count = members.len();
        let accounts = vec(option::weighted(0.8, 0..count), 1..7);
        (Just(roles), Just(members), accounts).prop_flat_map(move |(roles, members, accounts)| {
            let chat = (0..accounts.len(), option::weighted(0.4, 0..count), 0..5_i64);
            (Just(roles), Just(members), Just(accounts), vec(chat, 0..80)).prop_map(
                |(roles, members, accounts, chats)| Row { roles, members, accounts, chats },
            )
        })
    })
}

pub(super) fn key(index: usize) -> i64 {
    i64::try_from(index).unwrap() + 1
}

/// A file with these rows and no others.
pub(super) fn file_of(row: &Row) -> Workspace {
    static EMPTY: LazyLock<Vec<u8>> = LazyLock::new(|| Workspace::new().bytes());
    let workspace = Workspace::none();
    workspace.put(&EMPTY);
    workspace.change(|write| fill(write, row));
    workspace
}

fn fill(write: &Connection, row: &Row) {
    write.execute_batch("BEGIN; DELETE FROM member; DELETE FROM role_permission").unwrap();
    write_roles(write, row);
    for team in 2..4 {
        let name = format!("t{team}");
        write.execute("INSERT INTO team VALUES (?1, ?2, ?2, 0, 0)", params![team, name]).unwrap();
    }
    for (index, (role, team, status)) in row.members.iter().enumerate() {
        write
            .execute(
                "INSERT INTO member (id, email, email_key, role, team_id, status, added_at)
                 VALUES (?1, ?2, ?2, ?3, ?4, ?5, 0)",
                params![
                    key(index),
                    format!("m{index}@x.test"),
                    ROLES[*role],
                    team,
                    Status::ALL[*status].key()
                ],
            )
            .unwrap();
    }
    for (index, connector) in row.accounts.iter().enumerate() {
        write
            .execute(
                "INSERT INTO account (id, number, number_country_code, connector_id, connected_at)
                 VALUES (?1, ?2, 1, ?3, 0)",
                params![key(index), format!("+1415555{index:04}"), connector.map(key)],
            )
            .unwrap();
    }
    for (index, (account, assignee, at)) in row.chats.iter().enumerate() {
        write
            .execute(
                "INSERT INTO chat (id, account_id, group_id, status, assignee_id, last_at, created_at)
                 VALUES (?1, ?2, ?3, 'open', ?4, ?5, 0)",
                params![key(index), key(*account), format!("g{index}"), assignee.map(key), at],
            )
            .unwrap();
    }
    write.execute_batch("COMMIT").unwrap();
}

fn write_roles(write: &Connection, row: &Row) {
    for (role, (toggles, mask)) in ROLES[1..].iter().zip(&row.roles) {
        write
            .execute("UPDATE role SET mask_number = ?2 WHERE name = ?1", params![role, mask])
            .unwrap();
        for (entry, _) in CATALOGUE.iter().zip(toggles).filter(|(_, on)| **on) {
            write
                .execute("INSERT INTO role_permission VALUES (?1, ?2)", params![role, entry.key])
                .unwrap();
        }
    }
}

/// What the pure rules let this member see, in the order of the list.
fn allowed(row: &Row, actor: &Actor) -> Vec<i64> {
    let connector = |account: usize| {
        row.accounts[account].map(|member| Connector {
            member: MemberId(key(member)),
            team: TeamId(row.members[member].1),
        })
    };
    let mut seen = BTreeSet::new();
    for (index, (account, assignee, at)) in row.chats.iter().enumerate() {
        let facts = ChatFacts {
            connector: connector(*account),
            assignee: assignee.map(|member| MemberId(key(member))),
        };
        if actor.viewer().sees(facts).allowed {
            seen.insert((*at, key(index)));
        }
    }
    seen.iter().rev().map(|(_, id)| *id).collect()
}

/// All that somebody sees.
pub(super) fn everything(actor: &Actor) -> ChatQuery {
    ChatQuery {
        viewer: actor.id,
        team: actor.team,
        reach: actor.viewer().reach(),
        after: None,
        limit: None,
        filter: ChatFilter::default(),
    }
}

pub(super) fn listed(store: &mut Store, query: &ChatQuery) -> Vec<(i64, i64)> {
    store
        .read(|snapshot| {
            let mut positions = Vec::new();
            snapshot.chats(query, &snapshot.known(), |chat| {
                positions.push((chat.last_at, chat.id.0));
                Ok::<_, Error>(ControlFlow::Continue(()))
            })?;
            Ok::<_, Error>(positions)
        })
        .unwrap()
}

pub(super) fn actor(store: &mut Store, id: usize) -> Actor {
    store
        .read(|snapshot| {
            let member = snapshot.member_by_id(MemberId(key(id)))?.unwrap();
            Ok::<_, Error>(Actor {
                id: member.id,
                email: member.email,
                name: member.name,
                team: member.team,
                status: member.status,
                previews: false,
                role: snapshot.role(&member.role)?.unwrap(),
            })
        })
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(150), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_listed_is_what_is_allowed(row in workspaces()) {
        let workspace = file_of(&row);
        let mut store = Store::open(&workspace.name()).unwrap();
        for id in 0..row.members.len() {
            let actor = actor(&mut store, id);
            let whole = everything(&actor);
            let all = listed(&mut store, &whole);
            let ids: Vec<_> = all.iter().map(|(_, id)| *id).collect();
            prop_assert_eq!(&ids, &allowed(&row, &actor), "{:?}", actor);
            for limit in [1, 2, 7] {
                let mut pages = Vec::new();
                let mut after = None;
                loop {
                    let page = listed(&mut store, &ChatQuery { after, limit: Some(limit), ..whole.clone() });
                    prop_assert!(page.len() <= usize::try_from(limit).unwrap());
                    let Some((at, id)) = page.last().copied() else { break };
                    after = Some((at, ChatId(id)));
                    pages.extend(page);
                }
                prop_assert_eq!(&pages, &all, "in pages of {}", limit);
            }
        }
    }
}

#[test]
fn the_command_lists_the_same_pages() {
    let workspace = Workspace::sample();
    for who in ["olive", "adam", "tess", "tim", "agnes", "colin"] {
        let ids = |more: &str| {
            let line = format!("chat list --fields id --format json --as {who}@acme.test {more}");
            workspace.does(&line).column("id")
        };
        let whole = ids("--all");
        let mut pages = ids("--limit 1");
        while let Some(last) = pages.last().cloned() {
            let next = ids(&format!("--limit 1 --after {last}"));
            if next.is_empty() {
                break;
            }
            pages.extend(next);
        }
        assert_eq!(pages, whole, "{who}");
        for id in 1..7 {
            let line = format!("can {who}@acme.test view --chat {id}");
            let sees = workspace.run(&line).code == 0;
            assert_eq!(sees, whole.contains(&id.to_string()), "{line}");
        }
    }
}
