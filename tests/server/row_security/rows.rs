//! Random policies and workspaces: each login reads its member's rows, no more and no fewer.

use serde_json::Value;

use super::kit::{Guarded, column};
use crate::{privacy::interference::random::Random, support::Ran};
use rolecall::rules::policy::{permission::Permission, role::Model};

/// How many workspaces are tried, unless `ROLECALL_ROW_SECURITY` says so.
const RUNS: u64 = 12;

const MEMBERS: [&str; 10] = [
    "olive@acme.test",
    "adam@acme.test",
    "tess@acme.test",
    "tim@acme.test",
    "agnes@acme.test",
    "colin@acme.test",
    "sue@acme.test",
    "sam@acme.test",
    "ines@acme.test",
    "rolf@acme.test",
];

/// With the model of each.
const ROLES: [(&str, Model); 5] = [
    ("admin", Model::Admin),
    ("teammate", Model::Teammate),
    ("agent", Model::Agent),
    ("collaborator", Model::Collaborator),
    ("supervisor", Model::Teammate),
];

/// More members, contacts and chats than the sample has.
fn grow(guarded: &Guarded) {
    for line in [
        "role add supervisor --like teammate",
        "member add sue@acme.test --role supervisor --team Sales --no-invite",
        "member add sam@acme.test --role agent --team Support --no-invite",
        "member add ines@acme.test --role teammate --team Sales",
        "member add rolf@acme.test --role teammate --no-invite",
    ] {
        guarded.workspace.does(line);
    }
    guarded.workspace.execute(
        "INSERT INTO contact (id, name, phone, phone_country_code, created_at)
            SELECT n, 'Customer ' || n, '+4477009' || 10000 + n, 44, 1767268800000
            FROM generate_series(100, 119) AS n;
         INSERT INTO contact_tag SELECT n, 'tag' || n % 3 FROM generate_series(100, 119) AS n;
         INSERT INTO contact_trait SELECT n, 'city', 'Town ' || n FROM generate_series(100, 119) AS n;
         INSERT INTO chat (id, account_id, contact_id, status, last_at, created_at)
            SELECT n, 1 + n % 4, n, 'open', 1767268800000 + n, 1767268800000
            FROM generate_series(100, 119) AS n;
         INSERT INTO message (id, chat_id, at, direction, kind, text, contact_id)
            SELECT n, 100 + n % 20, 1767268800000 + n, 'in', 'text', 'Text ' || n, 100 + n % 20
            FROM generate_series(1000, 1099) AS n",
    );
}

/// Everything that decides what is seen, by chance. An owner stays.
fn shuffle(guarded: &Guarded, random: &mut Random) {
    let mut sql = String::new();
    for (role, model) in ROLES {
        for permission in Permission::all().filter(|it| model.locked(*it).is_none()) {
            let key = permission.key();
            sql.extend([format!(
                "DELETE FROM role_permission WHERE role = '{role}' AND permission = '{key}';"
            )]);
            // What opens most is on more often: a closed inbox is one answer, and soon known.
            let percent = if permission.entry().is_module { 85 } else { 50 };
            if random.chance(percent) {
                sql.extend([format!("INSERT INTO role_permission VALUES ('{role}', '{key}');")]);
            }
        }
        let (number, traits) = (random.chance(25), random.chance(25));
        let texts = random.of(&["numbers", "digits", "hidden"]);
        sql.extend([format!(
            "UPDATE role SET mask_number = {}, mask_traits = {}, texts = '{texts}'
             WHERE name = '{role}';",
            u8::from(number),
            u8::from(traits)
        )]);
    }
    for email in &MEMBERS[1..9] {
        let role = if random.chance(8) { "owner" } else { random.of(&ROLES).0 };
        let status =
            if random.chance(85) { "active" } else { random.of(&["invited", "suspended"]) };
        sql.extend([format!(
            "UPDATE member SET role = '{role}', status = '{status}', team_id =
             (SELECT id FROM team ORDER BY id OFFSET {} LIMIT 1) WHERE email = '{email}';",
            random.below(3)
        )]);
    }
    let member = |random: &mut Random| match random.below(4) {
        0 => "NULL".to_owned(),
        _ => format!("(SELECT id FROM member WHERE email = '{}')", random.of(&MEMBERS[..9])),
    };
    for account in 1..=4 {
        sql.extend([format!(
            "UPDATE account SET connector_id = {} WHERE id = {account};",
            member(random)
        )]);
    }
    for chat in (1..=6).chain(100..=119) {
        sql.extend([format!(
            "UPDATE chat SET assignee_id = {} WHERE id = {chat};",
            member(random)
        )]);
    }
    guarded.workspace.execute(&sql);
}

/// The rows of a list, by key; none where it is refused.
fn rows(ran: &Ran) -> Vec<(i64, Value)> {
    if ran.code == 3 {
        return Vec::new();
    }
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    let mut rows: Vec<_> =
        ran.rows().into_iter().map(|row| (row["id"].as_i64().unwrap(), row)).collect();
    rows.sort_by_key(|(id, _)| *id);
    rows
}

fn keys(rows: &[(i64, Value)]) -> Vec<String> {
    rows.iter().map(|(id, _)| id.to_string()).collect()
}

/// What was compared.
#[derive(Debug, Default)]
struct Seen {
    chats: usize,
    all: usize,
    contacts: usize,
    masked: usize,
    blind: usize,
}

