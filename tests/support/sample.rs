//! The sample workspace: one member of each role and a second teammate, two teams beside the
//! default one, three connected accounts and one that an import brought, six chats. Built once, by
//! the program's own commands, and copied from then on.
//!
//! | member | role | team | account |
//! |---|---|---|---|
//! | olive | owner | Default | +14155550132 "Main" |
//! | adam | admin | Default | |
//! | tess | teammate | Sales | +442071838750 "Sales line" |
//! | tim | teammate | Support | |
//! | agnes | agent | Sales | +919812345678 "Field" |
//! | colin | collaborator | Support | |
//!
//! | chat | contact | account | assignee |
//! |---|---|---|---|
//! | 1 | Asha Rao +919876543210 | Main | colin |
//! | 2 | Tom Ferris +447700900123 | Sales line | |
//! | 3 | June Alder +12025550143 | Field | |
//! | 4 | Nia, no number | Main | tim |
//! | 5 | Ola Berg +61491570156 | +4915123456789, connected by nobody | |
//! | 6 | the group of Asha and Tom | Main | |

use std::{fs, sync::LazyLock};

use serde_json::json;

use super::{
    Workspace,
    payload::{Customer, NOON, echo, message, status, text},
};

/// The account that olive connected.
pub const MAIN: &str = "14155550132";
/// The account that tess connected.
pub const SALES: &str = "442071838750";
/// The account that agnes connected.
pub const FIELD: &str = "919812345678";
/// The account that nobody connected.
pub const STRAY: &str = "4915123456789";

pub const ASHA: Customer<'static> = Customer::Number("Asha Rao", "919876543210");
pub const TOM: Customer<'static> = Customer::Number("Tom Ferris", "447700900123");
pub const JUNE: Customer<'static> = Customer::Number("June Alder", "12025550143");
pub const NIA: Customer<'static> = Customer::Hidden("Nia", "KE.7781", "nia.k");
pub const OLA: Customer<'static> = Customer::Number("Ola Berg", "61491570156");

const COMMANDS: &[&str] = &[
    "init Acme --owner olive@acme.test --owner-name Olive",
    "team add Sales",
    "team add Support",
    "member add adam@acme.test --role admin --name Adam --no-invite",
    "member add tess@acme.test --role teammate --name Tess --team Sales --phone '+44 7911 123456' --no-invite",
    "member add tim@acme.test --role teammate --name Tim --team Support --no-invite",
    "member add agnes@acme.test --role agent --name Agnes --team Sales --no-invite",
    "member add colin@acme.test --role collaborator --name Colin --team Support --no-invite",
    "account connect +14155550132 --label Main",
    "account connect +442071838750 --label 'Sales line' --as tess@acme.test",
    "account connect +919812345678 --label Field --as agnes@acme.test",
];

/// The conversations, as they were received.
pub fn conversations() -> String {
    let in_group = |text: &str| json!({"type": "text", "text": {"body": text}, "group_id": "G-42"});
    [
        text(MAIN, ASHA, "wamid.A1", NOON, "Is the blue one still there?"),
        text(SALES, TOM, "wamid.T1", NOON + 60, "Call me on +44 7700 900123"),
        text(FIELD, JUNE, "wamid.J1", NOON + 120, "Where are you?"),
        text(MAIN, NIA, "wamid.N1", NOON + 180, "Hello from nobody's number"),
        text(STRAY, OLA, "wamid.O1", NOON + 240, "Anybody there?"),
        message(MAIN, ASHA, "wamid.G1", NOON + 300, in_group("Asha in the group")),
        message(MAIN, TOM, "wamid.G2", NOON + 360, in_group("Tom in the group")),
        echo(MAIN, "919876543210", "wamid.A2", NOON + 420, "It is, shall I keep it?"),
        status(MAIN, "919876543210", "wamid.A2", NOON + 430, "read"),
    ]
    .join("\n")
}

/// The sample's file.
pub fn bytes() -> &'static [u8] {
    static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let workspace = Workspace::in_file();
        for command in COMMANDS {
            workspace.does(command);
        }
        workspace.takes("chat import -", conversations());
        workspace.does("chat assign 1 --to colin@acme.test");
        workspace.does("chat assign 4 --to tim@acme.test");
        // No command gives these yet.
        workspace.tags(
            "INSERT INTO contact_trait (contact_id, key, value) VALUES (1, 'city', 'Mumbai'), (1, 'callback', '098765 43210');
             INSERT INTO contact_tag VALUES (1, 'vip')",
        );
        workspace.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        fs::read(workspace.path()).unwrap()
    });
    &BYTES
}
