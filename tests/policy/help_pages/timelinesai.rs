//! TimelinesAI, "Roles and Permissions on TimelinesAI".

use rolecall::rules::{
    id::{MemberId, TeamId},
    policy::{
        decision::{Decision, Reason, Subject, decide},
        escalation::{OwnerCount, check_owner_count},
        matrix::Policy,
        permission::Permission,
        preset::Preset,
        scope::{ChatFacts, Connector, Scope, Sight, Viewer},
    },
    workspace::member::Status,
};

use crate::policy::policy;

/// The table as it stands on the page, ticks and crosses and all.
const CHATS: &str = "
Roles | Own Chats | Same Team Chats | Other Teams' Chats | Assigned Chats |
---|---|---|---|---|
Owner | ✔ | ✔ | ✔ | ✔ |
Admin | ✔ | ✔ | ✔ | ✔ |
Teammate | ✔ | ✔ | X | ✔ |
Agent | ✔ | X | X | ✔ |
Collaborator | N/A | X | X | ✔ |
";

/// The second table of the page.
const WORKSPACE_ACTIONS: &str = "
Workspace Actions | Roles |
---|---|
Workspace/Account Management | Owner |
Subscription: plans and payment method | Owner |
Team Management and Users | Owner and Admin(s) |
Workspace Integrations and/or Automation Management | Owner and Admin(s) |
";

const ROLES: [&str; 5] = ["owner", "admin", "teammate", "agent", "collaborator"];

const ME: MemberId = MemberId(1);
const MY_TEAM: TeamId = TeamId(10);
const COLLEAGUE: Connector = Connector { member: MemberId(2), team: MY_TEAM };
const STRANGER: Connector = Connector { member: MemberId(3), team: TeamId(20) };
const MYSELF: Connector = Connector { member: ME, team: MY_TEAM };

/// Everybody to whom an account can belong, as the page sorts them.
const CONNECTORS: [(&str, Option<Connector>); 4] = [
    ("Own Chats", Some(MYSELF)),
    ("Same Team Chats", Some(COLLEAGUE)),
    ("Other Teams' Chats", Some(STRANGER)),
    ("Other Teams' Chats", None),
];

fn viewer<'p>(policy: &'p Policy, role: &str) -> Viewer<'p> {
    let subject = Subject { status: Status::Active, role: policy.role(role).unwrap() };
    Viewer { member: ME, team: MY_TEAM, subject }
}

fn sees(policy: &Policy, role: &str, connector: Option<Connector>, assigned: bool) -> Sight {
    let somebody_else = MemberId(9);
    let chat = ChatFacts { connector, assignee: Some(if assigned { ME } else { somebody_else }) };
    viewer(policy, role).sees(chat)
}

fn may(policy: &Policy, role: &str, permission: Permission) -> Decision {
    decide(viewer(policy, role).subject, permission)
}