#[test]
fn each_login_reads_what_its_member_is_shown() {
    let Some(guarded) = Guarded::sample() else { return };
    grow(&guarded);
    guarded.enforce();
    let logins: Vec<_> = MEMBERS.iter().map(|email| guarded.login(email)).collect();
    let nobody = guarded.login("nobody@acme.test");
    guarded.workspace.does("member remove rolf@acme.test --yes");
    let runs = std::env::var("ROLECALL_ROW_SECURITY").map_or(RUNS, |runs| runs.parse().unwrap());
    let mut seen = Seen::default();
    for seed in 0..runs {
        shuffle(&guarded, &mut Random::new(seed));
        guarded.enforce();
        for (email, login) in MEMBERS.iter().zip(&logins) {
            compare(&guarded, email, login, seed, &mut seen);
        }
        let mut client = guarded.sign_in(&nobody);
        for view in ["chat", "message", "contact", "contact_tag", "contact_trait"] {
            let count = column(&mut client, &format!("SELECT count(*)::text FROM {view}"));
            assert_eq!(count, ["0"], "{view}");
        }
    }
    println!("{seen:?}");
    let some = |count: usize| count > 0 || runs == 0;
    assert!(seen.chats < seen.all, "everybody saw everything: {seen:?}");
    assert!(
        [seen.chats, seen.contacts, seen.masked, seen.blind].into_iter().all(some),
        "something was never met: {seen:?}"
    );
}

fn compare(guarded: &Guarded, email: &str, login: &str, seed: u64, seen: &mut Seen) {
    let mut client = guarded.sign_in(login);
    let mut admin = guarded.admin();
    let at = format!("seed {seed}, {email}");
    let sql = format!(
        "SELECT status || ' ' || mask_number || ' ' || mask_traits FROM member
         JOIN role ON role.name = role WHERE email = '{email}'"
    );
    let standing = column(&mut admin, &sql).pop().unwrap_or_default();
    let is_active = standing.starts_with("active");
    let (masks_number, masks_traits) = (standing.contains(" 1 "), standing.ends_with('1'));
    let list = |line: &str| {
        let ran = || guarded.workspace.run(&format!("{line} --as {email} --format json"));
        if is_active { rows(&ran()) } else { Vec::new() }
    };
    let chats = list("chat list --all");
    let contacts = list("contact list --limit 100");
    let ids = |client: &mut _, view: &str| {
        column(client, &format!("SELECT id::text FROM {view} ORDER BY {view}.id"))
    };
    assert_eq!(ids(&mut client, "chat"), keys(&chats), "{at}: chats");
    assert_eq!(ids(&mut client, "contact"), keys(&contacts), "{at}: contacts");
    let shown = keys(&chats).join(", ");
    let within =
        if shown.is_empty() { "false".to_owned() } else { format!("chat_id IN ({shown})") };
    let sql = format!("SELECT id::text FROM message WHERE {within} ORDER BY message.id");
    assert_eq!(ids(&mut client, "message"), column(&mut admin, &sql), "{at}: messages");

    // What of a contact is shown by the card of a chat, or by the page.
    let sees_users = !contacts.is_empty();
    let known = if sees_users {
        "true".to_owned()
    } else {
        format!(
            "contact_id IN (SELECT contact_id FROM chat WHERE {})",
            within.replace("chat_id", "id")
        )
    };
    for (table, is_hidden) in
        [("contact_tag", masks_number), ("contact_trait", masks_number || masks_traits)]
    {
        let sql = format!(
            "SELECT contact_id::text FROM {table} WHERE {known} ORDER BY {table}.contact_id"
        );
        let expected = if is_hidden { Vec::new() } else { column(&mut admin, &sql) };
        let sql = format!("SELECT contact_id::text FROM {table} ORDER BY {table}.contact_id");
        assert_eq!(column(&mut client, &sql), expected, "{at}: {table}");
    }

    let sql =
        "SELECT json_build_array(phone, contact, assignee, status)::text FROM chat ORDER BY id";
    for (read, (_, row)) in column(&mut client, sql).iter().zip(&chats) {
        let read: Value = serde_json::from_str(read).unwrap();
        let hidden = |value: &Value| if masks_number { Value::Null } else { value.clone() };
        assert_eq!(read[0], hidden(&row["phone"]), "{at}: {row}");
        assert_eq!(read[2], hidden(&row["assignee"]), "{at}: {row}");
        assert_eq!(read[3], row["status"], "{at}: {row}");
        assert!(read[1] == hidden(&row["contact"]) || read[1].is_null(), "{at}: {row}");
    }
    if let Some((id, _)) = chats.first() {
        let line = format!("chat show {id} --as {email} --format json");
        let messages = guarded.workspace.does(&line).json()["messages"].clone();
        let text = |message: &Value| {
            if masks_number { String::new() } else { message["text"].as_str().unwrap().to_owned() }
        };
        let expected: Vec<_> = messages.as_array().unwrap().iter().map(text).collect();
        let sql = format!("SELECT text FROM message WHERE chat_id = {id} ORDER BY at, id");
        assert_eq!(column(&mut client, &sql), expected, "{at}: texts");
    }
    seen.chats += chats.len();
    seen.all += 26;
    seen.contacts += contacts.len();
    seen.masked += usize::from(masks_number && !chats.is_empty());
    seen.blind += usize::from(!is_active);
}
