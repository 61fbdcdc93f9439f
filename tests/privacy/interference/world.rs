//! A random workspace, written down once with places for numbers and built as often as wanted, each
//! time with other digits in those places. Whatever else is in it is the same to the byte.

use std::{fmt::Write as _, fs, path::Path, sync::LazyLock};

use rolecall::rules::policy::{mask::TextMode, permission::Permission, role::Model};
use rusqlite::Connection;
use serde_json::json;

use super::{
    draft::{Draft, LABELS, NAMES, fill, place},
    numbers::{COUNTRIES, Length, Number},
    random::Random,
};
use crate::support::{
    Workspace,
    inside::Inside,
    payload::{Customer, NOON, change, echo, message, text},
    tags::CHATS_BY_TAG,
};

/// The business's own numbers, which no mask hides.
pub const ACCOUNTS: [&str; 4] = ["14155550132", "442071838750", "919812345678", "4915123456789"];
/// One member of each role but the owner's, who read as their role lets them.
pub const READERS: [&str; 5] = ["adam", "tess", "agnes", "colin", "sue"];
/// Their roles; the last is no built-in one.
pub const ROLES: [&str; 5] = ["admin", "teammate", "agent", "collaborator", "supervisor"];
/// Members whose numbers are hidden from the others as customers' are.
const COLLEAGUES: usize = 2;

const COMMANDS: &[&str] = &[
    "init Acme --owner olive@acme.test --owner-name Olive",
    "team add Sales",
    "team add Support",
    "role add supervisor --like teammate",
    "member add adam@acme.test --role admin --name Adam --phone +447911123499 --no-invite",
    "member add tess@acme.test --role teammate --name Tess --team Sales --no-invite",
    "member add agnes@acme.test --role agent --name Agnes --team Sales --no-invite",
    "member add colin@acme.test --role collaborator --name Colin --team Support --no-invite",
    "member add sue@acme.test --role supervisor --team Support --phone +447911123498 --no-invite",
    "member add other0@acme.test --role teammate --name Otto --no-invite",
    "member add other1@acme.test --role agent --name Ottilie --team Sales --no-invite",
    "account connect +14155550132 --label Main",
    "account connect +442071838750 --label 'Sales line' --as tess@acme.test",
    "account connect +919812345678 --label Field --as agnes@acme.test",
    "account connect +4915123456789 --as adam@acme.test",
    "template add offer --category marketing --language en --body 'Hi {{1}}, news from {{2}} for you.'",
    "template submit offer",
    "template mark offer approved",
    "campaign create Asks --template offer --account +14155550132 --var 1=name|there --var 2=trait:city0 --all-contacts",
    "campaign create Filters --template offer --account +14155550132 --var 1=name|there --var 2=trait:city1|town --trait city0=Mumbai",
    "campaign create Plain --template offer --account +442071838750 --var 1=text:you --var 2=text:Acme --all-contacts --every daily",
    "campaign create Greets --template offer --account +442071838750 --var 1=name|there --var 2=trait:city0|town --all-contacts",
    "campaign create Welcome --template offer --account +442071838750 --var 1=name|there --var 2=trait:city0 --on-tag vip",
];

/// The part that is the same in all of them, built once by the program's own commands.
fn base() -> &'static [u8] {
    static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let workspace = Workspace::none();
        let mut inside = Inside::new();
        for command in COMMANDS {
            inside.run(&workspace.path(), command, b"").succeeds();
        }
        workspace.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        fs::read(workspace.path()).unwrap()
    });
    &BYTES
}

/// What differs between builds of a world, and what its readers are not to read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// The digits of numbers.
    Numbers,
    /// The names, values and number of traits.
    Traits,
}

/// A workspace with places for numbers.
pub struct World {
    seed: u64,
    hidden: Hidden,
    /// The numbers of customers and colleagues in the first build.
    pub numbers: Vec<Number>,
    payloads: String,
    sql: String,
    acts: Vec<String>,
    look: String,
    /// A list whose name has a number.
    list: (String, String),
    /// How many chats there are.
    pub chats: usize,
}

