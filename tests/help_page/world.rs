//! A workspace as the page speaks of it: a member of each role, in one team, with chats of every kind
//! that its table has a column for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::{
    Workspace,
    payload::{Customer, NOON, text},
};

/// The page's first table, as it stands there.
pub const CHATS: &str = "
Roles | Own Chats | Same Team Chats | Other Teams' Chats | Assigned Chats |
---|---|---|---|---|
Owner | ✔ | ✔ | ✔ | ✔ |
Admin | ✔ | ✔ | ✔ | ✔ |
Teammate | ✔ | ✔ | X | ✔ |
Agent | ✔ | X | X | ✔ |
Collaborator | N/A | X | X | ✔ |
";

/// The roles, in the order of the table.
pub const ROLES: [&str; 5] = ["owner", "admin", "teammate", "agent", "collaborator"];

/// Where the page says that roles take effect, with the surface that each is here.
pub const FEATURES: &str = "
→ Shared Inbox
→ Pipedrive Integration Panel
→ HubSpot Chat View
";

/// The account of somebody else in the team.
pub const COLLEAGUES: &str = "442071838750";
/// The account of somebody in another team.
pub const STRANGERS: &str = "442071838751";
/// The account that nobody connected.
pub const NOBODYS: &str = "442071838752";

/// A workspace, and its chats by what they are.
pub struct World {
    pub workspace: Workspace,
    chats: BTreeMap<String, i64>,
}

/// The number of the account that the member of that role connected.
pub fn account_of(role: &str) -> String {
    let place = ROLES.iter().position(|known| *known == role).unwrap();
    format!("1415555013{place}")
}

/// The member of that role whom the page speaks of.
pub fn email_of(role: &str) -> String {
    format!("{role}@acme.test")
}

impl World {
    /// Under that preset.
    pub fn new(preset: &str) -> Self {
        let workspace = Workspace::none();
        workspace.does(&format!("init Acme --owner owner@acme.test --preset {preset}"));
        workspace.does("team add Sales");
        workspace.does("team add Support");
        workspace.does("team join Sales owner@acme.test");
        let roles: Vec<_> = ROLES[1..].iter().filter(|role| has_role(&workspace, role)).collect();
        for role in &roles {
            workspace.does(&format!(
                "member add {role}@acme.test --role {role} --team Sales --no-invite"
            ));
        }
        workspace.does("member add colleague@acme.test --role teammate --team Sales --no-invite");
        workspace.does("member add stranger@acme.test --role teammate --team Support --no-invite");
        let mut lines = Vec::new();
        let mut chat = |account: &str, what: String| {
            let number = format!("9198765432{:02}", lines.len());
            let from = Customer::Number(&what, &number);
            let (id, at) =
                (format!("wamid.{}", lines.len()), NOON + i64::try_from(lines.len()).unwrap());
            lines.push(text(account, from, &id, at, &format!("Hello about {what}")));
        };
        for role in std::iter::once(&"owner").chain(roles.iter().copied()) {
            // "The Collaborator role is unable to connect a WhatsApp account".
            if *role != "collaborator" {
                let account = account_of(role);
                workspace.does(&format!("account connect +{account} --as {role}@acme.test"));
                chat(&account, format!("own {role}"));
            }
            chat(STRANGERS, format!("assigned {role}"));
        }
        workspace.does(&format!("account connect +{COLLEAGUES} --as colleague@acme.test"));
        workspace.does(&format!("account connect +{STRANGERS} --as stranger@acme.test"));
        chat(COLLEAGUES, "same team".to_owned());
        chat(STRANGERS, "other team".to_owned());
        chat(NOBODYS, "nobody".to_owned());
        workspace.takes("chat import -", lines.join("\n"));
        let mut world = Self { workspace, chats: BTreeMap::new() };
        world.read_chats();
        for role in std::iter::once(&"owner").chain(roles) {
            let id = world.chat(&format!("assigned {role}"));
            world.workspace.does(&format!("chat assign {id} --to {role}@acme.test"));
        }
        world
    }

    fn read_chats(&mut self) {
        let rows = self.workspace.does("chat list --all --format json").rows();
        for row in rows {
            let what = row["contact"].as_str().unwrap().to_owned();
            self.chats.insert(what, row["id"].as_i64().unwrap());
        }
    }

    /// The chat that is that.
    pub fn chat(&self, what: &str) -> i64 {
        *self.chats.get(what).unwrap_or_else(|| panic!("no chat is `{what}`: {:?}", self.chats))
    }

    /// The chats that a column of the table speaks of, for the member of a role; none where there can
    /// be none.
    pub fn column(&self, column: &str, role: &str) -> Vec<i64> {
        let own = format!("own {role}");
        match column {
            "Own Chats" => self.chats.get(&own).copied().into_iter().collect(),
            "Same Team Chats" => vec![self.chat("same team")],
            "Other Teams' Chats" => vec![self.chat("other team"), self.chat("nobody")],
            "Assigned Chats" => vec![self.chat(&format!("assigned {role}"))],
            other => panic!("{other}"),
        }
    }

    /// Every chat there is.
    pub fn all(&self) -> BTreeSet<i64> {
        self.chats.values().copied().collect()
    }

    /// The chats that a member is shown on a surface.
    pub fn shown(&self, email: &str, surface: &str) -> BTreeSet<i64> {
        let line = format!("chat list --all --format json --surface {surface} --as {email}");
        ids(surface, &self.workspace.does(&line).json())
    }
}

/// The ids that a surface's document holds.
fn ids(surface: &str, document: &Value) -> BTreeSet<i64> {
    let (rows, key) = match surface {
        "inbox" => (document, "id"),
        "pipedrive" => (&document["data"], "id"),
        "hubspot" => (&document["results"], "objectId"),
        other => panic!("{other}"),
    };
    let rows = rows.as_array().unwrap();
    let ids: BTreeSet<_> = rows.iter().map(|row| row[key].as_i64().unwrap()).collect();
    assert_eq!(ids.len(), rows.len(), "a chat stands twice on {surface}");
    ids
}

fn has_role(workspace: &Workspace, role: &str) -> bool {
    let roles = workspace.does("role list --format json").column("role");
    roles.iter().any(|known| known == role)
}

/// The surfaces of the page's features, in its order.
pub fn surfaces() -> Vec<&'static str> {
    let surface = |line: &str| match line.trim_start_matches('→').trim() {
        "Shared Inbox" => "inbox",
        "Pipedrive Integration Panel" => "pipedrive",
        "HubSpot Chat View" => "hubspot",
        other => panic!("{other}"),
    };
    FEATURES.trim().lines().map(surface).collect()
}

/// The cells of a table row by row: the first column, a column's heading, the cell.
pub fn cells(table: &str) -> Vec<(String, String, String)> {
    let split = |line: &str| -> Vec<String> {
        line.trim_end_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let mut lines = table.trim().lines();
    let headings = split(lines.next().unwrap());
    let mut cells = Vec::new();
    for line in lines.skip(1) {
        let row = split(line);
        assert_eq!(row.len(), headings.len(), "{line}");
        for (heading, cell) in headings.iter().zip(&row).skip(1) {
            cells.push((row[0].clone(), heading.clone(), cell.clone()));
        }
    }
    cells
}
