//! For every permission of the catalogue something that it opens: a command which works with it and is
//! refused without it. A permission that opens nothing would be a switch without a wire.

use rolecall::rules::policy::permission::Permission;

use crate::support::{
    Workspace,
    sample::{FIELD, STRAY},
};

/// Who acts in all of these: their role's cell is turned on for one run and off for the other.
const TESS: &str = "tess@acme.test";

/// For each permission: what is done before, the command, and how it is refused: 3, or 4 where a chat
/// goes out of sight.
const OPENED: &[(&str, &[&str], &str, i32)] = &[
    ("inbox", &[], "chat list", 3),
    ("notifications", &[], "campaign list", 3),
    ("templates", &[], "template list", 3),
    ("users", &[], "contact list", 3),
    ("users.export", &[], "contact export", 3),
    ("users.add", &[], "contact add +919811111111", 3),
    ("users.bulk-tag", &[], "contact tag vip 1 2", 3),
    ("users.erase", &[], "contact merge 1 2 --yes", 3),
    ("analytics", &[], "analytics", 3),
    ("billing", &[], "billing show", 3),
    ("api-key", &[], "api-key show", 3),
    ("whatsapp-setup", &[], "whatsapp show", 3),
    ("integrations", &[], "integration list", 3),
    ("workspace", &[], "workspace rename Zenith", 3),
    ("team-settings", &[], "member list", 3),
    ("access-permissions", &[], "perm list", 3),
    ("accounts.connect", &[], "account connect +12025550155", 3),
    ("chats.own", &[], "chat show 2", 4),
    ("chats.same-team", &[], "chat show 3", 4),
    ("chats.other-teams", &[], "chat show 5", 4),
    ("chats.assigned", &["chat assign 1 --to tess@acme.test"], "chat show 1", 4),
    ("chats.assign", &[], "chat assign 2 --to tess@acme.test", 3),
    (
        "numbers.reveal",
        &["mask enable number --role teammate"],
        "chat reveal 2 --reason 'a courier waits'",
        3,
    ),
];

/// The sample, with one cell of the teammates turned.
fn with(permission: &str, turn: &str, before: &[&str]) -> Workspace {
    let workspace = Workspace::sample();
    // Each chat is seen by one scope alone, so that the scope's own cell decides.
    for scope in ["chats.same-team", "chats.other-teams"] {
        workspace.does(&format!("perm deny {scope} --role teammate"));
    }
    for line in before {
        workspace.does(line);
    }
    workspace.does(&format!("perm {turn} {permission} --role teammate"));
    workspace
}

#[test]
fn every_permission_opens_something() {
    let named: Vec<_> = OPENED.iter().map(|(permission, ..)| *permission).collect();
    let known: Vec<_> = Permission::all().map(Permission::key).collect();
    assert_eq!(named, known);
    for (permission, before, line, refused) in OPENED {
        let line = format!("{line} --as {TESS} --format json");
        with(permission, "allow", before).does(&line);
        let ran = with(permission, "deny", before).run(&line).exits(*refused);
        let reason = if *refused == 3 { "\"toggle-off\"" } else { "null" };
        assert_eq!(ran.error()["reason"].to_string(), reason, "{}", ran.transcript());
    }
}

/// What is done under a scope's permission needs the chat to be where the scope looks for it.
#[test]
fn the_chats_that_are_asked_for_are_where_their_scopes_look() {
    let workspace = Workspace::sample();
    let rows = workspace.does("chat list --format json").rows();
    let account = |id: i64| rows.iter().find(|row| row["id"] == id).unwrap()["account"].clone();
    assert_eq!(account(3), format!("+{FIELD}"));
    assert_eq!(account(5), format!("+{STRAY}"));
}
