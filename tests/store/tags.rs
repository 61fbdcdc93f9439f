//! Tags and filters after the fact: however tags, times and assignees change, the chats that a filter
//! lists are those of the plain list that have what it asks for, and no row by which chats are found
//! by tag is stale or missing.

use std::collections::BTreeSet;

use proptest::{collection::vec, option, prelude::*};
use rolecall::{
    rules::{
        id::{AccountId, ChatId, ContactId, MemberId, TeamId},
        policy::{
            caller::Via,
            grant::{Founding, Grant},
        },
        privacy::text::CustomerText,
        workspace::member::{Email, Status},
    },
    store::{
        Assignee, Attribution, AuditEntry, Change, ChatFilter, ChatQuery, ContactKey, Direction,
        Error, Mode, NewChat, NewContact, NewMember, NewMessage, Result, Store,
    },
};

use super::chats::{Row, actor, everything, file_of, key, listed, workspaces};
use crate::support::{Workspace, cases, tags::CHATS_BY_TAG};

const CONTACTS: usize = 4;
const TAGS: [&str; 3] = ["vip", "press", "a'b"];

/// One thing that is done. Chats, members and accounts are counted round, whatever there are.
#[derive(Debug, Clone)]
enum Step {
    Tag(usize, usize),
    Untag(usize, usize),
    Begin(usize, usize, i64),
    Write(usize, i64, bool),
    Assign(usize, Option<usize>),
    Close(usize),
    /// What an import says: whose it is, by their place or an email that nobody has yet, and since when.
    Say(usize, Option<usize>, Option<usize>, i64),
    Arrive(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (some, at) = (0..50_usize, 0..5_i64);
    let begin = (some.clone(), 0..CONTACTS, at.clone()).prop_map(|(a, b, c)| Step::Begin(a, b, c));
    let step = prop_oneof![
        3 => (0..CONTACTS, 0..TAGS.len()).prop_map(|(a, b)| Step::Tag(a, b)),
        1 => (0..CONTACTS, 0..TAGS.len()).prop_map(|(a, b)| Step::Untag(a, b)),
        3 => begin.clone(),
        2 => (some.clone(), at.clone(), any::<bool>()).prop_map(|(a, b, c)| Step::Write(a, b, c)),
        2 => (some.clone(), option::of(some.clone())).prop_map(|(a, b)| Step::Assign(a, b)),
        1 => some.clone().prop_map(Step::Close),
        1 => (some, option::of(0..50_usize), option::of(0..2_usize), at)
            .prop_map(|(a, b, c, d)| Step::Say(a, b, c, d)),
        1 => (0..2_usize).prop_map(Step::Arrive),
    ];
    (vec(begin, 3..12), vec(step, 0..40)).prop_map(|(mut begun, steps)| {
        begun.extend(steps);
        begun
    })
}

fn contact(change: &Change<'_, Founding>, number: usize) -> Result<ContactId> {
    let id = format!("contact-{number}");
    let key = || ContactKey { phone: None, whatsapp_user_id: Some(&id) };
    if let Some(known) = change.contact(&key())? {
        return Ok(known.id);
    }
    let [name, username] = [None; 2];
    change.insert_contact(&NewContact {
        key: key(),
        name,
        username,
        named_at: 0,
        opted_in: None,
        at: 0,
    })
}

fn awaited(number: usize) -> String {
    format!("late{number}@x.test")
}

fn take(
    change: &Change<'_, Founding>,
    row: &Row,
    chats: &mut Vec<ChatId>,
    step: &Step,
) -> Result<()> {
    let member = |place: usize| MemberId(key(place % row.members.len()));
    match *step {
        Step::Tag(who, tag) => {
            change.add_tag(contact(change, who)?, &CustomerText::new(TAGS[tag]))?;
        }
        Step::Untag(who, tag) => {
            change.remove_tag(contact(change, who)?, &CustomerText::new(TAGS[tag]))?;
        }
        Step::Begin(account, who, at) => {
            let account = AccountId(key(account % row.accounts.len()));
            let who = contact(change, who)?;
            if change.chat_of_contact(account, who)?.is_none() {
                let new = NewChat { account, contact: Some(who), group_id: None, at };
                chats.push(change.insert_chat(&new)?);
            }
        }
        Step::Write(chat, at, incoming) => {
            let chat = chats[chat % chats.len()];
            let written = change.insert_message(&NewMessage {
                chat,
                external_id: None,
                at,
                direction: if incoming { Direction::In } else { Direction::Out },
                kind: "text",
                text: None,
                veiled: None,
                content: None,
                contact: None,
                member: None,
                author: None,
                reply_to: None,
                recipient: None,
                status: None,
                campaign: None,
                template_version: None,
            })?;
            change.touch_chat(chat, written.unwrap(), at)?;
        }
        Step::Assign(chat, who) => {
            change.set_assignee(chats[chat % chats.len()], who.map(member))?;
        }
        Step::Close(chat) => change.set_chat_status(chats[chat % chats.len()], "closed")?,
        Step::Say(chat, who, late, last_at) => {
            let chat = chats[chat % chats.len()];
            let mut details = change.chat_details(chat)?;
            details.assignee = who.map(member);
            details.awaited_assignee = if who.is_none() { late.map(awaited) } else { None };
            details.last_at = last_at;
            change.set_chat_details(chat, &details)?;
        }
        Step::Arrive(late) => {
            change.insert_new_member(&NewMember {
                email: &Email::parse(&awaited(late)).unwrap(),
                name: None,
                phone: None,
                role: "agent",
                team: TeamId(1),
                status: Status::Active,
                added_by: None,
                added_at: 0,
            })?;
        }
    }
    Ok(())
}

/// Takes the steps, a few in a change.
fn taken(row: &Row, steps: &[Step]) -> Workspace {
    let workspace = file_of(row);
    let keys = "INSERT OR REPLACE INTO sequence SELECT 'chat', coalesce(max(id), 0) FROM chat;
         INSERT OR REPLACE INTO sequence SELECT 'member', max(id) FROM member";
    workspace.change(|sql| sql.execute_batch(keys).unwrap());
    let mut store = Store::open(&workspace.name()).unwrap();
    let mut chats: Vec<_> = (0..row.chats.len()).map(|place| ChatId(key(place))).collect();
    for some in steps.chunks(3) {
        let done = store.change(
            Mode::Apply,
            Attribution {
                operator: "tests".to_owned(),
                via: Via::Default,
                clock_is_set: false,
                undoes: None,
            },
            |_| Ok::<_, Error>((Grant::founding("x@x.test", 0), ())),
            |change, ()| {
                for step in some {
                    take(change, row, &mut chats, step)?;
                }
                let (action, object, needed) = ("x", "x".into(), None);
                let entry = AuditEntry {
                    action,
                    object,
                    before: None,
                    after: None,
                    needed,
                    kept: Vec::new(),
                };
                Ok(((), vec![entry]))
            },
        );
        done.unwrap();
    }
    workspace
}

fn rows(workspace: &Workspace, sql: &str) -> Vec<(String, [i64; 4])> {
    let connection = workspace.sql();
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]))
    });
    rows.unwrap().map(std::result::Result::unwrap).collect()
}

