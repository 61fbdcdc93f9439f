//! `analytics`: its cases, and its figures against a plain computation over random workspaces.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde_json::Value;

use crate::support::{
    Case,
    Way::{Denied, Success, Usage},
    Workspace, prove,
};

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    vec![
        case(Success, "analytics"),
        case(Success, "analytics --as tess@acme.test"),
        case(Denied("toggle-off"), "analytics --as agnes@acme.test"),
        case(
            Denied("mask-number"),
            "mask enable number --role teammate\nanalytics --by day --as tess@acme.test",
        ),
        case(
            Success,
            "perm allow analytics --role collaborator\nanalytics --by account --as colin@acme.test",
        ),
        case(
            Success,
            "perm deny inbox --role teammate\nanalytics --as tess@acme.test --fields messages_in,messages_out",
        ),
        case(Success, "analytics --by day"),
        case(Success, "analytics --by account"),
        case(Success, "chat reply 2 -m hello --as tess@acme.test\nanalytics --by member"),
        case(Success, "analytics --by team --fields group,messages_in"),
        case(Success, "analytics --by template"),
        case(Success, "analytics --since 2030-01-01 --by day"),
        case(Usage, "analytics --since 2026-01-02 --until 2026-01-02"),
        case(Usage, "analytics --by week"),
        case(Usage, "analytics --since yesterday"),
    ]
}

#[test]
fn what_goes_on_is_counted() {
    insta::assert_snapshot!(prove(&cases()));
}

const DAY: i64 = 86_400_000;

/// The same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> i64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % most).unwrap()
    }
}

/// The sample with random chats and messages over twenty days, some of them out of order, and some
/// by campaigns and templates.
fn random(seed: u64) -> Workspace {
    let workspace = Workspace::sample();
    workspace.change(|sql| fill(sql, seed));
    workspace
}

fn fill(sql: &Connection, seed: u64) {
    let mut chance = Chance(seed);
    sql.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM message; DELETE FROM chat").unwrap();
    sql.execute_batch(
        "INSERT INTO template (id, name, language, shared, author_id, author, created_at) VALUES
            (1, 'offer', 'en', 1, 2, 'adam@acme.test', 0), (2, 'mine', 'en', 0, 3, 'tess@acme.test', 0);
         INSERT INTO template_version (id, template_id, number, status, category, body, written_at)
            VALUES (1, 1, 1, 'replaced', 'utility', 'x', 0), (2, 1, 2, 'approved', 'utility', 'x', 0),
            (3, 2, 1, 'approved', 'utility', 'x', 0)",
    )
    .unwrap();
    let is_tidy = seed.is_multiple_of(2);
    let mut key = 0;
    for chat in 1..=30 {
        let began = (30 + chance.below(20)) * DAY + chance.below(DAY as u64);
        let mut at = began;
        let mut last = began;
        sql.execute(
            "INSERT INTO chat (id, account_id, group_id, status, assignee_id, last_at, created_at)
             VALUES (?1, ?2, ?1, ?3, nullif(?4, 0), ?5, ?5)",
            rusqlite::params![
                chat,
                1 + chance.below(4),
                if chance.below(2) == 0 { "open" } else { "closed" },
                chance.below(7),
                began
            ],
        )
        .unwrap();
        for _ in 0..chance.below(12) {
            key += 1;
            at += chance.below(2 * DAY as u64) * if is_tidy { 1 } else { chance.below(3) - 1 };
            // Some fall on the same moment.
            at -= at % 60_000;
            last = last.max(at);
            let is_out = chance.below(2) == 1;
            let is_campaigns = is_out && chance.below(4) == 0;
            let status = ["queued", "sent", "delivered", "read", "failed", "PLAYED", "warm"];
            let status = status[usize::try_from(chance.below(7)).unwrap()];
            sql.execute(
                "INSERT INTO message (id, chat_id, at, direction, kind, text, member_id, status,
                    campaign_id, template_version_id)
                 VALUES (?1, ?2, ?3, ?4, 'text', 'x', nullif(?5, 0), ?6, ?7, nullif(?8, 0))",
                rusqlite::params![
                    key,
                    chat,
                    at,
                    if is_out { "out" } else { "in" },
                    if is_out && !is_campaigns { chance.below(7) } else { 0 },
                    if is_out { Some(status) } else { None },
                    is_campaigns.then_some(1),
                    if is_out { chance.below(4) } else { 0 },
                ],
            )
            .unwrap();
        }
        sql.execute("UPDATE chat SET last_at = ?2 WHERE id = ?1", [chat, last]).unwrap();
    }
}

struct Chat {
    id: i64,
    account: String,
    team: Option<String>,
    assignee: Option<String>,
    is_open: bool,
    created_at: i64,
    last_at: i64,
    messages: Vec<Message>,
}

struct Message {
    at: i64,
    is_in: bool,
    member: Option<String>,
    status: Option<String>,
    is_campaigns: bool,
    template: Option<String>,
}

