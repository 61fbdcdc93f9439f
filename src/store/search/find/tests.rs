//! However a search is answered (by a look, from the accounts, by reading what is assigned or by holding
//! it against the index), it finds what a query finds that asks the index for everything and then
//! picks what is seen.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use rusqlite::params;

use super::FEW_ACCOUNTS;
use crate::{
    rules::{
        id::{AccountId, ChatId, ContactId, MemberId, TeamId},
        policy::{caller::Via, grant::Grant, scope::Reach},
        privacy::text::CustomerText,
    },
    store::{
        Attribution, AuditEntry, ChatFilter, ChatQuery, ContactKey, Direction, Error, Mode,
        NewChat, NewContact, NewMessage, Store, Words,
    },
};

const CHATS: i64 = 60;
const MESSAGES: i64 = 3000;

/// Members 1 to 4 are in the first team, 5 in the second. Member 1 connected account 1 alone, 2
/// what makes the team see many accounts, 3 nothing, and 5 the rest. To member 3 nearly everything is
/// assigned, to member 1 some of it.
fn people(accounts: i64) -> String {
    format!(
        "INSERT INTO role VALUES ('agent', 1, 'Agent', 'agent', 0, 0, 'numbers', NULL);
         INSERT INTO team VALUES (1, 'A', 'a', 1, 0), (2, 'B', 'b', 0, 0);
         INSERT INTO member (id, email, email_key, role, team_id, status, added_at) VALUES
             (1, 'a', 'a', 'agent', 1, 'active', 0), (2, 'b', 'b', 'agent', 1, 'active', 0),
             (3, 'c', 'c', 'agent', 1, 'active', 0), (5, 'e', 'e', 'agent', 2, 'active', 0);
         INSERT INTO account (id, number, number_country_code, connector_id, connected_at)
             WITH RECURSIVE counted (key) AS
                 (VALUES (1) UNION ALL SELECT key + 1 FROM counted WHERE key < {accounts})
             SELECT key, '+' || key, 1,
                 CASE WHEN key = 1 THEN 1 WHEN key % 7 < 6 THEN 2 ELSE 5 END, 0 FROM counted;"
    )
}

/// Words of many spellings, more and less common; now and then a text in another script, or none.
fn text(number: i64) -> Option<String> {
    let word = |every: i64, word: &'static str| if number % every == 0 { word } else { "" };
    let plain = format!(
        "{} {}-{} {} {} m{number}",
        word(2, "Parcel"),
        word(3, "saturday"),
        word(5, "PRICE list"),
        word(400, "uncommon"),
        word(2500, "rare")
    );
    match number % 11 {
        0 => None,
        3 => Some(format!("{plain} café naïve_parcel")),
        5 => Some(format!("नमस्ते {plain} Ünï PARCÉL x\u{301}y")),
        7 => Some(format!("{plain}\u{2} Straße ſaturday ①2")),
        9 => Some(format!("{plain}\u{2}hidden\u{1}parcel_x1 2y")),
        _ => Some(plain),
    }
}