impl World {
    pub fn new(seed: u64, hidden: Hidden) -> Self {
        let mut random = Random::new(seed);
        let texts = TextMode::ALL[usize::try_from(seed % 3).unwrap()];
        let customers = 3 + random.below(4);
        let started = customers;
        let numbers: Vec<_> = (0..=customers + COLLEAGUES)
            .map(|_| {
                let country = random.below(COUNTRIES.len());
                Number::random(&mut random, country, Length::Any)
            })
            .collect();
        let mut draft = Draft { random, customers };
        let (payloads, chats) = conversations(&mut draft);
        let mut sql = labels(&mut draft, hidden);
        sql.push_str(&standing(&mut draft.random, chats, hidden, texts));
        sql.push_str("UPDATE contact SET opted_in = 1 WHERE id % 3 > 0;\n");
        for colleague in 0..COLLEAGUES {
            let who = customers + 1 + colleague;
            let random = &mut draft.random;
            write!(
                sql,
                "UPDATE member SET phone = '{}', phone_country_code = {}
                 WHERE email = 'other{colleague}@acme.test';\n",
                place(who, 'e', random),
                place(who, 'c', random)
            )
            .unwrap();
        }
        let random = &mut draft.random;
        let started = place(started, 'e', random);
        let (own, other) = (place(0, 's', random), place(1, 'a', random));
        let name = place(0, 'a', random);
        let acts = vec![
            format!(
                "template add promo --category marketing --language en \
                 --header 'Ask {other}' --body 'Hi {{{{1}}}}, is it {own}?' --quick-reply Yes"
            ),
            "template submit promo".to_owned(),
            "template mark promo approved".to_owned(),
            format!(
                "template add waiting --category utility --language en \
                 --body 'We call {own} soon.' --private"
            ),
            format!("team add 'T {name}'"),
            format!("role add visitor --like agent --title 'of {other}'"),
            format!("member edit other0@acme.test --name 'Otto {name}' --team 'T {name}'"),
            format!("workspace rename 'Acme {other}'"),
            format!("whatsapp set +14155550132 --description 'Call {name}'"),
            format!(
                "campaign create 'To {name}' --template offer --account +14155550132 \
                 --var '1=name|{other}' --var '2=text:{own}' --tag 'lead {name}'"
            ),
            format!("contact tag 'lead {name}' 1"),
            format!("chat start {started} --from {} -m 'Hello from {own}'", random.of(&ACCOUNTS)),
            format!("chat reply {} -m 'Yes, gladly'", 1 + random.below(chats)),
            format!("chat close {}", 1 + random.below(chats)),
        ];
        // A look behind the mask whose reason tells the number, by whoever sees the first chat.
        let look = format!(
            "chat reveal 1 --reason 'is {} right' --as {}@acme.test",
            place(0, 's', random),
            READERS[random.below(READERS.len())]
        );
        let list = (
            format!("list of {other}.csv"),
            format!("phone,name,order\n{},Asha {own},{own}\n", place(0, 'e', random)),
        );
        let chats = chats + 1;
        Self { seed, hidden, numbers, payloads, sql, acts, look, list, chats }
    }

    /// The numbers of each build: those of the first, and others of the same countries.
    pub fn builds(&self) -> Vec<Vec<Number>> {
        let mut random = Random::new(self.seed ^ 0x00A5_A5A5);
        let mut other = |same_length| {
            let mut numbers: Vec<Number> = Vec::new();
            for number in &self.numbers {
                // No two customers have the same one, in whichever build.
                let next = loop {
                    let next = number.other(&mut random, same_length);
                    if numbers.iter().all(|known| known.wa_id() != next.wa_id()) {
                        break next;
                    }
                };
                numbers.push(next);
            }
            numbers
        };
        match self.hidden {
            Hidden::Numbers => vec![self.numbers.clone(), other(true), other(false)],
            Hidden::Traits => vec![self.numbers.clone(), self.numbers.clone()],
        }
    }