/// Filters beside what each of them asks of a chat's row.
fn filters() -> Vec<(ChatFilter, String)> {
    let tag = |tag: &str| Some(CustomerText::new(tag));
    let base = ChatFilter::default;
    let mut filters = vec![
        (ChatFilter { account: Some(AccountId(1)), ..base() }, "account_id = 1"),
        (ChatFilter { team: Some(TeamId(1)), ..base() }, "team_id = 1"),
        (ChatFilter { assignees: Some(vec![Assignee::Nobody]), ..base() }, "assignee_id IS NULL"),
        (
            ChatFilter { assignees: Some(vec![Assignee::Member(MemberId(1))]), ..base() },
            "assignee_id = 1",
        ),
        (
            ChatFilter { assignees: Some(vec![Assignee::Member(MemberId(2))]), ..base() },
            "assignee_id = 2",
        ),
        (
            ChatFilter {
                assignees: Some([1, 2].map(MemberId).map(Assignee::Member).into()),
                ..base()
            },
            "assignee_id IN (1, 2)",
        ),
        (ChatFilter { assignees: Some(Vec::new()), ..base() }, "0"),
        (ChatFilter { status: Some("closed"), ..base() }, "chat.status = 'closed'"),
        (ChatFilter { unread: true, ..base() }, "unread = 1"),
        (ChatFilter { since: Some(2), ..base() }, "last_at >= 2"),
        (ChatFilter { until: Some(3), ..base() }, "last_at < 3"),
        (
            ChatFilter {
                team: Some(TeamId(1)),
                assignees: Some(vec![Assignee::Member(MemberId(1))]),
                status: Some("open"),
                unread: true,
                since: Some(1),
                until: Some(4),
                ..base()
            },
            "team_id = 1 AND assignee_id = 1 AND chat.status = 'open' AND unread = 1
                AND last_at BETWEEN 1 AND 3",
        ),
        (base(), "1"),
    ];
    // Each of them with a tag as well.
    for at in 0..filters.len() {
        let (filter, asks) = filters[at].clone();
        filters.push((ChatFilter { tag: tag(TAGS[at % TAGS.len()]), ..filter }, asks));
    }
    let with_tag = |(filter, asks): (ChatFilter, &str)| {
        let asks = filter.tag.as_ref().map_or_else(
            || asks.to_owned(),
            |tag| {
                let tag = tag.raw_for_storage().replace('\'', "''");
                format!("{asks} AND contact_id IN (SELECT contact_id FROM contact_tag WHERE tag = '{tag}')")
            },
        );
        (filter, asks)
    };
    filters.into_iter().map(with_tag).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(100), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_filter_lists_what_it_asks_for_whatever_changed((row, steps) in (workspaces(), steps())) {
        let workspace = taken(&row, &steps);
        prop_assert_eq!(rows(&workspace, "SELECT * FROM chat_tag ORDER BY 1, 2, 3, 4, 5"), rows(&workspace, CHATS_BY_TAG));
        let connection = workspace.sql();
        let fitting: Vec<(ChatFilter, BTreeSet<i64>)> = filters()
            .into_iter()
            .map(|(filter, asks)| {
                let sql = format!(
                    "SELECT chat.id FROM chat JOIN account ON account.id = account_id
                        LEFT JOIN member ON member.id = connector_id WHERE {asks}"
                );
                let mut statement = connection.prepare(&sql).unwrap();
                let ids = statement.query_map([], |row| row.get(0)).unwrap();
                (filter, ids.map(std::result::Result::unwrap).collect())
            })
            .collect();
        let mut store = Store::open(&workspace.name()).unwrap();
        for id in 0..row.members.len() {
            let actor = actor(&mut store, id);
            let whole = everything(&actor);
            let all = listed(&mut store, &whole);
            for (number, (filter, fitting)) in fitting.iter().enumerate() {
                let query = ChatQuery { filter: filter.clone(), ..whole.clone() };
                let expected: Vec<_> =
                    all.iter().filter(|(_, id)| fitting.contains(id)).copied().collect();
                prop_assert_eq!(&listed(&mut store, &query), &expected, "filter {}, {:?}", number, actor);
                // A page from the middle on.
                if let Some((at, id)) = expected.get(expected.len() / 2).copied() {
                    let page = ChatQuery { after: Some((at, ChatId(id))), limit: Some(2), ..query };
                    let rest = &expected[expected.len() / 2 + 1..];
                    prop_assert_eq!(&listed(&mut store, &page), &rest[..rest.len().min(2)]);
                }
            }
        }
    }
}