fn chats(workspace: &Workspace) -> Vec<Chat> {
    let sql = workspace.sql();
    let mut chats = sql
        .prepare(
            "SELECT chat.id, number, team.name, assignee.email, chat.status, chat.created_at, last_at
             FROM chat JOIN account ON account.id = account_id
             LEFT JOIN member AS connector ON connector.id = connector_id
             LEFT JOIN team ON team.id = connector.team_id
             LEFT JOIN member AS assignee ON assignee.id = assignee_id",
        )
        .unwrap();
    let mut messages = sql
        .prepare(
            "SELECT at, direction, member.email, message.status, campaign_id,
                template.name || ' (' || template.language || ')', template_version_id
             FROM message LEFT JOIN member ON member.id = member_id
             LEFT JOIN template_version ON template_version.id = template_version_id
             LEFT JOIN template ON template.id = template_id
             WHERE chat_id = ?1 ORDER BY at, message.id",
        )
        .unwrap();
    let read = chats.query_map([], |row| {
        let id: i64 = row.get(0)?;
        let found = messages.query_map([id], |row| {
            Ok(Message {
                at: row.get(0)?,
                is_in: row.get::<_, String>(1)? == "in",
                member: row.get(2)?,
                status: row.get::<_, Option<String>>(3)?.map(|status| status.to_lowercase()),
                is_campaigns: row.get::<_, Option<i64>>(4)?.is_some(),
                template: row.get(5)?,
            })
        })?;
        Ok(Chat {
            id,
            account: row.get(1)?,
            team: row.get(2)?,
            assignee: row.get(3)?,
            is_open: row.get::<_, String>(4)? == "open",
            created_at: row.get(5)?,
            last_at: row.get(6)?,
            messages: found.map(Result::unwrap).collect(),
        })
    });
    read.unwrap().map(Result::unwrap).collect()
}

/// A date by its day since 1970: the tests' days are in January and February 1970.
fn date(day: i64) -> String {
    let (month, day) = match day {
        ..31 => (1, day + 1),
        31..59 => (2, day - 30),
        59..90 => (3, day - 58),
        _ => (4, day - 89),
    };
    format!("1970-{month:02}-{day:02}")
}

#[derive(Default)]
struct Expected {
    counts: BTreeMap<&'static str, u64>,
    waits: Vec<i64>,
}

/// The figures, computed as one would on paper.
fn expected(
    chats: &[Chat],
    sight: &BTreeSet<i64>,
    (since, until): (i64, i64),
    by: &str,
    hides_mine: bool,
) -> BTreeMap<Option<String>, Expected> {
    let mut groups: BTreeMap<Option<String>, Expected> = BTreeMap::new();
    let holds = |at: i64| since <= at && at < until;
    for chat in chats.iter().filter(|chat| sight.contains(&chat.id)) {
        let of = |at: i64, member: &Option<String>| match by {
            "day" => Some(date(at.div_euclid(DAY))),
            "account" => Some(chat.account.clone()),
            "team" => chat.team.clone(),
            "member" => member.clone(),
            _ => Some("all".to_owned()),
        };
        let mut add = |group: Option<String>, field: &'static str| {
            *groups.entry(group).or_default().counts.entry(field).or_default() += 1;
        };
        if by != "template" {
            if holds(chat.created_at) {
                add(of(chat.created_at, &chat.assignee), "chats_new");
            }
            if holds(chat.last_at) {
                let field = if chat.is_open { "chats_open" } else { "chats_closed" };
                add(of(chat.last_at, &chat.assignee), field);
            }
        }
        for message in chat.messages.iter().filter(|message| holds(message.at)) {
            let group = if by == "template" {
                let Some(name) = &message.template else { continue };
                Some(name.clone()).filter(|name| !(hides_mine && name.starts_with("mine")))
            } else if message.is_in {
                of(message.at, &chat.assignee)
            } else {
                of(message.at, &message.member)
            };
            add(group.clone(), if message.is_in { "messages_in" } else { "messages_out" });
            if !message.is_campaigns {
                continue;
            }
            let stages: &[&str] = match message.status.as_deref().unwrap() {
                "queued" => &["campaign_queued"],
                "failed" => &["campaign_failed"],
                "delivered" => &["campaign_sent", "campaign_delivered"],
                "read" | "played" => &["campaign_sent", "campaign_delivered", "campaign_read"],
                _ => &["campaign_sent"],
            };
            for stage in stages {
                add(group.clone(), stage);
            }
        }
        if by == "template" {
            continue;
        }
        let mut began = None;
        for message in &chat.messages {
            if message.is_in {
                began = began.or(Some(message.at));
            } else if let (false, Some(since)) = (message.is_campaigns, began) {
                began = None;
                if holds(since) {
                    let group = groups.entry(of(since, &message.member)).or_default();
                    group.waits.push((message.at - since) / 1000);
                }
            }
        }
    }
    groups
}