    /// Builds it at that path with those numbers; `build` counts the builds.
    pub fn build(&self, path: &Path, numbers: &[Number], build: usize, inside: &mut Inside) {
        fs::write(path, base()).unwrap();
        inside.run(path, "chat import -", fill(&self.payloads, numbers).as_bytes()).succeeds();
        let connection = Connection::open(path).unwrap();
        connection.execute_batch("PRAGMA synchronous = OFF").unwrap();
        let sql = fill(&self.sql, numbers);
        let by_tag = format!("DELETE FROM chat_tag; INSERT INTO chat_tag {CHATS_BY_TAG}");
        connection.execute_batch(&format!("BEGIN; {sql} {by_tag}; COMMIT")).unwrap();
        if self.hidden == Hidden::Traits {
            let sql = traits(&mut Random::new(self.seed ^ build as u64), build, numbers.len());
            connection.execute_batch(&format!("BEGIN; {sql} COMMIT")).unwrap();
        }
        drop(connection);
        for act in &self.acts {
            inside.run(path, &fill(act, numbers), b"").succeeds();
        }
        let (name, content) = &self.list;
        // A slash would be a folder.
        let name = fill(name, numbers).replace('/', "-");
        let file = path.with_file_name(name);
        fs::write(&file, fill(content, numbers)).unwrap();
        inside.run(path, &format!("contact import '{}' --update", file.display()), b"").succeeds();
        // Not every role may.
        inside.run(path, &fill(&self.look, numbers), b"");
    }
}

/// The payloads of the conversations, and how many chats they make.
fn conversations(draft: &mut Draft) -> (String, usize) {
    let mut payloads = Vec::new();
    let (mut chats, mut at) = (0, NOON);
    for who in 0..draft.customers {
        let wa_id = place(who, 'w', &mut draft.random);
        let name = *draft.random.of(&NAMES);
        let name = draft.text(name, &[who]);
        let customer = Customer::Number(&name, &wa_id);
        for account in 0..=draft.random.below(2) {
            let account = ACCOUNTS[(who + account * 2) % ACCOUNTS.len()];
            chats += 1;
            for turn in 0..=draft.random.below(3) {
                at += 60;
                let id = format!("wamid.{wa_id}.{at}");
                let said = draft.any_text(&[who]);
                payloads.push(match draft.random.below(6) {
                    0 if turn > 0 => echo(account, &wa_id, &id, at, &said),
                    1 => {
                        let body = json!({"type": "image", "image": {"caption": said}});
                        message(account, customer, &id, at, body)
                    }
                    _ => text(account, customer, &id, at, &said),
                });
            }
        }
    }
    if draft.random.chance(70) {
        chats += 1;
        let hidden = Customer::Hidden("Nia", "KE.7781", "nia.k");
        let said = draft.any_text(&[]);
        payloads.push(text(ACCOUNTS[0], hidden, "wamid.N1", at + 10, &said));
    }
    let members: Vec<_> = (0..draft.customers).filter(|_| draft.random.chance(60)).collect();
    if !members.is_empty() {
        chats += 1;
        let group = format!("{}-1600000000@g.us", place(members[0], 'w', &mut draft.random));
        for (turn, who) in (0..).zip(members.iter().cycle().take(members.len() + 2)) {
            let wa_id = place(*who, 'w', &mut draft.random);
            let said = draft.any_text(&members);
            let body = json!({"type": "text", "text": {"body": said}, "group_id": group});
            let id = format!("wamid.G{turn}");
            let customer = Customer::Number("", &wa_id);
            payloads.push(message(ACCOUNTS[2], customer, &id, at + 20 + turn, body));
        }
    }
    // A status that names a number, of a message that nobody knows.
    let wa_id = place(0, 'w', &mut draft.random);
    let status = json!({"id": "wamid.X", "status": "read", "timestamp": (at + 90).to_string(), "recipient_id": wa_id});
    payloads.push(change(ACCOUNTS[0], "messages", json!({"statuses": [status]})));
    (payloads.join("\n"), chats)
}

