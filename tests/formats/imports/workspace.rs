//! A workspace of its own for a test, the program on it, and all that it holds.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use rusqlite::{Connection, types::ValueRef};
use tempfile::TempDir;

use crate::support::state;

pub struct Workspace {
    folder: TempDir,
}

pub struct Ran {
    pub exit: i32,
    pub out: String,
    pub said: String,
}

/// A fixture of the project's own, by source and name.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

impl Workspace {
    pub fn new(preset: &str) -> Self {
        let workspace = Self { folder: tempfile::tempdir().unwrap() };
        let words = ["init", "Acme", "--owner", "olive@acme.test", "--preset", preset];
        assert_eq!(workspace.run(&words).exit, 0);
        workspace
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("workspace.db")
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_rolecall"))
            .env_clear()
            .env("ROLECALL_WORKSPACE", self.path())
            .env("ROLECALL_NOW", "2026-01-31T12:00:00Z")
            .current_dir(fixture(""))
            .args(words)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran {
            exit: output.status.code().unwrap(),
            out: text(output.stdout),
            said: text(output.stderr),
        }
    }

    /// Imports a fixture, and shows how that went.
    pub fn import(&self, name: &str, words: &[&str]) -> Ran {
        let mut all = vec!["chat", "import", name, "--format", "csv"];
        all.extend_from_slice(words);
        self.run(&all)
    }

    /// Everything that a workspace holds of conversations, people and teams, as text.
    pub fn dump(&self) -> String {
        let connection = Connection::open(self.path()).unwrap();
        let mut all = String::new();
        for (table, query) in TABLES {
            let mut statement = connection.prepare(query).unwrap();
            let columns = statement.column_count();
            let mut rows = statement.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let cells: Vec<String> =
                    (0..columns).map(|column| cell(row.get_ref(column).unwrap())).collect();
                writeln!(all, "{table}: {}", cells.join(" | ")).unwrap();
            }
        }
        all
    }

    /// Holds that what a chat and the full-text indexes keep of the messages is what the messages say.
    #[track_caller]
    pub fn agrees_with_itself(&self) {
        let connection = Connection::open(self.path()).unwrap();
        let astray: i64 = connection.query_row(ASTRAY, [], |row| row.get(0)).unwrap();
        assert_eq!(astray, 0, "chats whose newest message is another, or not as unread");
        let kept = state::dump(&connection);
        connection.execute_batch(&format!("BEGIN; {INDEXED_ANEW}")).unwrap();
        let anew = state::dump(&connection);
        connection.execute_batch("ROLLBACK").unwrap();
        for index in ["message_search", "name_search"] {
            assert_eq!(kept[index], anew[index], "{index}");
        }
    }
}

const ASTRAY: &str = "SELECT count(*) FROM chat
    WHERE last_message_id IS NOT (
            SELECT id FROM message WHERE chat_id = chat.id ORDER BY at DESC, id DESC LIMIT 1)
        OR unread <> coalesce(
            (SELECT direction = 'in' FROM message WHERE id = last_message_id), 0)";

const INDEXED_ANEW: &str = "
    INSERT INTO message_search (message_search) VALUES ('delete-all');
    INSERT INTO message_search (rowid, place, text)
        SELECT (max(0, min(1073741823, at / 1000 - 1230768000)) << 27 | message.id) << 6
                | (account_id & 63),
            'a' || account_id, text
        FROM message JOIN chat ON chat.id = chat_id WHERE text IS NOT NULL;
    INSERT INTO name_search (name_search) VALUES ('delete-all');
    INSERT INTO name_search (rowid, place, name)
        SELECT chat.id << 6 | (account_id & 63), 'a' || account_id, name
        FROM chat JOIN contact ON contact.id = contact_id WHERE name IS NOT NULL;";

fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "-".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).escape_debug().to_string(),
        other => format!("{other:?}"),
    }
}

const TABLES: [(&str, &str); 10] = [
    ("team", "SELECT id, name FROM team ORDER BY id"),
    (
        "member",
        "SELECT member.id, email, member.name, role, team.name, status, added_by
         FROM member JOIN team ON team.id = team_id ORDER BY email",
    ),
    (
        "account",
        "SELECT number, phone_number_id, label, email, awaited_connector
         FROM account LEFT JOIN member ON member.id = connector_id ORDER BY number",
    ),
    (
        "contact",
        "SELECT id, name, phone, whatsapp_user_id, named_at, opted_in FROM contact ORDER BY id",
    ),
    ("trait", "SELECT contact_id, key, value FROM contact_trait ORDER BY 1, 2"),
    ("tag", "SELECT contact_id, tag FROM contact_tag ORDER BY 1, 2"),
    (
        "chat",
        "SELECT chat.id, number, contact_id, group_id, subject, chat.status, email,
            awaited_assignee, last_at, last_message_id, unread, external_id
         FROM chat JOIN account ON account.id = account_id
            LEFT JOIN member ON member.id = assignee_id ORDER BY chat.id",
    ),
    ("participant", "SELECT chat_id, contact_id FROM chat_participant ORDER BY 1, 2"),
    (
        "message",
        "SELECT id, chat_id, at, direction, kind, text, contact_id, author, status, status_at,
            edited_at, deleted_at, external_id FROM message ORDER BY chat_id, at, id",
    ),
    ("early", "SELECT external_id, event, at FROM early_event ORDER BY 1, 2"),
];