fn check(rows: &[Value], mut expected: BTreeMap<Option<String>, Expected>, what: &str) {
    let fields = [
        "chats_new",
        "chats_open",
        "chats_closed",
        "messages_in",
        "messages_out",
        "campaign_queued",
        "campaign_sent",
        "campaign_delivered",
        "campaign_read",
        "campaign_failed",
    ];
    for row in rows {
        let group = row["group"].as_str().map(str::to_owned);
        let mut wanted = expected.remove(&group).unwrap_or_default();
        for field in fields {
            if row[field].is_null() {
                assert!(what.contains("template"), "{what} {row}");
                continue;
            }
            assert_eq!(
                row[field],
                wanted.counts.get(field).copied().unwrap_or(0),
                "{what} {field} {row}"
            );
        }
        if what.contains("template") {
            continue;
        }
        wanted.waits.sort_unstable();
        let count = wanted.waits.len();
        assert_eq!(row["responses"], count, "{what} {row}");
        let rank = |percent: usize| wanted.waits.get(((count * percent).div_ceil(100)).max(1) - 1);
        assert_eq!(row["response_median"].as_i64(), rank(50).copied(), "{what} {row}");
        assert_eq!(row["response_p90"].as_i64(), rank(90).copied(), "{what} {row}");
    }
    assert!(expected.is_empty(), "{what}: not listed: {:?}", expected.keys());
}

#[test]
fn the_figures_are_those_of_a_plain_computation() {
    let mut counted = 0;
    for seed in 0..6 {
        let workspace = random(seed);
        workspace.does("perm allow analytics --role agent");
        workspace.does("perm allow analytics --role collaborator");
        let chats = chats(&workspace);
        // Colin sees so few that his chats are read one by one.
        for who in ["olive", "tess", "agnes", "colin"] {
            let listed =
                workspace.does(&format!("chat list --all --as {who}@acme.test --format json"));
            let sight: BTreeSet<i64> =
                listed.rows().iter().map(|row| row["id"].as_i64().unwrap()).collect();
            // The whole, and a part that differs from one to the next.
            let part = [(Some(36), None), (None, Some(44)), (Some(38), Some(46))];
            counted += 1;
            for (since, until) in [(None, None), part[counted % 3]] {
                let option = |name: &str, day: Option<i64>| {
                    day.map(|day| format!(" --{name} {}", date(day))).unwrap_or_default()
                };
                let options = option("since", since) + &option("until", until);
                let span = (
                    since.map_or(i64::MIN, |day| day * DAY),
                    until.map_or(i64::MAX, |day| day * DAY),
                );
                for by in ["all", "day", "account", "member", "team", "template"] {
                    let by_option = if by == "all" { String::new() } else { format!(" --by {by}") };
                    let line =
                        format!("analytics{options}{by_option} --as {who}@acme.test --format json");
                    let rows = workspace.does(&line).rows();
                    let hides_mine = matches!(who, "agnes" | "colin");
                    let what = format!("seed {seed}: {line}");
                    check(&rows, expected(&chats, &sight, span, by, hides_mine), &what);
                }
            }
        }
    }
}

#[test]
fn days_follow_each_other_without_a_gap_and_no_picture_stands_in_a_pipe() {
    let workspace = random(1);
    let days = workspace.does("analytics --by day --format json").column("group");
    assert!(days.len() > 5);
    for pair in days.windows(2) {
        let number = |day: &str| {
            (0..120).find(|number| date(*number) == day).unwrap_or_else(|| panic!("{day}"))
        };
        assert_eq!(number(&pair[0]) + 1, number(&pair[1]));
    }
    for line in ["analytics", "analytics --by day", "analytics --by member"] {
        let printed = workspace.does(line).stdout;
        assert!(!printed.contains(['▁', '█', '▏']), "{printed}");
    }
}

#[test]
#[cfg(unix)]
fn a_terminal_gets_pictures() {
    use crate::support::terminal::{at_terminal, ended};
    let workspace = random(2);
    let (printed, code) = ended(at_terminal(&workspace, "analytics"));
    assert_eq!(code, 0);
    assert!(printed.contains("messages in") && printed.contains('█'), "{printed}");
    let (printed, _) = ended(at_terminal(&workspace, "analytics --by day"));
    assert!(printed.contains("MESSAGES") && printed.contains('█'), "{printed}");
    assert!(printed.lines().all(|line| line.chars().count() < 130), "{printed}");
    let (printed, _) = ended(at_terminal(&workspace, "analytics --by day --format csv"));
    assert!(!printed.contains('█'), "{printed}");
    let (printed, _) =
        ended(at_terminal(&workspace, "analytics --by day --fields group,responses"));
    assert!(printed.starts_with("GROUP       RESPONSES\r\n"), "{printed}");
}
