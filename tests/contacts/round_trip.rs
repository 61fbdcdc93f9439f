//! `contact export`, then `contact import` into an empty workspace: the same contacts, byte for byte,
//! in each form, whatever stands in them.

use std::sync::LazyLock;

use proptest::{collection::vec, option, prelude::*};
use rusqlite::{Connection, params};

use crate::support::{Workspace, cases};

/// Texts that a careless writer would change, a spreadsheet run, or a terminal obey.
const HOSTILE: &[&str] = &[
    "",
    " ",
    "'",
    "''",
    "plain",
    "'plain",
    "=1+1",
    "'=1+1",
    "+1",
    "+919876543210",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n",
    "\r\n",
    "a\r",
    "a\nb",
    "\"",
    "\"quoted\"",
    "a,b",
    "a;b",
    "a; b",
    "a\tb|c",
    " spaces ",
    "[",
    "[\"a\"]",
    "{\"a\": 1}",
    "\\u{41}",
    "\\",
    "a\u{1b}[31mb",
    "\u{202e}abc",
    "\u{feff}mark",
    "नमस्ते 🙂",
    "x\u{200d}y",
    "yes",
    "null",
    "name",
    "phone",
    "tags",
    "traits",
    "problem",
    "trait.name",
    "trait.",
    "whatsapp_user_id",
    "Phone Number",
    "opted_in",
];

#[derive(Debug, Clone)]
struct Person {
    name: Option<String>,
    username: Option<String>,
    has_phone: bool,
    user_id: Option<String>,
    opted_in: Option<bool>,
    traits: Vec<(String, String)>,
    tags: Vec<String>,
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(HOSTILE).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn person() -> impl Strategy<Value = Person> {
    let who =
        (option::of(text()), option::of(text()), prop::bool::weighted(0.7), option::of(text()));
    let what = (option::of(any::<bool>()), vec((text(), text()), 0..4), vec(text(), 0..4));
    (who, what).prop_map(|((name, username, has_phone, user_id), (opted_in, traits, tags))| {
        Person {
            // Of whom nothing is known at all there is nothing to write.
            name: if has_phone || user_id.is_some() || username.is_some() {
                name
            } else {
                name.or(Some(String::new()))
            },
            username,
            has_phone,
            user_id,
            opted_in,
            traits,
            tags,
        }
    })
}

fn empty() -> Workspace {
    static EMPTY: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let workspace = Workspace::new();
        workspace.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        workspace.bytes()
    });
    let workspace = Workspace::none();
    workspace.put(&EMPTY);
    workspace
}

fn filled(people: &[Person]) -> Workspace {
    let workspace = empty();
    workspace.change(|write| fill(write, people));
    workspace
}

fn fill(write: &Connection, people: &[Person]) {
    write.execute_batch("BEGIN").unwrap();
    for (index, person) in people.iter().enumerate() {
        let id = i64::try_from(index).unwrap() * 3 + 1;
        let phone = person.has_phone.then(|| format!("+91987650{index:04}"));
        // Each is somebody else's, so that none is taken.
        let user_id = person.user_id.as_ref().map(|user_id| format!("{user_id}{index}"));
        write
            .execute(
                "INSERT INTO contact (id, name, username, phone, phone_country_code,
                    whatsapp_user_id, opted_in, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)",
                params![
                    id,
                    person.name,
                    person.username,
                    phone,
                    phone.as_ref().map(|_| 2),
                    user_id,
                    person.opted_in
                ],
            )
            .unwrap();
        for (key, value) in &person.traits {
            write
                .execute(
                    "INSERT OR IGNORE INTO contact_trait (contact_id, key, value) VALUES (?1, ?2, ?3)",
                    params![id, key, value],
                )
                .unwrap();
        }
        for tag in &person.tags {
            write
                .execute("INSERT OR IGNORE INTO contact_tag VALUES (?1, ?2)", params![id, tag])
                .unwrap();
        }
    }
    write.execute("INSERT OR REPLACE INTO sequence VALUES ('contact', 100000)", []).unwrap();
    write.execute_batch("COMMIT").unwrap();
}