/// Traits, tags, usernames, ids from elsewhere, the group's subject: each with numbers in it.
fn labels(draft: &mut Draft, hidden: Hidden) -> String {
    let mut sql = String::new();
    let quoted = |text: String| text.replace('\'', "''");
    for who in 0..draft.customers {
        let e164 = place(who, 'e', &mut draft.random);
        let contact = format!("(SELECT id FROM contact WHERE phone = '{e164}')");
        let own = [who];
        for _ in 0..draft.random.below(4) {
            let [key, value, tag] = [(); 3].map(|()| {
                let label = *draft.random.of(&LABELS);
                quoted(draft.text(label, &own))
            });
            if hidden == Hidden::Numbers {
                writeln!(
                    sql,
                    "INSERT OR IGNORE INTO contact_trait (contact_id, key, value) VALUES ({contact}, '{key}', '{value}');"
                )
                .unwrap();
            }
            writeln!(sql, "INSERT OR IGNORE INTO contact_tag VALUES ({contact}, '{tag}');")
                .unwrap();
        }
        let wa_id = place(who, 'w', &mut draft.random);
        if draft.random.chance(30) {
            writeln!(
                sql,
                "UPDATE contact SET username = 'u.{wa_id}' WHERE phone = '{e164}';
                 UPDATE chat SET external_id = '{wa_id}@s.whatsapp.net'
                 WHERE id = (SELECT max(id) FROM chat WHERE contact_id = {contact});"
            )
            .unwrap();
        }
        if draft.random.chance(30) {
            let author = draft.text("{own}", &own);
            writeln!(
                sql,
                "UPDATE message SET author = '{author}', status = 'failed: {wa_id}'
                 WHERE direction = 'out' AND chat_id IN
                    (SELECT id FROM chat WHERE contact_id = {contact});"
            )
            .unwrap();
        }
    }
    // Only of somebody in the group is any spelling hidden.
    let subject = draft.text("Buyers {other}", &[]);
    writeln!(sql, "UPDATE chat SET subject = '{subject}' WHERE group_id IS NOT NULL;").unwrap();
    sql
}

/// Roles with random cells and masks, chats and accounts in random hands.
fn standing(random: &mut Random, chats: usize, hidden: Hidden, texts: TextMode) -> String {
    let mut sql = format!("UPDATE role SET texts = '{}' WHERE name <> 'owner';\n", texts.key());
    for (role, model) in ROLES.into_iter().zip([
        Model::Admin,
        Model::Teammate,
        Model::Agent,
        Model::Collaborator,
        Model::Teammate,
    ]) {
        let (number, traits) = match hidden {
            Hidden::Numbers => (true, random.chance(30)),
            Hidden::Traits => (random.chance(50), true),
        };
        writeln!(
            sql,
            "UPDATE role SET mask_number = {number}, mask_traits = {traits} WHERE name = '{role}';
             DELETE FROM role_permission WHERE role = '{role}';"
        )
        .unwrap();
        for permission in Permission::all() {
            let likely = if permission == Permission::Inbox { 90 } else { 65 };
            if model.locked(permission).unwrap_or_else(|| random.chance(likely)) {
                let key = permission.key();
                writeln!(sql, "INSERT INTO role_permission VALUES ('{role}', '{key}');").unwrap();
            }
        }
    }
    for chat in 1..=chats {
        let assignee = random.below(14);
        if (1..=8).contains(&assignee) {
            writeln!(sql, "UPDATE chat SET assignee_id = {assignee} WHERE id = {chat};").unwrap();
        }
        if random.chance(20) {
            writeln!(sql, "UPDATE chat SET status = 'closed' WHERE id = {chat};").unwrap();
        }
    }
    for account in 1..=ACCOUNTS.len() {
        let connector = match random.below(9) {
            0 => "NULL".to_owned(),
            member => member.to_string(),
        };
        writeln!(sql, "UPDATE account SET connector_id = {connector} WHERE id = {account};")
            .unwrap();
    }
    sql
}

/// Traits as chance gives them to this build: none, few or many, of any name.
fn traits(random: &mut Random, build: usize, customers: usize) -> String {
    const KEYS: [&str; 7] = ["city", "zodiac", "iban", "=key", "größe", "a,b", "plan \u{1f4c8}"];
    const VALUES: [&str; 7] = ["Mumbai", "yes", "", "\u{1b}[31mred", "12", "a\"b", "multi\nline"];
    let mut sql = String::new();
    for contact in 1..=customers {
        for _ in 0..random.below(5) {
            let (key, value) = (random.of(&KEYS), random.of(&VALUES));
            writeln!(
                sql,
                "INSERT OR IGNORE INTO contact_trait (contact_id, key, value)
                 SELECT id, '{key}{build}', '{value}' FROM contact WHERE id = {contact};"
            )
            .unwrap();
        }
    }
    sql
}