/// The cells of a table row by row: the first column in lower case, a column's heading, the cell.
fn cells(table: &str) -> Vec<(String, String, String)> {
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

#[test]
fn the_chats_table_holds_cell_by_cell() {
    let policy = policy(Preset::TimelinesAi);
    let table = cells(CHATS);
    assert_eq!(table.len(), 5 * 4);
    for (role, column, cell) in table {
        let role = role.to_lowercase();
        let expected = match cell.as_str() {
            "✔" => true,
            "X" | "N/A" => false,
            other => panic!("{other}"),
        };
        let assigned = column == "Assigned Chats";
        let accounts: Vec<_> = if assigned {
            // An assigned chat is seen whoever connected its account.
            CONNECTORS.iter().map(|(_, connector)| *connector).collect()
        } else {
            CONNECTORS.iter().filter(|(name, _)| *name == column).map(|(_, c)| *c).collect()
        };
        assert!(!accounts.is_empty(), "{column}");
        for connector in accounts {
            let sight = sees(&policy, &role, connector, assigned);
            assert_eq!(sight.allowed, expected, "{role}, {column}, {connector:?}");
        }
    }
}

/// "N/A" is more than a cross: there can be no such chat, since the role connects no account. So
/// nobody can turn it on.
#[test]
fn what_is_not_applicable_is_locked() {
    let mut policy = policy(Preset::TimelinesAi);
    let not_applicable: Vec<_> =
        cells(CHATS).into_iter().filter(|(_, _, cell)| cell == "N/A").collect();
    assert_eq!(not_applicable.len(), 1);
    assert_eq!(not_applicable[0].0, "Collaborator");
    assert_eq!(may(&policy, "collaborator", Permission::ChatsOwn).reason, Reason::Locked);
    assert!(policy.set("collaborator", Permission::ChatsOwn, true).is_err());
    assert!(policy.set("agent", Permission::ChatsSameTeam, true).is_ok(), "a cross is no lock");
}

/// "1. The Owner, Admin, and Teammate roles have access to all chats." The table contradicts it in
/// one cell, teammates and other teams' chats, and there the table holds.
#[test]
fn the_first_rule_holds_but_for_the_cell_that_the_table_contradicts() {
    let policy = policy(Preset::TimelinesAi);
    for role in ["owner", "admin", "teammate"] {
        for (column, connector) in CONNECTORS {
            let contradicted = role == "teammate" && column == "Other Teams' Chats";
            let sight = sees(&policy, role, connector, false);
            assert_eq!(sight.allowed, !contradicted, "{role}, {column}");
        }
    }
}

/// One toggle gives the reading of the first rule, to the letter.
#[test]
fn the_first_rule_holds_to_the_letter_with_other_teams_on_for_teammates() {
    let mut policy = policy(Preset::TimelinesAi);
    assert_eq!(policy.set("teammate", Permission::ChatsOtherTeams, true), Ok(true));
    for role in ["owner", "admin", "teammate"] {
        for (column, connector) in CONNECTORS {
            assert!(sees(&policy, role, connector, false).allowed, "{role}, {column}");
        }
        assert!(viewer(&policy, role).reach().every_account(), "{role}");
    }
    for (column, connector) in &CONNECTORS[1..] {
        assert!(!sees(&policy, "agent", *connector, false).allowed, "agent, {column}");
        assert!(!sees(&policy, "collaborator", *connector, false).allowed, "{column}");
    }
}

/// "2. The Agent role will only see/interact with chats that come into its own WhatsApp account, or
/// those that were assigned to it directly, by other team members."
#[test]
fn the_second_rule_holds() {
    let policy = policy(Preset::TimelinesAi);
    for (column, connector) in CONNECTORS {
        for assigned in [false, true] {
            let own = connector == Some(MYSELF);
            let sight = sees(&policy, "agent", connector, assigned);
            assert_eq!(sight.allowed, own || assigned, "{column}, assigned: {assigned}");
            let scope = if own { Some(Scope::Own) } else { assigned.then_some(Scope::Assigned) };
            assert_eq!(sight.scope, scope, "{column}, assigned: {assigned}");
        }
    }
}

/// "3. The Collaborator role is unable to connect a WhatsApp account; they can only see and interact
/// with WhatsApp chats that have been assigned to them".
#[test]
fn the_third_rule_holds() {
    let mut policy = policy(Preset::TimelinesAi);
    for role in ROLES {
        let connects = may(&policy, role, Permission::AccountsConnect);
        assert_eq!(connects.allowed, role != "collaborator", "{role}");
    }
    assert_eq!(may(&policy, "collaborator", Permission::AccountsConnect).reason, Reason::Locked);
    assert!(policy.set("collaborator", Permission::AccountsConnect, true).is_err());
    for (column, connector) in CONNECTORS {
        let [other, mine] = [false, true].map(|a| sees(&policy, "collaborator", connector, a));
        assert_eq!((other.allowed, other.scope), (false, None), "{column}");
        assert_eq!((mine.allowed, mine.scope), (true, Some(Scope::Assigned)), "{column}");
    }
}

#[test]
fn the_workspace_actions_are_for_the_roles_of_their_table() {
    let policy = policy(Preset::TimelinesAi);
    let table = cells(WORKSPACE_ACTIONS);
    assert_eq!(table.len(), 4);
    for (action, _, roles) in table {
        let permission = match action.as_str() {
            "Workspace/Account Management" => Permission::Workspace,
            "Subscription: plans and payment method" => Permission::Billing,
            "Team Management and Users" => Permission::TeamSettings,
            "Workspace Integrations and/or Automation Management" => Permission::Integrations,
            other => panic!("{other}"),
        };
        let named: &[&str] = match roles.as_str() {
            "Owner" => &["owner"],
            "Owner and Admin(s)" => &["owner", "admin"],
            other => panic!("{other}"),
        };
        for role in ROLES {
            let decision = may(&policy, role, permission);
            assert_eq!(decision.allowed, named.contains(&role), "{action}, {role}");
        }
    }
}

/// The table writes "Owner" and "Admin(s)": admins may be many, the owner is one.
#[test]
fn the_owner_is_one_person() {
    let single = policy(Preset::TimelinesAi).single_owner();
    assert!(single);
    let [one, two] = [1, 2].map(|owners| OwnerCount { active: owners, holders: owners });
    assert!(check_owner_count(one, two, single, "second@example.com").is_err());
    let elsewhere = policy(Preset::Interakt).single_owner();
    assert!(check_owner_count(one, two, elsewhere, "second@example.com").is_ok());
}

/// "Team members who are "Agents" on TimelinesAI will only be able to use the WhatsApp account they
/// connected; they won't be able to use WhatsApp accounts connected by other team members." An
/// assignment opens a chat, not its account.
#[test]
fn agents_use_only_the_account_they_connected() {
    let policy = policy(Preset::TimelinesAi);
    for (column, connector) in CONNECTORS {
        let starts = |role| viewer(&policy, role).starts_from(connector).allowed;
        assert_eq!(starts("agent"), column == "Own Chats", "agent, {column}");
        assert!(!starts("collaborator"), "collaborator, {column}");
    }
}

/// "Invite your team members to your workspace, while making sure that their roles are either Admins
/// or Teammates [...] Once you do this, your team will be able to see all the chats that come into
/// your WhatsApp account. They'll also send messages on behalf of that WhatsApp account".
#[test]
fn a_shared_account_is_for_admins_and_teammates_of_the_team() {
    let policy = policy(Preset::TimelinesAi);
    for (role, shares) in
        [("admin", true), ("teammate", true), ("agent", false), ("collaborator", false)]
    {
        assert_eq!(sees(&policy, role, Some(COLLEAGUE), false).allowed, shares, "{role}");
        assert_eq!(viewer(&policy, role).starts_from(Some(COLLEAGUE)).allowed, shares, "{role}");
    }
}