/// Every contact with everything, in the order in which they were added.
fn contacts(connection: &Connection) -> Vec<String> {
    let list = |id: i64, sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([id], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let mut statement = connection
        .prepare(
            "SELECT id, name, username, phone, phone_country_code, whatsapp_user_id, opted_in
             FROM contact ORDER BY id",
        )
        .unwrap();
    let rows = statement
        .query_map([], |row| {
            let text = |column: usize| row.get::<_, Option<String>>(column).unwrap();
            let number = |column: usize| row.get::<_, Option<i64>>(column).unwrap();
            let id = row.get(0)?;
            let keys = list(id, "SELECT key FROM contact_trait WHERE contact_id = ?1 ORDER BY key");
            let values =
                list(id, "SELECT value FROM contact_trait WHERE contact_id = ?1 ORDER BY key");
            let tags = list(id, "SELECT tag FROM contact_tag WHERE contact_id = ?1 ORDER BY tag");
            Ok(format!(
                "{:?} {:?} {:?} {:?} {:?} {:?} {keys:?} {values:?} {tags:?}",
                text(1),
                text(2),
                text(3),
                number(4),
                text(5),
                number(6),
            ))
        })
        .unwrap();
    rows.map(Result::unwrap).collect()
}

fn comes_back(from: &Workspace) -> Result<(), TestCaseError> {
    let expected = contacts(&from.sql());
    for format in ["csv", "json", "jsonl"] {
        let export = format!("contact export --format {format}");
        let list = from.does(&export).stdout;
        let to = empty();
        to.takes("contact import -", &list);
        prop_assert_eq!(contacts(&to.sql()), expected.clone(), "{}\n{}", format, list);
        prop_assert_eq!(&to.does(&export).stdout, &list);
        // Again, and nothing is new.
        let again = to.takes("contact import - --format json", &list).rows();
        prop_assert_eq!(&again[0]["new"], 0);
        prop_assert_eq!(&again[0]["unchanged"], expected.len());
        if format == "csv" {
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).from_reader(list.as_bytes());
            for cell in reader
                .records()
                .flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
            {
                let is_number =
                    cell.starts_with('+') && cell[1..].bytes().all(|b| b.is_ascii_digit());
                prop_assert!(
                    is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{:?}",
                    cell
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(16), failure_persistence: None, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn what_is_exported_is_imported_as_it_was(people in vec(person(), 1..9)) {
        comes_back(&filled(&people))?;
    }
}

#[test]
fn every_hostile_text_comes_back_in_every_place() {
    let people: Vec<_> = HOSTILE
        .iter()
        .map(|text| Person {
            name: Some((*text).to_owned()),
            username: Some((*text).to_owned()),
            has_phone: !text.starts_with('a'),
            user_id: text.starts_with('t').then(|| (*text).to_owned()),
            opted_in: match text.len() % 3 {
                0 => None,
                odd => Some(odd == 1),
            },
            traits: vec![
                ((*text).to_owned(), (*text).to_owned()),
                ("city".to_owned(), (*text).to_owned()),
            ],
            tags: vec![(*text).to_owned(), "vip".to_owned()],
        })
        .collect();
    comes_back(&filled(&people)).unwrap();
}

/// Two of the same name and nothing else stay two, and one list again makes no third.
#[test]
fn namesakes_without_a_number_stay_apart() {
    let nobody = Person {
        name: Some("Tom".to_owned()),
        username: None,
        has_phone: false,
        user_id: None,
        opted_in: None,
        traits: Vec::new(),
        tags: Vec::new(),
    };
    comes_back(&filled(&[nobody.clone(), nobody])).unwrap();
}

/// More traits than a spreadsheet has columns for.
#[test]
fn very_many_traits_share_a_column() {
    let mut person = Person {
        name: None,
        username: None,
        has_phone: true,
        user_id: None,
        opted_in: None,
        traits: (0..300).map(|n| (format!("t{n}"), format!("=v{n}"))).collect(),
        tags: Vec::new(),
    };
    let first = person.clone();
    person.traits = vec![("phone".to_owned(), String::new())];
    comes_back(&filled(&[first, person])).unwrap();
}