fn filled(accounts: i64) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("workspace.db");
    Store::create(&path, |store| {
        store.connection.batch(&people(accounts)).unwrap();
        let allowed = (Grant::founding("x", 0), ());
        store.change(
            Mode::Apply,
            Attribution {
                operator: "tests".to_owned(),
                via: Via::Default,
                clock_is_set: false,
                undoes: None,
            },
            |_| Ok::<_, Error>(allowed),
            |change, ()| {
                for key in 1..=CHATS {
                    let name = CustomerText::new(text(key * 10).unwrap_or_default());
                    let id = format!("c{key}");
                    let contact: ContactId = change.insert_contact(&NewContact {
                        key: ContactKey { phone: None, whatsapp_user_id: Some(&id) },
                        name: (key % 6 > 0).then_some(&name),
                        username: None,
                        named_at: 0,
                        opted_in: None,
                        at: 0,
                    })?;
                    let account = AccountId(1 + key * 5 % accounts);
                    let chat = NewChat { account, contact: Some(contact), group_id: None, at: 0 };
                    let chat = change.insert_chat(&chat)?;
                    let assignee = if key % 8 == 0 { 1 } else { 3 };
                    change.set_assignee(chat, (key % 5 > 0).then_some(MemberId(assignee)))?;
                }
                for number in 1..=MESSAGES {
                    let text = text(number).map(CustomerText::new);
                    let veiled = (number % 50 == 0).then(|| CustomerText::new("veiled parcel"));
                    let (chat, at) =
                        (ChatId(1 + number * 31 % CHATS), number * 7919 % 90_001 * 400);
                    let id = change.insert_message(&NewMessage {
                        chat,
                        external_id: None,
                        at,
                        direction: Direction::In,
                        kind: "text",
                        text: text.as_ref(),
                        veiled: veiled.as_ref().filter(|_| text.is_some()),
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
                    change.touch_chat(chat, id.unwrap(), at)?;
                }
                let entry = AuditEntry {
                    action: "x",
                    object: "x".into(),
                    before: None,
                    after: None,
                    needed: None,
                    kept: Vec::new(),
                };
                Ok(((), vec![entry]))
            },
        )
    })
    .unwrap();
    let store = Store::open(&path).unwrap();
    (folder, store)
}

/// What matches in an index, newest first, with sight tested row by row.
fn expected(store: &Store, names: bool, words: &Words, reach: Reach, me: i64) -> Vec<i64> {
    let (table, column, key, chat) = if names {
        ("name_search", "name", "chat.id", "JOIN chat ON chat.id = name_search.rowid >> 6")
    } else {
        (
            "message_search",
            "text",
            "message.id",
            "JOIN message ON message.id = message_search.rowid >> 6 & 134217727
                JOIN chat ON chat.id = chat_id",
        )
    };
    let sql = format!(
        "SELECT {key} FROM {table} {chat} JOIN account ON account.id = account_id
            JOIN member ON member.id = connector_id
         WHERE {table} MATCH ?1 AND ((?2 AND connector_id = ?6)
            OR (?3 AND connector_id <> ?6 AND member.team_id = 1)
            OR (?4 AND member.team_id <> 1) OR (?5 AND assignee_id = ?6))
         ORDER BY {table}.rowid DESC"
    );
    let expression = format!("{column} : ({})", words.expression());
    let Reach { own, same_team, other_teams, assigned } = reach;
    let values = params![expression, own, same_team, other_teams, assigned, me];
    let mut statement = store.connection.file().unwrap().prepare(&sql).unwrap();
    let found = statement.query_map(values, |row| row.get(0)).unwrap();
    found.map(Result::unwrap).collect()
}

const SOUGHT: [&str; 18] = [
    "parcel",
    "PARCEL pri",
    "parcel saturday price",
    "uncommon",
    "rare",
    "uncommon parcel",
    "rar",
    "m77",
    "nothing",
    "parcel nothing",
    "cafe",
    "naïve",
    "नम",
    "xy",
    "strasse",
    "saturday 12",
    "hidden",
    "x1 2",
];

#[test]
fn a_search_finds_what_a_query_finds_whichever_way_it_goes() {
    let few = i64::try_from(FEW_ACCOUNTS).unwrap() / 4;
    for accounts in [few, few * 16] {
        let (_folder, mut store) = filled(accounts);
        for (me, bits) in (0..16).flat_map(|bits| [1, 2, 3].map(|me| (me, bits))) {
            let on = |bit: i32| bits >> bit & 1 == 1;
            let reach = Reach { own: on(0), same_team: on(1), other_teams: on(2), assigned: on(3) };
            let query = ChatQuery {
                viewer: MemberId(me),
                team: TeamId(1),
                reach,
                after: None,
                limit: None,
                filter: ChatFilter::default(),
            };
            for sought in SOUGHT {
                let words = Words::of(sought).unwrap();
                let at = format!("{accounts} accounts, member {me}, {reach:?}, `{sought}`");
                let names = expected(&store, true, &words, reach, me);
                let messages = expected(&store, false, &words, reach, me);
                for limit in [1, 20, 2000] {
                    let take = usize::try_from(limit).unwrap();
                    let (named, written, next) = store
                        .read(|snapshot| {
                            let named = snapshot.search_names(&query, &words, limit)?;
                            let written = snapshot.search_messages(&query, &words, None, limit)?;
                            let last = written.last().map(|(_, message)| message.id);
                            let next = match last {
                                Some(id) => {
                                    snapshot.search_messages(&query, &words, Some(id), limit)?
                                }
                                None => Vec::new(),
                            };
                            Ok::<_, Error>((named, written, next))
                        })
                        .unwrap();
                    let named: Vec<_> = named.iter().map(|chat| chat.id.0).collect();
                    assert_eq!(named, names[..names.len().min(take)], "{at}: names");
                    let written = written.iter().chain(&next).map(|(_, message)| message.id.0);
                    let pages = &messages[..messages.len().min(take * 2)];
                    assert_eq!(written.collect::<Vec<_>>(), pages, "{at}: messages");
                }
            }
        }
    }
}
